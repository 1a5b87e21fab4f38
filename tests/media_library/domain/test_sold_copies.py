import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from media_library.domain.file_words import words_for_sale
from media_library.domain.intake import take_photo
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.originals import originals
from media_library.domain.processing import process_photo
from media_library.domain.sold_copies import FileDamaged, check_original, check_size, copy_of
from media_library.domain.sold_sizes import provide_sold_size
from media_library.models import Arrival, Photo
from tests.media_library.domain.metadata.test_licensing import LICENCE
from tests.media_library.photo_files import make_jpeg, make_other

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def take(path: Path) -> Photo:
    photo = take_photo(path, file_name=path.name, way=Arrival.Way.COMMAND).photo
    process_photo(photo.pk)
    photo.refresh_from_db()
    return photo


@pytest.fixture
def photo(tmp_path):
    make_jpeg(
        tmp_path / "in.jpg", size=(2400, 1600), colour=(200, 30, 9), iim={"2:80": "Мария Георгиева", "2:120": "Надпис"},
        exif={0x8825: {1: "N", 2: (42.0, 0.0, 0.0), 3: "E", 4: (23.0, 0.0, 0.0)}},
    )  # fmt: skip
    return take(tmp_path / "in.jpg")


def copy_in(photo, preset):
    return copy_of(provide_sold_size(photo, preset), words=words_for_sale(photo, licence=LICENCE))


@pytest.mark.parametrize("preset", ["download-web", "download-print"])
def test_copy_has_the_pixels_of_the_size_and_words_of_its_own(photo, tmp_path, preset):
    copy = copy_in(photo, preset)
    content = b"".join(copy.pieces())
    assert len(content) == copy.size
    (tmp_path / "copy.jpg").write_bytes(content)
    size = Path(originals().path(copy.name))
    with Image.open(tmp_path / "copy.jpg") as ours, Image.open(size) as theirs:
        assert ours.tobytes() == theirs.tobytes()
        assert ours.info.get("icc_profile") == theirs.info.get("icc_profile")
    values = read_metadata(read_blocks(tmp_path / "copy.jpg")).values
    assert values["caption_bg"].value == "Надпис"
    assert values["usage_terms"].value == "Редакционна употреба."
    assert "gps" not in values
    assert len([block for block in read_blocks(tmp_path / "copy.jpg") if block.kind == "xmp"]) == 1


def test_upright_print_copy_has_the_coded_pixels_of_the_original(photo):
    content = b"".join(copy_in(photo, "download-print").pieces())
    original = Path(originals().path(photo.original)).read_bytes()
    assert content[content.index(b"\xff\xda") :] == original[original.index(b"\xff\xda") :]


def test_original_stays_as_it_was(photo):
    before = Path(originals().path(photo.original)).read_bytes()
    b"".join(copy_in(photo, "download-print").pieces())
    assert Path(originals().path(photo.original)).read_bytes() == before
    assert hashlib.sha256(before).hexdigest() == photo.sha256


def test_any_part_of_a_copy_can_be_read(photo):
    copy = copy_in(photo, "download-web")
    whole, head = b"".join(copy.pieces()), len(copy.head)
    ranges = [(0, 1), (5, head), (head - 3, head + 3), (head, head + 9), (head + 5, copy.size), (copy.size, copy.size)]
    for start, stop in ranges:
        assert b"".join(copy.pieces(start=start, stop=stop)) == whole[start:stop]


def test_other_words_are_another_fingerprint(photo):
    first = copy_in(photo, "download-web")
    assert copy_in(photo, "download-web").fingerprint == first.fingerprint
    photo.shown["caption_bg"] = "Друг надпис"
    assert copy_in(photo, "download-web").fingerprint != first.fingerprint


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_other_kinds_leave_as_jpeg_with_the_licence(tmp_path, kind):
    make_other(kind, tmp_path / f"in.{kind.lower()}", size=(300, 200))
    copy = copy_in(take(tmp_path / f"in.{kind.lower()}"), "download-print")
    with Image.open(io.BytesIO(b"".join(copy.pieces()))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (300, 200))


def test_changed_original_is_found_out(photo):
    check_original(photo, sha256=photo.sha256)
    path = Path(originals().path(photo.original))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(FileDamaged):
        check_original(photo, sha256=photo.sha256)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        check_original(photo, sha256=photo.sha256)


def test_changed_size_is_found_out(photo):
    size = provide_sold_size(photo, "download-web")
    check_size(size)
    path = Path(originals().path(size.file))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(FileDamaged):
        check_size(size)
    copy = copy_of(size, words=words_for_sale(photo, licence=LICENCE))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(FileDamaged):
        b"".join(copy.pieces())
