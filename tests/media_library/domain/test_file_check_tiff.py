import struct
from functools import partial

import pytest
from PIL import Image

from media_library.domain.file_check import FileWarning
from tests.media_library.domain.file_samples import TIFF_FIELDS, judge, make_picture, tiff_of

THUMBNAIL = TIFF_FIELDS | {254: 1}


@pytest.fixture
def verdict_of(tmp_path):
    return partial(judge, tmp_path / "photo")


def with_fields(**changed: int | None) -> bytes:
    """The plain TIFF with some of its fields (tag_256=…) changed, or dropped by None."""
    fields = TIFF_FIELDS | {int(name.removeprefix("tag_")): value for name, value in changed.items()}
    return tiff_of({tag: value for tag, value in fields.items() if value is not None})


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB"])
def test_every_mode_is_taken(verdict_of, mode):
    facts = verdict_of(make_picture("TIFF", mode=mode))

    assert (facts.width, facts.height, facts.bits) == (37, 29, 1 if mode == "1" else 8)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_every_usual_compression_is_taken(verdict_of, compression):
    assert verdict_of(make_picture("TIFF", compression=compression)).format == "TIFF"


def test_bigtiff_and_the_order_of_motorola_are_taken(verdict_of, tmp_path):
    assert verdict_of(make_picture("TIFF", big_tiff=True)).width == 37
    fields = b"".join(
        struct.pack(">HHII", tag, 4, 1, value) for tag, value in sorted((TIFF_FIELDS | {273: 122}).items())
    )
    assert verdict_of(b"MM\0*\0\0\0\x08\0\x09" + fields + bytes(4) + bytes(100)).height == 10


def test_sixteen_bits_are_taken(verdict_of):
    assert verdict_of(with_fields(tag_258=16, tag_256=5)).bits == 16


def test_first_of_several_pages_is_taken_with_a_warning(verdict_of):
    facts = verdict_of(make_picture("TIFF", save_all=True, append_images=[Image.new("RGB", (5, 5))] * 2))

    assert (facts.width, facts.frames, facts.warnings) == (37, 3, (FileWarning("several_pages", pages=3),))
    assert facts.warnings[0].texts()["en"] == "The file has 3 pages; only the first is used."


def test_thumbnail_is_no_page(verdict_of):
    facts = verdict_of(tiff_of(TIFF_FIELDS, following=[THUMBNAIL]))

    assert (facts.frames, facts.warnings) == (1, ())


def test_directories_in_a_circle_or_by_the_thousand_are_refused(verdict_of):
    assert verdict_of(tiff_of(TIFF_FIELDS, following=[THUMBNAIL], loops=True)) == ("damaged", {})
    assert verdict_of(tiff_of(TIFF_FIELDS, following=[THUMBNAIL] * 1_000)) == ("too_many_pages", {"limit": 100})


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tag_273": 1_000_000}, "cut_off"),
        ({"tag_279": 1_000_000}, "cut_off"),
        ({"tag_279": 99}, "implausible"),
        ({"tag_279": 0}, "damaged"),
        ({"tag_273": None}, "damaged"),
        ({"tag_279": None}, "damaged"),
        ({"tag_278": 1}, "damaged"),
        ({"tag_256": 0}, "no_pixels"),
        ({"tag_257": None}, "no_pixels"),
        ({"tag_256": 50_000, "tag_257": 50_000}, "too_many_pixels"),
        ({"tag_256": 14_000, "tag_257": 14_000}, "implausible"),
        ({"tag_322": 0, "tag_323": 16, "tag_324": 8, "tag_325": 100}, "damaged"),
        # A reader would take 900 million pixels of memory for the one tile of a photo of ten by ten.
        ({"tag_322": 30_000, "tag_323": 30_000, "tag_324": 8, "tag_325": 100}, "damaged"),
    ],
)
def test_fields_that_lead_out_of_the_file_or_nowhere_are_refused(verdict_of, changed, code):
    assert verdict_of(with_fields(**changed))[0] == code


@pytest.mark.parametrize(
    ("changed", "feature"),
    [
        ({"tag_259": 6}, "compression"),
        ({"tag_259": 12_345}, "compression"),
        ({"tag_258": 12}, "bits"),
        ({"tag_258": 32}, "bits"),
        ({"tag_339": 3}, "bits"),
        ({"tag_262": 9}, "colours"),
        ({"tag_277": 7}, "colours"),
    ],
)
def test_kind_of_tiff_that_can_not_be_shown_is_refused(verdict_of, changed, feature):
    assert verdict_of(with_fields(**changed)) == ("unsupported", {"format": "TIFF", "feature": feature})


def test_field_of_numbers_that_is_none_is_refused(verdict_of):
    content = with_fields()
    text = content.replace(struct.pack("<HHI", 256, 4, 1), struct.pack("<HHI", 256, 2, 1))

    assert verdict_of(text) == ("damaged", {})


def test_directory_of_thousands_of_fields_is_refused(verdict_of):
    assert verdict_of(tiff_of(TIFF_FIELDS | dict.fromkeys(range(1_000, 4_000), 1))) == ("too_many_parts", {})
