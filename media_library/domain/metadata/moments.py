"""Dates and times as XMP, IIM and EXIF write them, and as ISO 8601."""

import re
from datetime import datetime, timedelta
from typing import Final

from media_library.domain.metadata.reading_warnings import ReadingWarnings

# The first photograph that is still there, and a century ahead for embargoes and expiry dates.
_YEARS: Final = range(1826, 2101)
_OFFSETS: Final = (timedelta(hours=-12), timedelta(hours=14))

# XMP writes ISO 8601; EXIF colons in the date; IIM nothing between the parts.
_DATE: Final = re.compile(r"(\d{4})([-:.]?)(\d\d)\2(\d\d)", re.ASCII)
_TIME: Final = re.compile(r"(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?", re.ASCII)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)", re.ASCII)
_MOMENT: Final = re.compile(r"([\d:.-]{8,10})(?:[T ]+([\d:.,]{4,20})\s*(Z|z|[+-][\d:]{4,6})?)?", re.ASCII)
_UNKNOWN: Final = re.compile(r"[0:. \tTZ+-]*", re.ASCII)


def read_moment(text: str, *, field: str, warnings: ReadingWarnings) -> str | None:
    """The moment in ISO 8601: "2025-09-03", "2025-09-03T09:32:10" or "2025-09-03T09:32:10.250+03:00".

    As exact as the file, with the offset where it gives one. Zeros and spaces are how cameras write “unknown”. A
    time that can't be leaves the date; a date that can't be (or has no day) leaves nothing; both with a warning.
    """
    text = text.strip("\0 \t\r\n")
    if _UNKNOWN.fullmatch(text):
        return None
    match = _MOMENT.fullmatch(text[:60])
    date = _iso_date(match[1]) if match else ""
    if not match or not date:
        warnings.add("bad_date", field=field, value=text)
        return None
    if not match[2]:
        return date
    time = _iso_time(match[2])
    if not time:
        warnings.add("bad_date", field=field, value=text)
        return date
    offset = _iso_offset(match[3] or "")
    if match[3] and not offset:
        warnings.add("bad_offset", field=field, value=text)
    return f"{date}T{time}{offset}"


def join_iim_moment(date: str, time: str) -> str:
    """One text of an IIM date (CCYYMMDD) and time (HHMMSS±HHMM), for `read_moment`."""
    date, time = date.strip("\0 "), time.strip("\0 ")
    return f"{date}T{time}" if date and time else date


def join_exif_moment(date_time: str, *, sub_seconds: str, offset: str) -> str:
    """One text of EXIF's moment, the fraction of its second and its offset, for `read_moment`."""
    fraction = sub_seconds.strip("\0 ")
    fraction = f".{fraction[:9]}" if fraction.isascii() and fraction.isdigit() else ""
    offset = offset.strip("\0 ")
    offset = offset if offset.startswith(("+", "-")) else ""  # Spaces and a colon stand for an unknown one.
    return f"{date_time.strip(chr(0) + ' ')}{fraction}{offset}" if date_time.strip("\0 :") else ""


def _iso_date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if not match or int(match[1]) not in _YEARS:
        return ""
    try:
        return datetime(int(match[1]), int(match[3]), int(match[4])).date().isoformat()  # noqa: DTZ001  Only the day.
    except ValueError:
        return ""


def _iso_time(text: str) -> str:
    match = _TIME.fullmatch(text)
    if not match or not (int(match[1]) < 24 and int(match[2]) < 60 and int(match[3] or 0) < 60):
        return ""
    fraction = f".{match[4]:0<3.3}" if match[4] and int(match[4]) else ""
    return f"{match[1]}:{match[2]}:{match[3] or '00'}{fraction}"


def _iso_offset(text: str) -> str:
    if text in {"Z", "z"}:
        return "+00:00"
    match = _OFFSET.fullmatch(text)
    if not match or int(match[3]) > 59:
        return ""
    offset = timedelta(hours=int(match[2]), minutes=int(match[3])) * (-1 if match[1] == "-" else 1)
    return f"{match[1]}{match[2]}:{match[3]}" if _OFFSETS[0] <= offset <= _OFFSETS[1] else ""
