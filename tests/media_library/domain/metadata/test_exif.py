import pytest

from media_library.domain.metadata import exif
from media_library.domain.metadata.exif import read_exif
from tests.media_library.photo_files import exif_block


def test_texts_end_at_their_zero_and_copyright_has_two_parts():
    reading = read_exif(exif_block({0x010E: "Надпис".encode(), 0x013B: "me\0rubbish", 0x8298: "photographer\0editor"}))
    assert reading.texts == {
        exif.IMAGE_DESCRIPTION: "Надпис",
        exif.ARTIST: "me",
        exif.COPYRIGHT: "photographer; editor",
    }


def test_copyright_of_the_editor_alone():
    assert read_exif(exif_block({0x8298: " \0editor"})).texts == {exif.COPYRIGHT: "editor"}


def test_texts_of_windows_are_utf16():
    block = exif_block({0x9C9D: "Мария;Иван\0".encode("utf-16-le")})
    assert read_exif(block).texts == {exif.XP_AUTHOR: "Мария;Иван"}


def test_text_in_a_single_byte_set_is_guessed():
    assert read_exif(exif_block({0x013B: "Мария Георгиева".encode("windows-1251")})).texts[exif.ARTIST] == (
        "Мария Георгиева"
    )


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ({1: "N", 2: (42.0, 41.0, 30.0), 3: "E", 4: (23.0, 19.0, 12.0)}, (42.691667, 23.32)),
        ({1: "S", 2: (33.5, 0.0, 0.0), 3: "W", 4: (70.0, 30.0, 0.0)}, (-33.5, -70.5)),
    ],
)
def test_position_is_in_degrees(position, expected):
    reading = read_exif(exif_block({0x8825: position}))
    assert (reading.position, reading.bad_position) == (expected, "")


@pytest.mark.parametrize(
    ("position", "quoted"),
    [
        ({1: "N", 2: (91.0, 0.0, 0.0), 3: "E", 4: (23.0, 0.0, 0.0)}, "91, 23"),
        ({1: "N", 2: (42.0, 0.0, 0.0), 3: "E", 4: (4000.0, 0.0, 0.0)}, "42, 4000"),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, "0, 0"),
    ],
)
def test_absurd_position_is_none(position, quoted):
    reading = read_exif(exif_block({0x8825: position}))
    assert (reading.position, reading.bad_position) == (None, quoted)


def test_no_position_is_not_a_bad_one():
    reading = read_exif(exif_block({0x8825: {1: "N"}}))
    assert (reading.position, reading.bad_position) == (None, "")


def test_block_without_a_tiff_structure_is_broken():
    assert read_exif(b"second").broken
    assert not read_exif(exif_block({0x013B: "me"})).broken
