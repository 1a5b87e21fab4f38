from pathlib import Path

import pytest
from PIL import Image

from media_library.domain.cropping import make_crop, read_crop
from media_library.domain.intake import take_photo
from media_library.domain.originals import renditions
from media_library.domain.photo_acts import kill_photo
from media_library.domain.processing import process_photo
from media_library.models import Arrival, Photo
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    make_jpeg(tmp_path / "in.jpg", size=(900, 600), iim={"2:80": "Мария Георгиева"})
    taken = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(taken.pk)
    return taken


@pytest.mark.parametrize(
    ("crop", "edges"),
    [
        ("0,0,1000,1000", (0, 0, 1000, 1000)),
        ("100,0,900,500", (100, 0, 900, 500)),
        ("", None),
        ("0,0,1001,1000", None),
        ("500,0,400,1000", None),
        ("0,0,10,10", None),
        ("0,0,1000", None),
        ("-1,0,1000,1000", None),
        ("٠,٠,١٠٠٠,١٠٠٠", None),
        ("0,0,1000,1000\n", None),
    ],
)
def test_crop_is_read_or_is_none(crop, edges):
    assert read_crop(crop) == edges


def test_crop_is_made_once_in_the_web_sizes(photo):
    assert make_crop(photo.pk, "100,0,900,500")
    made = photo.renditions.filter(crop="100,0,900,500").values_list("preset", "format", "width", "height")
    assert sorted(made) == [
        ("web-1280", "jpeg", 720, 300),
        ("web-1280", "webp", 720, 300),
        ("web-1920", "jpeg", 720, 300),
        ("web-1920", "webp", 720, 300),
        ("web-640", "jpeg", 640, 267),
        ("web-640", "webp", 640, 267),
    ]
    assert not make_crop(photo.pk, "100,0,900,500")


def test_crop_leaves_the_whole_picture_alone(photo):
    before = set(photo.renditions.filter(crop="").values_list("pk", flat=True))
    make_crop(photo.pk, "0,0,500,500")
    assert set(photo.renditions.filter(crop="").values_list("pk", flat=True)) == before
    assert photo.renditions.filter(crop="").count() == 8


def test_crop_file_has_the_size_that_its_row_says(photo):
    make_crop(photo.pk, "0,0,500,1000")
    row = photo.renditions.get(crop="0,0,500,1000", preset="web-640", format="webp")
    with Image.open(renditions().path(row.file)) as picture:
        assert picture.size == (row.width, row.height) == (450, 600)


def test_no_crop_is_made_of_a_withdrawn_photo(photo):
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Removed.", by=None)
    assert not make_crop(photo.pk, "0,0,500,500")
    assert not photo.renditions.exists()


def test_nonsense_is_no_crop(photo):
    assert not make_crop(photo.pk, "x")
    assert not make_crop(photo.pk + 1, "0,0,500,500")
