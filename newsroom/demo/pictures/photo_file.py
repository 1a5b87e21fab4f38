"""Writing a drawn picture as the file that a photographer would send."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

from newsroom.demo.pictures.iim_block import wrap_app13, write_iim
from newsroom.demo.pictures.xmp_packet import write_xmp

if TYPE_CHECKING:
    from pathlib import Path

    from newsroom.demo.pictures.facts import PhotoFacts

MOST_BYTES = 600_000
_QUALITIES = (85, 82, 78, 74, 70, 64)


def save_with_metadata(image: Image.Image, path: Path, facts: PhotoFacts) -> None:
    """Write a JPEG below 600 KB with the facts inside: in XMP, or in IIM when they are `legacy`; EXIF has the date."""
    written = b""
    for quality in _QUALITIES:
        written = _encode(image, quality=quality, facts=facts)
        if len(written) < MOST_BYTES:
            break
    path.write_bytes(written)


def _encode(image: Image.Image, *, quality: int, facts: PhotoFacts) -> bytes:
    held = io.BytesIO()
    exif = _date_exif(facts)
    if facts.legacy:
        image.save(held, "JPEG", quality=quality, exif=exif)
        return _insert_segment(held.getvalue(), wrap_app13(write_iim(facts)))
    image.save(held, "JPEG", quality=quality, exif=exif, xmp=write_xmp(facts))
    return held.getvalue()


def _date_exif(facts: PhotoFacts) -> Image.Exif:
    taken = facts.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    offset = facts.taken_at.strftime("%z")
    exif = Image.Exif()
    exif[ExifTags.Base.DateTime] = taken
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    details[ExifTags.Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:]}"
    return exif


def _insert_segment(jpeg: bytes, segment: bytes) -> bytes:
    """Put a segment behind the first one, which JFIF wants to be its own."""
    (length,) = struct.unpack(">H", jpeg[4:6])
    end = 4 + length
    return jpeg[:end] + segment + jpeg[end:]
