import os
import time
from pathlib import Path

import pytest

from media_library.domain import drop_folder
from media_library.domain.drop_folder import QUIET_FOR, take_dropped_files
from media_library.models import Arrival, Photo
from tests.factories.photos import make_supplier
from tests.media_library.photo_files import make_jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(photo_storages: Path) -> Path:
    (photo_storages / "drop").mkdir()
    return photo_storages / "drop"


def _drop(path: Path, *, colour: int = 0, age: float = QUIET_FOR + 1) -> Path:
    """A file that was written to last `age` seconds ago."""
    path.parent.mkdir(exist_ok=True)
    make_jpeg(path, colour=(colour, 0, 0))
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_file_is_taken_at_the_second_look_and_moved(folder):
    dropped = _drop(folder / "a.jpg")
    assert take_dropped_files() == []
    (arrival,) = take_dropped_files()
    assert (arrival.outcome, arrival.way) == (Arrival.Outcome.TAKEN, Arrival.Way.DROP_FOLDER)
    assert not dropped.exists()
    assert (folder / "taken" / "a.jpg").exists()
    assert take_dropped_files() == []


def test_file_that_grows_is_left_until_it_has_stopped(folder):
    dropped = _drop(folder / "a.jpg")
    take_dropped_files()
    with dropped.open("ab") as file:
        file.write(b"more")
    os.utime(dropped, (time.time() - 60,) * 2)
    assert take_dropped_files() == []
    assert dropped.exists()
    assert len(take_dropped_files()) == 1


def test_file_that_was_written_a_moment_ago_is_left(folder):
    _drop(folder / "a.jpg", age=0)
    take_dropped_files()
    assert take_dropped_files() == []


def test_refused_file_gets_a_note_with_its_reason(folder):
    dropped = _drop(folder / "a.jpg")
    dropped.write_text("no picture")
    os.utime(dropped, (time.time() - 60,) * 2)
    take_dropped_files()
    take_dropped_files()
    assert (folder / "refused" / "a.jpg").exists()
    note = (folder / "refused" / "a.jpg.txt").read_text()
    assert "JPEG" in note


def test_known_file_goes_among_the_duplicates(folder):
    _drop(folder / "a.jpg")
    _drop(folder / "b.jpg")
    take_dropped_files()
    take_dropped_files()
    assert (folder / "taken" / "a.jpg").exists()
    assert (folder / "duplicate" / "b.jpg").exists()
    assert Photo.objects.count() == 1


def test_folder_of_a_supplier_says_whose_photo_it_is(folder):
    supplier = make_supplier("presfoto")
    _drop(folder / "presfoto" / "a.jpg")
    _drop(folder / "unknown" / "b.jpg", colour=9)
    take_dropped_files()
    take_dropped_files()
    assert set(Photo.objects.values_list("uploaded_name", "supplier")) == {("a.jpg", supplier.pk), ("b.jpg", None)}


def test_same_name_twice_keeps_both(folder):
    for colour in (1, 2):
        _drop(folder / "a.jpg", colour=colour)
        take_dropped_files()
        take_dropped_files()
    assert sorted(path.name for path in (folder / "taken").iterdir()) == ["a-2.jpg", "a.jpg"]


@pytest.mark.parametrize("name", [".hidden.jpg", "upload.jpg.part", "upload.filepart", "x.tmp"])
def test_unfinished_and_hidden_files_are_not_looked_at(folder, name):
    _drop(folder / name)
    take_dropped_files()
    assert take_dropped_files() == []
    assert (folder / name).exists()


def test_links_are_not_followed(folder, tmp_path):
    outside = _drop(tmp_path / "secret.jpg")
    (folder / "a.jpg").symlink_to(outside)
    (folder / "elsewhere").symlink_to(tmp_path)
    take_dropped_files()
    assert take_dropped_files() == []
    assert outside.exists()


def test_one_file_that_breaks_does_not_stop_the_others(folder, monkeypatch):
    _drop(folder / "a.jpg", colour=1)
    _drop(folder / "b.jpg", colour=2)
    take_dropped_files()
    take_photo = drop_folder.take_photo

    def break_at_the_first(path, **options):
        if path.name == "a.jpg":
            raise OSError(5, "Input/output error")
        return take_photo(path, **options)

    monkeypatch.setattr(drop_folder, "take_photo", break_at_the_first)
    assert [arrival.file_name for arrival in take_dropped_files()] == ["b.jpg"]
    assert (folder / "a.jpg").exists()


def test_defect_in_one_file_does_not_stop_the_others(folder, monkeypatch):
    _drop(folder / "a.jpg", colour=1)
    _drop(folder / "b.jpg", colour=2)
    take_dropped_files()
    take_photo = drop_folder.take_photo

    def break_at_the_first(path, **options):
        if path.name == "a.jpg":
            raise ValueError("what nobody has foreseen")
        return take_photo(path, **options)

    monkeypatch.setattr(drop_folder, "take_photo", break_at_the_first)
    assert [arrival.file_name for arrival in take_dropped_files()] == ["b.jpg"]
    assert (folder / "a.jpg").exists()


def test_file_of_a_camera_whose_clock_is_ahead_is_taken(folder):
    _drop(folder / "a.jpg", age=-86_400)
    take_dropped_files()
    assert len(take_dropped_files()) == 1


@pytest.mark.parametrize("name", [f"{'ж' * 125}.jpg", f"{'a' * 251}.jpg"])
def test_longest_names_leave_room_for_the_note(folder, name):
    for text in ("no picture", "no picture either"):
        dropped = _drop(folder / name)
        dropped.write_text(text)
        os.utime(dropped, (time.time() - 60,) * 2)
        take_dropped_files()
        (arrival,) = take_dropped_files()
        assert arrival.outcome == Arrival.Outcome.REFUSED
    assert [path.suffix for path in sorted((folder / "refused").iterdir())].count(".txt") == 2
    assert take_dropped_files() == []


def test_folder_that_cannot_be_read_stops_nobody_else(folder, monkeypatch):
    _drop(folder / "locked" / "a.jpg", colour=1)
    _drop(folder / "open" / "b.jpg", colour=2)
    iterdir = Path.iterdir

    def refuse(path):
        if path.name == "locked":
            raise PermissionError(13, "Permission denied", str(path))
        return iterdir(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    take_dropped_files()
    assert [arrival.file_name for arrival in take_dropped_files()] == ["b.jpg"]


def test_file_that_may_not_be_moved_is_not_taken_again_and_again(folder, monkeypatch):
    _drop(folder / "locked" / "a.jpg")
    monkeypatch.setattr(drop_folder.os, "access", lambda path, mode: path.name != "locked")
    for _look in range(3):
        assert take_dropped_files() == []
    assert not Arrival.objects.exists()


def test_look_that_takes_too_long_leaves_the_rest_for_the_next(folder, monkeypatch):
    _drop(folder / "a.jpg", colour=1)
    take_dropped_files()
    monkeypatch.setattr(drop_folder, "LONGEST_LOOK", -1.0)
    assert take_dropped_files() == []
    monkeypatch.undo()
    assert len(take_dropped_files()) == 1
