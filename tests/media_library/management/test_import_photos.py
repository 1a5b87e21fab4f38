import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from media_library.management.commands import import_photos
from media_library.models import Arrival, Photo
from newsroom.shared.content_store import StorageFull
from tests.factories.photos import make_supplier
from tests.factories.stories import make_section
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def _import(*paths: Path, **options) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_photos", *map(str, paths), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(f"CommandError {error.returncode}: {error}")
    return out.getvalue(), err.getvalue()


def test_folder_is_searched_to_its_depths_and_each_file_gets_its_line(tmp_path):
    folder = tmp_path / "card"
    (folder / "day" / "one").mkdir(parents=True)
    make_jpeg(folder / "a.jpg", colour=(1, 1, 1))
    make_jpeg(folder / "day" / "one" / "b.jpg", colour=(2, 2, 2))
    make_jpeg(folder / "day" / "same.jpg", colour=(1, 1, 1))
    out, err = _import(folder)
    assert "1/3 taken: " in out
    assert "known already: " in out
    assert out.endswith("taken 2, duplicate 1, refused 0.\n")
    assert not err
    assert Photo.objects.count() == 2


def test_refused_file_makes_the_command_fail_and_the_others_are_in(tmp_path):
    folder = tmp_path / "card"
    folder.mkdir()
    (folder / "a.jpg").write_text("no picture")
    make_jpeg(folder / "b.jpg")
    out, err = _import(folder)
    assert out.endswith("taken 1, duplicate 0, refused 1.\n")
    assert "1/2 refused: " in err
    assert "a.jpg" in err
    assert "CommandError 1: 1 refused; the others are in." in err


def test_supplier_and_section_are_those_of_the_command(tmp_path):
    make_jpeg(tmp_path / "a.jpg")
    supplier, section = make_supplier("presfoto"), make_section()
    _import(tmp_path / "a.jpg", supplier="presfoto", section="world")
    photo = Photo.objects.get()
    assert (photo.supplier, photo.section) == (supplier, section)
    assert photo.arrivals.get().way == Arrival.Way.COMMAND


def test_unknown_supplier_is_said_with_those_that_there_are(tmp_path):
    make_supplier("presfoto")
    _out, err = _import(tmp_path, supplier="nobody")
    assert "presfoto" in err
    assert not Photo.objects.exists()


def test_unknown_path_is_said(tmp_path):
    _out, err = _import(tmp_path / "nowhere")
    assert "There is no file or folder" in err


def test_process_makes_the_sizes_at_once(tmp_path):
    make_jpeg(tmp_path / "a.jpg")
    _import(tmp_path / "a.jpg", process=True)
    assert Photo.objects.get().renditions.count() == 8


def test_name_that_is_no_text_does_not_stop_the_others(tmp_path):
    folder = tmp_path / "card"
    folder.mkdir()
    make_jpeg(folder / "b.jpg")
    strange = folder / b"\xff\xfe.jpg".decode("utf-8", errors="surrogateescape")
    strange.write_bytes(make_jpeg(colour=(9, 9, 9)))
    out, _err = _import(folder)
    assert out.endswith("taken 2, duplicate 0, refused 0.\n")


def test_defect_in_one_file_does_not_keep_the_others_out(tmp_path, monkeypatch):
    folder = tmp_path / "card"
    folder.mkdir()
    for number, name in enumerate(("a.jpg", "b.jpg")):
        make_jpeg(folder / name, colour=(number, 0, 0))
    take_photo = import_photos.take_photo

    def break_at_the_first(path, **options):
        if path.name == "a.jpg":
            raise ValueError("what nobody has foreseen")
        return take_photo(path, **options)

    monkeypatch.setattr(import_photos, "take_photo", break_at_the_first)
    out, err = _import(folder)
    assert out.endswith("taken 1, duplicate 0, refused 1.\n")
    assert "1/2 refused: " in err


def test_full_disk_is_said_with_what_to_do(tmp_path, monkeypatch):
    make_jpeg(tmp_path / "a.jpg")

    def be_full(*args, **options):
        raise StorageFull(28, "No space left on device")

    monkeypatch.setattr(import_photos, "take_photo", be_full)
    _out, err = _import(tmp_path / "a.jpg")
    assert "Free some space" in err
