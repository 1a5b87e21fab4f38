from pathlib import Path

import pytest
from PIL import Image

from media_library.domain.intake import take_photo
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.originals import originals
from media_library.domain.photo_acts import kill_photo
from media_library.domain.processing import process_photo
from media_library.domain.sold_sizes import forget_sold_sizes, provide_sold_size
from media_library.models import Arrival, Photo
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    make_jpeg(
        tmp_path / "in.jpg", size=(2400, 1600), iim={"2:80": "Мария Георгиева", "2:116": "© Пресфото"},
        exif={0x8825: {1: "N", 2: (42.0, 0.0, 0.0)}, 0xA431: "SERIAL-123"},
    )  # fmt: skip
    taken = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(taken.pk)
    taken.refresh_from_db()
    return taken


@pytest.mark.parametrize(("preset", "size"), [("download-web", (2000, 1333)), ("download-print", (2400, 1600))])
def test_size_is_made_once_in_the_private_storage_with_its_rights(photo, photo_storages, preset, size):
    made = provide_sold_size(photo, preset)
    assert (made.width, made.height) == size
    assert provide_sold_size(photo, preset) == made
    path = Path(originals().path(made.file))
    assert path.is_relative_to(photo_storages / "originals")
    with Image.open(path) as picture:
        assert picture.size == size
    reading = read_metadata(read_blocks(path))
    assert reading.values["creators"].value == [{"name": "Мария Георгиева", "job_title": ""}]
    assert "gps" not in reading.values
    assert b"SERIAL-123" not in path.read_bytes()


def test_sold_size_has_no_address(photo):
    made = provide_sold_size(photo, "download-web")
    assert made.is_sold
    with pytest.raises(ValueError, match="address"):
        made.url  # noqa: B018 (to ask for it is the test)


@pytest.mark.parametrize("preset", ["preview", "web-1920", "nonsense", ""])
def test_other_sizes_are_not_sold(photo, preset):
    with pytest.raises(ValueError, match=preset or "^$"):
        provide_sold_size(photo, preset)


def test_withdrawn_photo_is_not_sold(photo):
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Removed.", by=None)
    photo.refresh_from_db()
    with pytest.raises(ValueError, match="download-web"):
        provide_sold_size(photo, "download-web")


def test_forgotten_size_is_made_anew(photo, django_capture_on_commit_callbacks):
    first = provide_sold_size(photo, "download-web")
    with django_capture_on_commit_callbacks(execute=True):
        forget_sold_sizes(photo)
    assert not originals().exists(first.file)
    assert provide_sold_size(photo, "download-web").pk != first.pk
