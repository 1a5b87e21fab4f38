"""What our own renditions say, read by our own reader."""

import io

import pytest
from PIL import Image

from media_library.domain.metadata import EmbeddedRights, embed_rights, read_blocks, read_metadata
from media_library.domain.metadata.embedding import rights_iim, rights_packet
from media_library.domain.metadata.iim import split_datasets
from tests.media_library.photo_files import photoshop_payload, with_segments

RIGHTS = {
    "creators": [{"name": "Мария Георгиева", "job_title": ""}, {"name": "Second & <Third>", "job_title": ""}],
    "credit": "Пресфото/Пул чрез ЕПА",
    "copyright_notice": "© 2025 Пресфото",
    "web_statement": "https://agency.example/rights",
    "licensor_name": "Пресфото",
    "licensor_url": "https://agency.example/licence",
}
PRIVATE = {
    "gps": {"lat": 42.0, "lon": 23.0},
    "caption_bg": "Надпис",
    "instructions": "NO SALES",
    "persons": ["Иван"],
    "copyright_owner": "somebody",
}


def values_in(data: bytes, path) -> dict[str, object]:
    path.write_bytes(data)
    reading = read_metadata(read_blocks(path))
    assert reading.warnings == ()
    return {key: derived.value for key, derived in reading.values.items()}


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_rights_survive_a_rendition_and_nothing_else_does(tmp_path, kind):
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, kind, xmp=rights_packet(RIGHTS | PRIVATE))
    assert values_in(data.getvalue(), tmp_path / "rendition") == RIGHTS


def test_xmp_and_iim_agree_in_one_file(tmp_path):
    rights = embed_rights(RIGHTS)
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "JPEG", xmp=rights.xmp)
    segment = (0xED, photoshop_payload(iim=rights.iim))
    assert values_in(with_segments(data.getvalue(), segments=[segment]), tmp_path / "rendition") == RIGHTS


def test_iim_is_cut_at_whole_letters():
    block = rights_iim({"creators": [{"name": "Александър Петров-Георгиев"}], "credit": "a" + "ж" * 20})
    datasets, damaged = split_datasets(block)
    assert not damaged
    assert datasets == [
        ((1, 90), b"\x1b%G"),
        ((2, 0), b"\x00\x04"),
        ((2, 80), "Александър Петро".encode()),
        ((2, 110), ("a" + "ж" * 15).encode()),
    ]


def test_marked_as_under_rights_only_with_a_copyright_notice():
    assert b"<xmpRights:Marked>True</xmpRights:Marked>" in rights_packet(RIGHTS)
    assert b"Marked" not in rights_packet({"credit": "ЕПА"})


def test_no_rights_give_an_empty_packet_and_no_iim(tmp_path):
    rights = embed_rights(PRIVATE | {"credit": "", "creators": None})
    assert rights.iim == b""
    data = io.BytesIO()
    Image.new("RGB", (60, 40)).save(data, "JPEG", xmp=rights.xmp)
    assert values_in(data.getvalue(), tmp_path / "rendition") == {}
    assert isinstance(rights, EmbeddedRights)


def test_packet_fits_a_segment_whatever_is_in_it():
    hostile = "&\0\ud800<ж" * 5_000
    values = dict.fromkeys(("credit", "copyright_notice", "web_statement", "licensor_name", "licensor_url"), hostile)
    rights = embed_rights(values | {"creators": [{"name": f"{number}{hostile}"} for number in range(100)]})
    assert len(rights.xmp) < 50_000
    assert len(rights.iim) < 2_000
