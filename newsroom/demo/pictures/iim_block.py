"""Captions in IIM as old programs left them: in windows-1251, and without the mark (1:90) that would say so."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.demo.pictures.facts import PhotoFacts

LEGACY_CHARSET = "cp1251"
_APPLICATION_RECORD = 2
_IPTC_RESOURCE = 0x0404
# Three letters in IIM, two in XMP.
_COUNTRY_CODES = {
    "BG": "BGR", "BE": "BEL", "CN": "CHN", "DE": "DEU", "IS": "ISL", "IT": "ITA", "JP": "JPN", "KE": "KEN", "MK": "MKD",
    "RO": "ROU", "RS": "SRB",
}  # fmt: skip


def write_iim(facts: PhotoFacts) -> bytes:
    """Datasets of the application record (IIM 4.2), each cut to the length that the standard allows."""
    taken = facts.taken_at
    offset = taken.strftime("%z")
    fields = [
        (5, 64, facts.headline),
        *((25, 64, keyword) for keyword in facts.keywords),
        (40, 256, facts.instructions),
        (55, 8, taken.strftime("%Y%m%d")),
        (60, 11, taken.strftime("%H%M%S") + offset),
        (80, 32, facts.creator),
        (90, 32, facts.city),
        (100, 3, _COUNTRY_CODES.get(facts.country_code, "")),
        (101, 64, facts.country),
        (105, 256, facts.headline),
        (110, 32, facts.credit),
        (115, 32, facts.source),
        (120, 2000, facts.caption_bg),
    ]
    block = _write_dataset(0, struct.pack(">H", 4))
    for number, longest, text in fields:
        if text:
            block += _write_dataset(number, text.encode(LEGACY_CHARSET, "replace")[:longest])
    return block


def wrap_app13(iim: bytes) -> bytes:
    """The JPEG segment that holds IIM, as an image resource inside Photoshop's block."""
    padding = b"\0" * (len(iim) % 2)
    resource = b"8BIM" + struct.pack(">H", _IPTC_RESOURCE) + b"\0\0" + struct.pack(">I", len(iim)) + iim + padding
    payload = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


def _write_dataset(number: int, value: bytes) -> bytes:
    return struct.pack(">BBBH", 0x1C, _APPLICATION_RECORD, number, len(value)) + value
