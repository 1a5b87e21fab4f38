import struct
import zlib
from functools import partial

import pytest

from tests.media_library.domain.file_samples import judge, make_picture, png_chunk, png_of

BOMB = zlib.compress(bytes(1024 * 1024 + 1), 9)
AT_THE_LIMIT = zlib.compress(bytes(1024 * 1024), 9)


@pytest.fixture
def verdict_of(tmp_path):
    return partial(judge, tmp_path / "photo")


@pytest.mark.parametrize(("mode", "bits"), [("1", 1), ("L", 8), ("LA", 8), ("P", 8), ("RGB", 8), ("RGBA", 8)])
def test_every_mode_is_taken(verdict_of, mode, bits):
    facts = verdict_of(make_picture("PNG", mode=mode))

    assert (facts.width, facts.height, facts.bits) == (37, 29, bits)


def test_sixteen_bits_are_taken(verdict_of):
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 16, 0, 0, 0, 0))
    picture = png_chunk(b"IDAT", zlib.compress(bytes(5)))

    assert verdict_of(b"\x89PNG\r\n\x1a\n" + header + picture + png_chunk(b"IEND")).bits == 16


@pytest.mark.parametrize(
    "chunk",
    [
        png_chunk(b"zTXt", b"Comment\0\0" + BOMB),
        png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0bg\0\0" + BOMB),
        png_chunk(b"iCCP", b"profile\0\0" + BOMB),
    ],
)
def test_text_or_profile_that_unpacks_beyond_a_megabyte_is_refused(verdict_of, chunk):
    assert verdict_of(png_of(chunk)) == ("metadata_too_big", {"limit": 1})


def test_many_texts_that_unpack_beyond_the_limit_together_are_refused(verdict_of):
    chunk = png_chunk(b"zTXt", b"Comment\0\0" + AT_THE_LIMIT)

    assert verdict_of(png_of(chunk * 16)).width == 1
    assert verdict_of(png_of(chunk * 17)) == ("metadata_too_big", {"limit": 16})


def test_text_that_is_not_packed_is_taken(verdict_of):
    text = png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>")

    assert verdict_of(png_of(text, png_chunk(b"tEXt", b"Title\0photo"))).format == "PNG"


def test_wrong_check_sum_is_refused(verdict_of):
    content = png_of(png_chunk(b"tEXt", b"Title\0photo"))
    for kind in (b"IHDR", b"tEXt", b"IDAT", b"IEND"):
        forged = bytearray(content)
        length_at = content.index(kind) - 4
        forged[length_at + 8 + int.from_bytes(content[length_at : length_at + 4], "big")] ^= 1
        assert verdict_of(bytes(forged)) == ("damaged", {})


def test_length_beyond_the_file_is_refused(verdict_of):
    content = png_of()
    at = content.index(b"IDAT")

    assert verdict_of(content[: at - 4] + b"\0\1\0\0" + content[at:]) == ("cut_off", {})
    assert verdict_of(content[: at - 4] + b"\xff\xff\xff\xff" + content[at:]) == ("damaged", {})


@pytest.mark.parametrize(
    "content",
    [
        png_of().replace(png_chunk(b"IDAT", zlib.compress(b"\0\0")), b""),
        png_of(png_chunk(b"IHDR", bytes(13))),
        png_of(png_chunk(b"ABCD", b"")),
        png_of(png_chunk(b"zTXt", b"no end of the keyword")),
        png_of(png_chunk(b"zTXt", b"Comment\0\0not packed at all")),
        png_of(png_chunk(b"IDAT", b"not packed at all")),
        make_picture("PNG", mode="P").replace(b"PLTE", b"tEXt"),
    ],
)
def test_broken_skeleton_is_refused(verdict_of, content):
    assert verdict_of(content) == ("damaged", {})


@pytest.mark.parametrize(("depth", "colour", "rest"), [(3, 0, 0), (4, 2, 0), (8, 1, 0), (8, 0, 2)])
def test_impossible_header_is_refused(verdict_of, depth, colour, rest):
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, depth, colour, 0, 0, rest))
    content = png_of()

    assert verdict_of(content[:8] + header + content[8 + len(header) :]) == ("damaged", {})


def test_animation_is_refused_and_a_still_in_its_dress_is_not(verdict_of):
    assert verdict_of(png_of(png_chunk(b"acTL", struct.pack(">II", 2, 0)))) == ("animation", {})
    assert verdict_of(png_of(png_chunk(b"acTL", struct.pack(">II", 1, 0)))).frames == 1


def test_picture_that_no_deflate_stream_can_hold_is_refused(verdict_of):
    assert verdict_of(png_of(width=900, height=900))[0] == "implausible"


def test_thousands_of_chunks_are_refused(verdict_of):
    assert verdict_of(png_of(png_chunk(b"tEXt", b"a\0") * 2_001)) == ("too_many_parts", {})
    assert verdict_of(png_of(png_chunk(b"IDAT") * 200_001)) == ("too_many_parts", {})
