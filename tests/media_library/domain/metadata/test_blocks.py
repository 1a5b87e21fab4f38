"""Every block of every kind of file, byte for byte."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from media_library.domain.metadata import RawBlock, read_blocks, read_metadata
from tests.media_library.photo_files import (
    exif_block,
    iim_block,
    make_jpeg,
    make_other,
    photoshop_payload,
    photoshop_resource,
    with_segments,
    xmp_packet,
)

XMP = xmp_packet("<dc:title>title</dc:title>")
IIM = iim_block({"2:80": "Мария"})
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"


@pytest.fixture
def blocks_of(tmp_path):
    def read(data: bytes) -> list[tuple[str, bytes, str, str]]:
        path = tmp_path / "photo"
        path.write_bytes(data)
        blocks = read_blocks(path)
        assert [block.position for block in blocks] == list(range(len(blocks)))
        assert all(len(block.origin) <= 40 for block in blocks)
        return [(block.kind, block.content, block.origin, block.flaw) for block in blocks]

    return read


def test_jpeg_gives_every_kind_byte_for_byte(blocks_of):
    exif = exif_block({0x013B: "me"})
    profile = b"profile" * 20_000
    data = make_jpeg(xmp=XMP, exif=exif, iim=IIM, icc=profile, iim_digest=True, extra_segments=[(0xFE, b"said")])
    resources = photoshop_payload(iim=IIM, digest=hashlib.md5(IIM, usedforsecurity=False).digest())
    assert blocks_of(data) == [
        ("exif", exif, "JPEG APP1", ""),
        ("xmp", XMP, "JPEG APP1", ""),
        ("comment", b"said", "JPEG COM", ""),
        ("photoshop", resources.removeprefix(b"Photoshop 3.0\0"), "JPEG APP13", ""),
        ("iim", IIM, "JPEG APP13 8BIM 0x0404", ""),
        ("icc", profile, "JPEG APP2", ""),
    ]


def test_jpeg_keeps_every_exif_block_and_every_xmp_packet(blocks_of):
    second = xmp_packet("<dc:title>other</dc:title>")
    data = make_jpeg(
        xmp=XMP,
        exif={0x013B: "me"},
        extra_segments=[(0xE1, b"Exif\0\0second"), (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + second)],
    )
    blocks = blocks_of(data)
    assert [kind for kind, *_rest in blocks] == ["exif", "xmp", "exif", "xmp"]
    assert [content for _kind, content, *_rest in blocks[1:]] == [XMP, b"second", second]


@pytest.mark.parametrize("cut", [1, 11, 30, 40])
def test_photoshop_block_split_over_segments_is_joined(blocks_of, cut):
    payload = photoshop_payload(iim=IIM).removeprefix(b"Photoshop 3.0\0")
    parts = [(0xED, b"Photoshop 3.0\0" + part) for part in (payload[:cut], payload[cut:])]
    assert blocks_of(with_segments(make_jpeg(), segments=parts)) == [
        ("photoshop", payload, "JPEG APP13", ""),
        ("iim", IIM, "JPEG APP13 8BIM 0x0404", ""),
    ]


def test_iim_that_ends_too_early_is_kept_as_incomplete(blocks_of):
    payload = photoshop_payload(iim=IIM)[:-7]
    iim = blocks_of(with_segments(make_jpeg(), segments=[(0xED, payload)]))[1]
    assert iim == ("iim", IIM[: len(iim[1])], "JPEG APP13 8BIM 0x0404", "incomplete")


def test_resources_with_names_and_rubbish_between_are_found(blocks_of):
    named = b"8BIM" + struct.pack(">H", 0x0404) + b"\x04name\0" + struct.pack(">I", len(IIM)) + IIM
    payload = b"Photoshop 3.0\0" + photoshop_resource(0x03ED, b"123") + b"rubbish" + named
    assert [kind for kind, *_rest in blocks_of(with_segments(make_jpeg(), segments=[(0xED, payload)]))] == [
        "photoshop",
        "iim",
    ]


def extension_segments(content: bytes, *, guid: bytes = b"A" * 32, piece: int = 40) -> list[tuple[int, bytes]]:
    return [
        (0xE1, EXTENSION + guid + struct.pack(">II", len(content), start) + content[start : start + piece])
        for start in range(0, len(content), piece)
    ]


def test_extended_xmp_is_put_together_by_guid_and_offset(blocks_of):
    first, second = extension_segments(XMP), extension_segments(b"other" * 30, guid=b"B" * 32)
    mixed = [second[0], *reversed(first), *second[1:]]
    assert blocks_of(with_segments(make_jpeg(), segments=mixed)) == [
        ("xmp_extended", b"other" * 30, "APP1 " + "B" * 32, ""),
        ("xmp_extended", XMP, "APP1 " + "A" * 32, ""),
    ]


def test_extended_xmp_with_a_missing_piece_is_incomplete(blocks_of):
    segments = extension_segments(XMP)
    (block,) = blocks_of(with_segments(make_jpeg(), segments=segments[:2] + segments[3:]))
    assert (block[0], block[3]) == ("xmp_extended", "incomplete")


def test_icc_profile_with_a_missing_piece_is_incomplete(blocks_of):
    data = with_segments(make_jpeg(), segments=[(0xE2, b"ICC_PROFILE\0\x02\x02half")])
    assert blocks_of(data) == [("icc", b"half", "JPEG APP2", "incomplete")]


def test_fotostation_trailer_gives_its_iim(blocks_of):
    footer = struct.pack(">HI", 1, len(IIM) + 10) + b"\xa1\xb2\xc3\xd4"
    other = b"soft edit" + struct.pack(">HI", 2, 19) + b"\xa1\xb2\xc3\xd4"
    assert blocks_of(make_jpeg() + IIM + footer + other) == [("iim", IIM, "FotoStation", "")]


def png_with(name: bytes, content: bytes) -> bytes:
    png = make_other("PNG")
    chunk = len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)
    return png[:-12] + chunk + png[-12:]  # Behind the pixels, where it may stand too.


def test_png_gives_exif_and_xmp(blocks_of):
    assert blocks_of(make_other("PNG", xmp=XMP)) == [("xmp", XMP, "PNG iTXt", "")]
    assert blocks_of(png_with(b"eXIf", b"MM\0*")) == [("exif", b"MM\0*", "PNG eXIf", "")]


def test_png_profile_is_inflated(blocks_of):
    icc = blocks_of(make_other("PNG", icc=b"profile" * 9))
    assert icc == [("icc", b"profile" * 9, "PNG iCCP", "")]


@pytest.mark.parametrize(
    ("profile", "content", "kinds"),
    [
        ("iptc", IIM, ["iim"]),
        ("iptc", photoshop_payload(iim=IIM).removeprefix(b"Photoshop 3.0\0"), ["photoshop", "iim"]),
        ("exif", b"Exif\0\0MM\0*", ["exif"]),
        ("APP1", b"http://ns.adobe.com/xap/1.0/\0" + XMP, ["xmp"]),
    ],
)
def test_png_raw_profile_is_unwrapped(blocks_of, profile, content, kinds):
    text = f"\n{profile}\n{len(content):8}\n{content.hex()}\n".encode()
    data = png_with(b"zTXt", f"Raw profile type {profile}".encode() + b"\0\0" + zlib.compress(text))
    blocks = blocks_of(data)
    assert [kind for kind, *_rest in blocks] == kinds
    assert blocks[-1][1] in content


def test_png_text_of_other_kinds_is_not_metadata(blocks_of):
    assert blocks_of(png_with(b"tEXt", b"Software\0something")) == []
    assert blocks_of(png_with(b"tEXt", b"Raw profile type " + b"x" * 500 + b"\0something")) == []


def test_webp_gives_exif_and_xmp(blocks_of):
    exif = exif_block({0x013B: "me"})
    assert blocks_of(make_other("WEBP", xmp=XMP, exif={0x013B: "me"}, icc=b"profile")) == [
        ("icc", b"profile", "WebP ICCP", ""),
        ("exif", exif, "WebP EXIF", ""),
        ("xmp", XMP, "WebP XMP", ""),
    ]


def test_tiff_gives_xmp_iim_and_resources_byte_for_byte(blocks_of):
    resources = photoshop_resource(0x0425, b"d" * 16)
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "TIFF", tiffinfo={700: XMP, 33723: IIM, 34377: resources})
    assert blocks_of(data.getvalue()) == [
        ("xmp", XMP, "TIFF 700", ""),
        ("iim", IIM, "TIFF 33723", ""),
        ("photoshop", resources, "TIFF 34377", ""),
    ]


@pytest.mark.parametrize("prefix", [b"II", b"MM"])
def test_tiff_gives_exif_as_a_structure_of_its_own(blocks_of, prefix):
    exif = Image.Exif()
    exif.endian = "<" if prefix == b"II" else ">"
    exif._info = None
    exif[0x013B] = "somebody"
    exif.get_ifd(0x8769).update({0x9003: "2020:01:01 10:00:00", 0x9011: "+02:00"})
    exif.get_ifd(0x8825).update({1: "N", 2: (42.0, 41.0, 30.0), 3: "E", 4: (23.0, 19.0, 0.0)})
    # EXIF's own structure is a TIFF without pixels.
    (block,) = blocks_of(exif.tobytes().removeprefix(b"Exif\0\0"))
    assert block[0] == "exif"
    assert block[1][:2] in {b"II", b"MM"}
    values = read_metadata([RawBlock(*block[:1], 0, *block[1:])]).values
    assert {key: one.value for key, one in values.items()} == {
        "creators": [{"name": "somebody", "job_title": ""}],
        "taken_at": "2020-01-01T10:00:00+02:00",
        "gps": {"lat": 42.691667, "lon": 23.316667},
    }


def test_other_files_have_no_blocks(blocks_of):
    for data in (b"", b"\xff", b"<svg/>", b"GIF89a" + bytes(100), b"\xff\xd8", b"II*\0\xff\xff\xff\xff"):
        assert blocks_of(data) == []
