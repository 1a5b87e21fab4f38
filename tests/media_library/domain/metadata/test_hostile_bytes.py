"""Whatever is in a file, reading it ends soon, raises nothing, and gives something that can be stored."""

import json
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_library.domain.metadata import FIELD_KEYS, MetadataReading, RawBlock, read_blocks, read_metadata, say_warning
from tests.media_library.photo_files import make_jpeg, make_other, with_segments, xmp_packet

XMP = (
    "<dc:creator><rdf:Seq><rdf:li>Мария</rdf:li></rdf:Seq></dc:creator><plus:Licensor><rdf:Seq><rdf:li "
    'rdf:parseType="Resource"><plus:LicensorName>Пресфото</plus:LicensorName></rdf:li></rdf:Seq></plus:Licensor>'
    '<dc:description><rdf:Alt><rdf:li xml:lang="bg">Надпис</rdf:li></rdf:Alt></dc:description>'
    "<photoshop:DateCreated>2025-06-03T10:15:00+03:00</photoshop:DateCreated>"
)
EXIF = {
    0x010E: "caption",
    0x013B: "me; you",
    0x9C9B: "заглавие".encode("utf-16-le"),
    0x8769: {0x9003: "2020:01:01 10:00:00", 0x9011: "+02:00"},
    0x8825: {1: "N", 2: (42.0, 41.0, 30.0), 3: "E", 4: (23.0, 19.0, 0.0)},
}
IIM = {"2:80": "Мария", "2:25": ["едно", "две"], "2:55": "20250603", "2:60": "101500+0300", "2:120": "Надпис"}
SAMPLES = [
    make_jpeg(xmp=XMP, exif=EXIF, iim=IIM, iim_charset="windows-1251", iim_digest=b"1" * 16),
    make_jpeg(xmp=XMP, extra_segments=[(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"A" * 32 + bytes(8) + b"x")]),
    make_other("PNG", xmp=XMP, exif=EXIF),
    make_other("TIFF", xmp=XMP, exif=EXIF),
    make_other("WEBP", xmp=XMP, exif=EXIF),
]


def check_storable(reading: MetadataReading) -> None:
    stored = json.dumps(reading.as_json(), allow_nan=False, ensure_ascii=False)
    stored.encode()  # No lone surrogate.
    assert "\\u0000" not in stored
    assert MetadataReading.from_json(json.loads(stored)) == reading
    assert set(reading.values) <= set(FIELD_KEYS)
    for warning in reading.warnings:
        assert say_warning(warning)


@st.composite
def damaged_photos(draw):
    """A photo with some bytes changed, cut out, doubled or cut off."""
    data = bytearray(draw(st.sampled_from(SAMPLES)))
    for _count in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(data)))
        end = place + draw(st.integers(0, 12))
        what = draw(st.sampled_from(["change", "cut", "double", "end"]))
        if what == "change":
            data[place:end] = draw(st.binary(min_size=end - place, max_size=end - place))
        elif what == "cut":
            del data[place:end]
        elif what == "double":
            data[place:place] = data[place : end * 4]
        else:
            del data[max(place, 200) :]
    return bytes(data)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=damaged_photos())
def test_damaged_photo_is_read_without_an_error(data, tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(data)
    check_storable(read_metadata(read_blocks(path)))


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(["exif", "xmp", "xmp_extended", "iim", "photoshop", "icc", "comment"]),
    content=st.binary(max_size=300),
    character_set=st.sampled_from(["", "windows-1251", "base64", "no such set", "\0"]),
)
def test_random_block_is_read_without_an_error(kind, content, character_set):
    check_storable(read_metadata([RawBlock(kind, 0, content, "test")], character_set=character_set))


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<&\0"), max_size=200))
def test_any_text_in_any_field_is_storable(text):
    values = "".join(
        f"<{name}>{text}</{name}>"
        for name in (
            "photoshop:Headline", "photoshop:DateCreated", "dc:creator", "dc:subject", "dc:description",
            "xmpRights:WebStatement", "plus:DataMining", "Iptc4xmpCore:CountryCode", "exif:GPSLatitude",
            "exif:GPSLongitude", "xmpNote:HasExtendedXMP",
        )
    )  # fmt: skip
    check_storable(read_metadata([RawBlock("xmp", 0, xmp_packet(values), "test")]))


@settings(max_examples=200, deadline=None)
@given(text=st.binary(max_size=60))
def test_any_bytes_in_iim_are_storable(text):
    block = b"".join(
        b"\x1c\x02" + bytes([number]) + len(text).to_bytes(2) + text for number in (5, 25, 30, 35, 55, 60, 80, 100, 120)
    )
    check_storable(read_metadata([RawBlock("iim", 0, block, "test")]))


def test_entities_are_never_expanded():
    packet = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + xmp_packet("<dc:title>&b;</dc:title>")
    for one in (packet, packet.decode().encode("utf-16")):
        reading = read_metadata([RawBlock("xmp", 0, one, "test")])
        assert reading.values == {}
        assert [warning.code for warning in reading.warnings] == ["xmp_entities"]


def test_deep_and_wide_xmp_is_read_in_bounds():
    deep = xmp_packet("<dc:subject><rdf:Bag><rdf:li>" * 200 + "x" + "</rdf:li></rdf:Bag></dc:subject>" * 200)
    wide = xmp_packet(
        "<dc:subject><rdf:Bag>" + "<rdf:li>x</rdf:li><rdf:li>y</rdf:li>" * 50_000 + "</rdf:Bag></dc:subject>"
    )
    started = time.process_time()
    for packet in (deep, wide):
        check_storable(read_metadata([RawBlock("xmp", 0, packet, "test")]))
    assert time.process_time() - started < 5


def test_png_text_that_inflates_without_end_is_noted_and_not_kept(tmp_path):
    text = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9)
    chunk = len(text).to_bytes(4) + b"iTXt" + text + zlib.crc32(b"iTXt" + text).to_bytes(4)
    path = tmp_path / "bomb.png"
    png = make_other("PNG")
    path.write_bytes(png[:33] + chunk + png[33:])
    assert read_blocks(path) == (RawBlock("xmp", 0, b"", "PNG iTXt", "too_large"),)


def test_thousands_of_segments_are_cut_at_the_limit(tmp_path):
    path = tmp_path / "many.jpg"
    path.write_bytes(with_segments(make_jpeg(), segments=[(0xFE, b"comment")] * 15_000))
    blocks = read_blocks(path)
    assert len(blocks) == 200
    assert blocks[-1].flaw == "too_many"
    warnings = read_metadata(blocks).warnings
    assert [warning.code for warning in warnings] == ["too_many_blocks"]


def test_more_than_24_megabytes_of_metadata_are_not_kept(tmp_path):
    path = tmp_path / "large.jpg"
    path.write_bytes(with_segments(make_jpeg(), segments=[(0xED, b"Photoshop 3.0\0" + bytes(65_000))] * 450))
    assert sum(len(block.content) for block in read_blocks(path)) <= 24 * 1024 * 1024


def test_missing_file_raises_oserror(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_blocks(tmp_path / "none.jpg")
