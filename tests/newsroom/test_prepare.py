"""`manage.py prepare`: what is done is not done again, and what has changed is."""

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import translation
from pytest_django.fixtures import Settings

from articles.models import Article
from newsroom.demo.accounts import DEMO_ACCOUNTS
from newsroom.demo.subscriptions import CUSTOMER_ACCOUNTS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Work on one static file and a folder of this test's own, and without the hashed names, which take long."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body {}", encoding="ascii")
    settings.VAR_DIR = tmp_path / "var"
    settings.STATIC_ROOT = tmp_path / "var" / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]


def prepare(*options: str) -> None:
    call_command("prepare", *options, verbosity=0)


def test_translations_that_were_just_compiled_are_spoken_at_once(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "locale" / "bg" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    (folder / "django.po").write_text(f'{header}msgid "A word"\nmsgstr "Дума"\n', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    with translation.override("bg"):
        assert translation.gettext("A word") == "A word"

        prepare()

        assert translation.gettext("A word") == "Дума"


def test_static_files_are_collected_once(tmp_path: Path) -> None:
    prepare()
    collected = tmp_path / "var" / "static" / "site.css"
    assert collected.read_text(encoding="ascii") == "body {}"
    collected.write_text("as it was", encoding="ascii")

    prepare()

    assert collected.read_text(encoding="ascii") == "as it was"


def test_static_files_are_collected_again_when_one_has_changed(tmp_path: Path) -> None:
    prepare()
    source = tmp_path / "source" / "site.css"
    source.write_text("html {}", encoding="ascii")
    os.utime(source, ns=(0, source.stat().st_mtime_ns + 1_000_000_000))

    prepare()

    assert (tmp_path / "var" / "static" / "site.css").read_text(encoding="ascii") == "html {}"


def test_static_files_are_collected_again_when_they_are_gone(tmp_path: Path) -> None:
    prepare()
    (tmp_path / "var" / "static" / "site.css").unlink()
    (tmp_path / "var" / "static").rmdir()

    prepare()

    assert (tmp_path / "var" / "static" / "site.css").exists()


@pytest.mark.timeout(600)  # It draws all photos of the demo.
def test_demo_is_loaded_into_an_empty_database_only_once(tmp_path: Path) -> None:
    prepare("--demo")
    stories = Article.objects.count()
    prepare("--demo")

    table = (tmp_path / "var" / "demo-accounts.txt").read_text(encoding="utf-8")
    assert stories == Article.objects.count() > 0
    assert len(table.splitlines()) == 1 + len(DEMO_ACCOUNTS) + len(CUSTOMER_ACCOUNTS)
    assert all(account.username in table and account.password in table for account in DEMO_ACCOUNTS)


def test_demo_is_not_loaded_into_a_newsroom_that_works(tmp_path: Path) -> None:
    get_user_model().objects.create_user("vera")

    prepare("--demo")

    assert Article.objects.count() == 0
    assert not (tmp_path / "var" / "demo-accounts.txt").exists()
