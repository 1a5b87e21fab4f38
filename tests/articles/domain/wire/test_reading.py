import json
import os

import pytest

from articles.domain.wire.item import NotWire, TooLarge, UnreadableFile, WireItem
from articles.domain.wire.reading import find_wire_files, read_wire_file

NINJS = json.dumps({"uri": "urn:x", "type": "text", "versioncreated": "2025-09-03T09:32:00Z"}).encode()
NEWSML = (
    b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x" version="2"><itemMeta>'
    b"<versionCreated>2025-09-03T09:32:00Z</versionCreated></itemMeta></newsItem>"
)


@pytest.mark.parametrize(
    "data", [NINJS, b"\xef\xbb\xbf \n" + NINJS, NINJS.decode().encode("utf-16"), NEWSML, b"\n" + NEWSML]
)
def test_file_is_read_by_its_content_not_its_name(tmp_path, data):
    path = tmp_path / "item.txt"
    path.write_bytes(data)
    (item,) = read_wire_file(path)
    assert isinstance(item, WireItem)
    assert item.uri == "urn:x"


@pytest.mark.parametrize("data", [b"", b"   ", b"PK\x03\x04", b"%PDF-1.7", b'"text"'])
def test_file_that_is_neither_json_nor_xml_is_refused(tmp_path, data):
    path = tmp_path / "item.json"
    path.write_bytes(data)
    (error,) = read_wire_file(path)
    assert isinstance(error, NotWire)


def test_file_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "item.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    (error,) = read_wire_file(path)
    assert isinstance(error, TooLarge)
    assert isinstance(read_wire_file(path, max_bytes=99)[0], TooLarge)


def test_file_of_exactly_the_limit_is_read(tmp_path):
    path = tmp_path / "item.json"
    path.write_bytes(NINJS)
    assert isinstance(read_wire_file(path, max_bytes=len(NINJS))[0], WireItem)
    assert isinstance(read_wire_file(path, max_bytes=len(NINJS) - 1)[0], TooLarge)


def test_pipe_folder_and_missing_file_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    for name in ("pipe.json", "missing.json", "."):
        assert isinstance(read_wire_file(tmp_path / name)[0], UnreadableFile)


def test_folders_are_searched_in_order_and_each_file_comes_once(tmp_path):
    for name in ("b/2.json", "b/1.XML", "a.json", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(NINJS)
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = list(find_wire_files([tmp_path / "c.txt", tmp_path, tmp_path / "a.json"]))
    assert [str(path.relative_to(tmp_path)) for path in found] == ["c.txt", "a.json", "b/1.XML", "b/2.json"]


def test_path_that_does_not_exist_is_refused_before_any_other_is_read(tmp_path):
    with pytest.raises(UnreadableFile):
        find_wire_files([tmp_path, tmp_path / "missing"])
