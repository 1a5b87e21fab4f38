import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, PublicStory, WireOriginal
from tests.factories.stories import make_section

pytestmark = pytest.mark.django_db

SOUND = {
    "uri": "urn:example:1", "type": "text", "version": "1", "language": "bg", "versionCreated": "2025-09-03T06:32:00Z",
    "headlines": [{"value": "Заглавие"}], "bodies": [{"contentType": "text/plain", "value": "Текст."}],
}  # fmt: skip
LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ха"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">&c;</newsItem>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" version="1">&f;</newsItem>"""
BAD = {
    "broken.json": (b'{"uri": ', "neither ninjs nor NewsML-G2"),
    "broken.xml": (b"<newsItem", "neither ninjs nor NewsML-G2"),
    "laughs.xml": (LAUGHS.encode(), "document type"),
    "external.xml": (EXTERNAL.encode(), "document type"),
    "no-uri.json": (json.dumps(SOUND | {"uri": ""}).encode(), "no identifier"),
    "klingon.json": (json.dumps(SOUND | {"uri": "urn:example:2", "language": "tlh"}).encode(), "tlh"),
    "year-0.json": (
        json.dumps(SOUND | {"uri": "urn:example:3", "versionCreated": "0000-01-01T00:00:00Z"}).encode(),
        "0000",
    ),
}


def test_bad_files_are_named_with_their_cause_and_the_others_go_in(tmp_path, capsys):
    for name, (data, _cause) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "sound.json").write_text(json.dumps(SOUND))
    with pytest.raises(CommandError) as failure:
        call_command("import_wire", tmp_path, "--publish")
    assert failure.value.returncode == 1
    output = capsys.readouterr()
    lines = output.err.splitlines()
    assert len(lines) == len(BAD)
    for name, (_data, cause) in BAD.items():
        (line,) = [line for line in lines if name in line]
        assert cause in line
    assert "taken 1, updated 0, withdrawn 0, skipped 0, refused 7." in output.out
    assert PublicStory.objects.get().version.headline == "Заглавие"
    assert (Article.objects.count(), WireOriginal.objects.count()) == (1, 1)


def test_file_of_100_megabytes_is_refused_without_being_read(tmp_path, capsys):
    with (tmp_path / "huge.json").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(CommandError):
        call_command("import_wire", tmp_path)
    assert "larger than" in capsys.readouterr().err


def test_body_of_scripts_goes_in_without_them(tmp_path):
    hostile = '<p onclick="x()">а</p><script>x()</script><img src=x onerror=x()><a href="javascript:x()">б</a>'
    item = SOUND | {"bodies": [{"contentType": "text/html", "value": hostile}]}
    (tmp_path / "item.json").write_text(json.dumps(item))
    call_command("import_wire", tmp_path, "--publish")
    assert PublicStory.objects.get().version.body == "<p>а</p><p>б</p>"


def test_unknown_section_says_which_there_are(tmp_path):
    make_section("world")
    with pytest.raises(CommandError, match="world"):
        call_command("import_wire", tmp_path, "--section", "nonsense")


def test_path_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_wire", tmp_path / "nothing")


def test_what_has_no_place_is_listed(tmp_path, capsys):
    (tmp_path / "item.json").write_text(json.dumps(SOUND | {"genres": [{"name": "Interview"}]}))
    call_command("import_wire", tmp_path)
    assert "genres" in capsys.readouterr().out
