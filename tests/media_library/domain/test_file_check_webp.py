import struct
from functools import partial

import pytest
from PIL import Image

from tests.media_library.domain.file_samples import judge, make_picture, riff_chunk, webp_of


@pytest.fixture
def verdict_of(tmp_path):
    return partial(judge, tmp_path / "photo")


def canvas(width: int, height: int, *, flags: int = 0) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return riff_chunk(b"VP8X", bytes((flags, 0, 0, 0)) + sides)


def lossless(width: int, height: int, *, version: int = 0) -> bytes:
    bits = (width - 1) | (height - 1) << 14 | version << 29
    return riff_chunk(b"VP8L", b"\x2f" + struct.pack("<I", bits) + bytes(20))


def lossy(width: int, height: int, *, tag: int = 0, start: bytes = b"\x9d\x01\x2a") -> bytes:
    return riff_chunk(b"VP8 ", tag.to_bytes(3, "little") + start + struct.pack("<HH", width, height) + bytes(20))


@pytest.mark.parametrize("chunk", [lossless(64, 48), lossy(64, 48)])
def test_sizes_are_read_from_the_header_of_the_picture(verdict_of, chunk):
    plain, extended = verdict_of(webp_of(chunk)), verdict_of(webp_of(canvas(64, 48), chunk))

    assert (plain.width, plain.height, plain.frames) == (64, 48, 1)
    assert (extended.width, extended.height) == (64, 48)


def test_photo_with_alpha_profile_and_xmp_is_taken(verdict_of):
    content = make_picture("WEBP", mode="RGBA", icc_profile=b"profile", xmp=b"<x:xmpmeta/>")

    assert verdict_of(content).width == 37


def test_animation_is_refused(verdict_of):
    frames = [Image.new("RGB", (37, 29), colour) for colour in ("red", "green")]

    assert verdict_of(make_picture("WEBP", save_all=True, append_images=frames)) == ("animation", {})
    assert verdict_of(webp_of(canvas(64, 48, flags=2), lossy(64, 48))) == ("animation", {})


def test_length_beyond_the_file_is_refused(verdict_of):
    content = make_picture("WEBP")

    assert verdict_of(content[:4] + struct.pack("<I", len(content)) + content[8:]) == ("cut_off", {})
    assert verdict_of(content[:16] + struct.pack("<I", len(content)) + content[20:]) == ("cut_off", {})


@pytest.mark.parametrize(
    "chunks",
    [
        (),
        (canvas(64, 48),),
        (canvas(64, 49), lossy(64, 48)),
        (lossless(64, 48, version=1),),
        (lossy(64, 48, tag=1),),
        (lossy(64, 48, tag=1_000 << 5),),
        (lossy(64, 48, start=b"abc"),),
        (riff_chunk(b"VP8 ", b""),),
        (riff_chunk(b"VP8X", b""), lossy(64, 48)),
    ],
)
def test_broken_skeleton_is_refused(verdict_of, chunks):
    assert verdict_of(webp_of(*chunks)) == ("damaged", {})


def test_side_of_no_pixels_and_canvas_of_too_many_are_refused(verdict_of):
    assert verdict_of(webp_of(lossy(0, 48))) == ("no_pixels", {})
    assert verdict_of(webp_of(canvas(16_000_000, 16_000_000)))[0] == "too_many_pixels"


def test_one_colour_on_two_hundred_megapixels_is_refused(verdict_of):
    assert verdict_of(webp_of(lossless(14_000, 14_000)))[0] == "implausible"


def test_thousands_of_chunks_are_refused(verdict_of):
    assert verdict_of(webp_of(riff_chunk(b"JUNK", b"") * 1_001, lossy(64, 48))) == ("too_many_parts", {})
