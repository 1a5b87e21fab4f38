"""From the texts of a source to the value of a field; what can't be used is passed over with a warning."""

import math
import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from media_library.domain.metadata.cleaning import clean_line, clean_note
from media_library.domain.metadata.countries import find_alpha2
from media_library.domain.metadata.exif import as_position
from media_library.domain.metadata.fields import DIGITAL_SOURCE_TYPES, Field
from media_library.domain.metadata.moments import read_moment
from media_library.domain.metadata.reading_warnings import ReadingWarnings

Creator: TypeAlias = dict[str, str]
Value: TypeAlias = str | list[str] | list[Creator] | dict[str, float]

MAX_ENTRIES: Final = 500
MAX_ENTRY_CHARACTERS: Final = 1000

_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'\\]{3,2000}", re.IGNORECASE)
_BARE_ADDRESS: Final = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:/[^\s<>\"'\\]*)?")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", re.ASCII)
_COUNTRY: Final = re.compile(r"[A-Za-z0-9]{2,3}", re.ASCII)
_XMP_DEGREES: Final = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d{1,20})?)(?:,(\d{1,2}(?:\.\d{1,20})?))?([NSEW])", re.ASCII)
_DECIMAL_DEGREES: Final = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,20})?)([NSEW]?)", re.ASCII)


def shape_value(texts: Sequence[str], *, field: Field, warnings: ReadingWarnings) -> Value | None:
    """The field's value of the texts that one source has for it, None when they hold nothing that can be used.

    A field of one value takes the first text that has any. Creators and positions have functions of their own.
    """
    if field.shape in {"list", "names"}:
        entries = _shape_entries(texts, field=field, warnings=warnings)
        return (entries or None) if field.shape == "list" else (", ".join(entries) or None)
    for text in texts:
        if value := _shape_text(text, field=field, warnings=warnings):
            return value
    return None


def _shape_text(text: str, *, field: Field, warnings: ReadingWarnings) -> str | None:
    match field.shape:
        case "note":
            return clean_note(text, field=field.key, warnings=warnings)
        case "moment":
            return read_moment(text, field=field.key, warnings=warnings)
        case "address":
            return _shape_address(text, field=field, warnings=warnings)
        case "code":
            return _shape_code(text, field=field, warnings=warnings)
        case "country_code":
            return _shape_country_code(text, field=field, warnings=warnings)
        case _:
            return clean_line(text, field=field.key, warnings=warnings)


def _shape_entries(texts: Sequence[str], *, field: Field, warnings: ReadingWarnings) -> list[str]:
    """Each text once, in their order."""
    if len(texts) > MAX_ENTRIES:
        warnings.add("list_cut", field=field.key, limit=MAX_ENTRIES)
    cleaned = (
        clean_line(text, field=field.key, warnings=warnings, limit=MAX_ENTRY_CHARACTERS) for text in texts[:MAX_ENTRIES]
    )
    return [entry for entry in dict.fromkeys(cleaned) if entry]


def shape_creators(
    names: Sequence[str], *, job_titles: Sequence[str], field: Field, warnings: ReadingWarnings
) -> list[Creator] | None:
    """The creators in their order. Job titles belong to them by place; XMP has one only, the first creator's."""
    creators: dict[str, str] = {}
    if len(names) > MAX_ENTRIES:
        warnings.add("list_cut", field=field.key, limit=MAX_ENTRIES)
    for place, name in enumerate(names[:MAX_ENTRIES]):
        title = job_titles[place] if place < len(job_titles) else ""
        cleaned = clean_line(name, field=field.key, warnings=warnings, limit=MAX_ENTRY_CHARACTERS)
        job_title = clean_line(title, field=field.key, warnings=warnings, limit=MAX_ENTRY_CHARACTERS)
        if cleaned:
            creators.setdefault(cleaned, job_title)
    return [{"name": name, "job_title": title} for name, title in creators.items()] or None


def _shape_address(text: str, *, field: Field, warnings: ReadingWarnings) -> str | None:
    """An address on the web. One without a scheme gets https; one with another scheme is nothing to link to."""
    address = clean_line(text, field=field.key, warnings=warnings)
    if _ADDRESS.fullmatch(address):
        return address
    if _BARE_ADDRESS.fullmatch(address) and len(address) <= 2000:
        return f"https://{address}"
    if address:
        warnings.add("bad_address", field=field.key, value=address)
    return None


def _shape_code(text: str, *, field: Field, warnings: ReadingWarnings) -> str | None:
    """The last part of the concept's URI, or the code itself where it stands alone."""
    line = clean_line(text, field=field.key, warnings=warnings)
    code = re.split(r"[/#:]", line.rstrip("/"))[-1].strip()
    if field.key == "digital_source_type":
        # Some programs write the concept's name instead of its URI; that AI made the photo must not be lost by that.
        folded = re.sub(r"[\s_-]", "", code).lower()
        code = next((known for known in DIGITAL_SOURCE_TYPES if known.lower() == folded), code)
    if _CODE.fullmatch(code):
        return code
    if line:
        warnings.add("bad_code", field=field.key, value=line)
    return None


def _shape_country_code(text: str, *, field: Field, warnings: ReadingWarnings) -> str | None:
    """ISO 3166-1 alpha-2 where the code is known. Another is kept as it is if it looks like one."""
    line = clean_line(text, field=field.key, warnings=warnings)
    if alpha2 := find_alpha2(line):
        return alpha2
    if line:
        warnings.add("unknown_country", field=field.key, value=line)
    return line.upper() if _COUNTRY.fullmatch(line) else None


def shape_xmp_position(latitude: str, longitude: str, *, warnings: ReadingWarnings) -> dict[str, float] | None:
    """A position as XMP writes it ("42,41.52N" or "42,41,31N"), or in decimal degrees."""
    degrees = [_xmp_degrees(latitude), _xmp_degrees(longitude)]
    position = as_position(degrees[0], degrees[1])
    if position is None:
        warnings.add("bad_position", value=f"{latitude}, {longitude}")
        return None
    return {"lat": position[0], "lon": position[1]}


def _xmp_degrees(text: str) -> float:
    """The degrees, south and west negative; NaN when they can't be read."""
    text = text[:60].strip().upper()
    if match := _XMP_DEGREES.fullmatch(text):
        value = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
        return -value if match[4] in "SW" else value
    if match := _DECIMAL_DEGREES.fullmatch(text):
        return -float(match[1]) if match[2] and match[2] in "SW" else float(match[1])
    return math.nan
