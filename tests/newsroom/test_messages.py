"""The Bulgarian catalogue: it has every phrase of the source, in words that are final, with the same placeholders."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po

from newsroom.message_catalogues import compile_catalogues
from tests.engines import ROOT

CATALOGUE = Path("newsroom/locale/bg/LC_MESSAGES/django.po")
CATALOGUE_OF_SCRIPTS = CATALOGUE.with_name("djangojs.po")
# gettext("…"), ngettext("…", "…", and what counts.js has for it: say("many", number, "one").
_CALL = re.compile(r"""\b(?:n?gettext\(\s*"([^"]+)"(?:,\s*"([^"]+)")?|say\(\s*"([^"]+)",[^"]*"([^"]+)"\))""")
SOURCES = ("newsroom", "articles", "media_library", "subscriptions", "templates")


def read_catalogue(root: Path) -> Catalog:
    with (root / CATALOGUE).open("rb") as file:
        return read_po(file, locale="bg", abort_invalid=True)


def phrases_of(catalogue: Catalog) -> set[tuple[object, object]]:
    return {(message.context, message.id) for message in catalogue if message.id}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return read_catalogue(ROOT)


def test_every_phrase_is_translated(catalogue: Catalog) -> None:
    untranslated = [
        message.id
        for message in catalogue
        if message.id and not all(message.string if message.pluralizable else [message.string])
    ]

    assert untranslated == []


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_have_the_placeholders_of_the_source(catalogue: Catalog) -> None:
    wrong = [(message.id, [str(error) for error in errors]) for message, errors in catalogue.check() if message.id]

    assert wrong == []


def test_catalogue_has_every_phrase_of_the_source(catalogue: Catalog, tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        assert "REQUIRE_GETTEXT" not in os.environ, "gettext is not installed"
        pytest.skip("gettext is not installed, so the phrases of the source can't be collected")
    for folder in SOURCES:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", tmp_path)

    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=bg", "--no-obsolete"], cwd=tmp_path, check=True
    )

    assert phrases_of(read_catalogue(tmp_path)) == phrases_of(catalogue)


def test_scripts_find_every_phrase_that_they_ask_for() -> None:
    with (ROOT / CATALOGUE_OF_SCRIPTS).open("rb") as file:
        catalogue = read_po(file, locale="bg", abort_invalid=True)
    known = {phrase for message in catalogue if message.id for phrase in _as_list(message.id)}
    scripts = "\n".join(path.read_text() for path in sorted((ROOT / "newsroom/static/newsroom/js").rglob("*.js")))
    asked = {phrase for call in _CALL.findall(scripts) for phrase in call if phrase}

    assert "%(number)s minutes to read" in asked
    # The editor's own dialog asks for the last two; it brings no Bulgarian.
    assert sorted((asked | {"Update", "Cancel"}) - known) == []
    assert all(all(_as_list(message.string)) for message in catalogue if message.id)


def _as_list(phrases: str | tuple[str, ...] | list[str]) -> list[str]:
    return [phrases] if isinstance(phrases, str) else list(phrases)


def test_changed_catalogue_is_compiled_and_an_unchanged_one_is_not(tmp_path: Path) -> None:
    source = tmp_path / "bg" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "News"\nmsgstr "Новини"\n'
    )

    assert compile_catalogues([tmp_path]) == [source]
    assert compile_catalogues([tmp_path]) == []

    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert compile_catalogues([tmp_path]) == [source]
    assert "Новини".encode() in source.with_suffix(".mo").read_bytes()
