"""EXIF 3.0: the texts, the moment and the place of a photo."""

import io
import math
from dataclasses import dataclass, field
from typing import Final

from media_library.domain.metadata.character_sets import choose_character_set, decode_text
from media_library.domain.metadata.tiff_structure import EXIF_POINTER, GPS_POINTER, TiffStructure, open_tiff

IMAGE_DESCRIPTION: Final = 0x010E
ARTIST: Final = 0x013B
COPYRIGHT: Final = 0x8298
XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS = 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E
DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL, SUB_SEC_TIME_ORIGINAL = 0x9003, 0x9011, 0x9291

_FIRST: Final = (IMAGE_DESCRIPTION, ARTIST, COPYRIGHT)
_WINDOWS: Final = (XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS)
_MOMENT: Final = (DATE_TIME_ORIGINAL, OFFSET_TIME_ORIGINAL, SUB_SEC_TIME_ORIGINAL)
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE = 1, 2, 3, 4
_MAX_TEXT_BYTES: Final = 64 * 1024


@dataclass(slots=True)
class ExifReading:
    """Texts by tag; the position as (latitude, longitude) in degrees, south and west negative, or None.

    `bad_position` quotes a position that is none: not on the globe, or exactly 0, 0, which is what cameras without a
    fix write. `broken` says that the block is no TIFF structure.
    """

    texts: dict[int, str] = field(default_factory=dict)
    position: tuple[float, float] | None = None
    bad_position: str = ""
    broken: bool = False


def read_exif(block: bytes) -> ExifReading:
    """What a photo desk wants of an EXIF block. Texts that are not ASCII are UTF-8, or what their letters say."""
    reading = ExifReading()
    tiff = open_tiff(io.BytesIO(block))
    if tiff is None:
        reading.broken = True
        return reading
    first = tiff.read_directory(tiff.first)
    raw = _read_texts(tiff, tiff.first, tags=(*_FIRST, *_WINDOWS))
    raw |= _read_texts(tiff, tiff.read_pointer(first.get(EXIF_POINTER)), tags=_MOMENT)
    codec = choose_character_set([raw[tag] for tag in _FIRST if tag in raw]).codec
    for tag, value in raw.items():
        if tag in _WINDOWS:
            reading.texts[tag] = value.decode("utf-16-le", "replace").partition("\0")[0]
        elif tag == COPYRIGHT:
            # The photographer's notice, a zero, the editor's notice; a space stands for a missing one.
            parts = [part.strip() for part in decode_text(value, codec=codec).split("\0")]
            reading.texts[tag] = "; ".join(part for part in parts if part)
        else:
            reading.texts[tag] = decode_text(value, codec=codec).partition("\0")[0]
    _read_position(tiff, tiff.read_pointer(first.get(GPS_POINTER)), reading=reading)
    return reading


def _read_texts(tiff: TiffStructure, offset: int, *, tags: tuple[int, ...]) -> dict[int, bytes]:
    entries = tiff.read_directory(offset)
    values = {tag: tiff.read_value(entries[tag], limit=_MAX_TEXT_BYTES) for tag in tags if tag in entries}
    return {tag: value for tag, value in values.items() if value and value.strip(b"\0 ")}


def _read_position(tiff: TiffStructure, offset: int, *, reading: ExifReading) -> None:
    entries = tiff.read_directory(offset)
    if _LATITUDE not in entries or _LONGITUDE not in entries:
        return
    degrees = []
    for tag, reference in ((_LATITUDE, _LATITUDE_REF), (_LONGITUDE, _LONGITUDE_REF)):
        value = _read_degrees(tiff.read_value(entries[tag], limit=64) or b"", tiff=tiff)
        letter = (tiff.read_value(entries[reference], limit=8) or b"")[:1].upper() if reference in entries else b""
        degrees.append(-value if letter in {b"S", b"W"} else value)
    reading.position = as_position(degrees[0], degrees[1])
    if reading.position is None:
        reading.bad_position = f"{degrees[0]:g}, {degrees[1]:g}"


def _read_degrees(value: bytes, *, tiff: TiffStructure) -> float:
    """Degrees, minutes and seconds as fractions. A part of 0/0 is one that was not measured."""
    total = 0.0
    for place, divisor in enumerate((1, 60, 3600)):
        part = value[place * 8 : place * 8 + 8]
        above, below = tiff.number(part[:4]), tiff.number(part[4:])
        if below:
            total += above / below / divisor
        elif above or place == 0:
            return math.nan
    return total


def as_position(latitude: float, longitude: float) -> tuple[float, float] | None:
    """The position to 0.1 m, None when it is not one on the globe, or exactly 0, 0."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or latitude == longitude == 0:
        return None
    return round(latitude, 6), round(longitude, 6)
