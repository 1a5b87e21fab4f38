"""Parts of files, as programs ask for them to go on where they were interrupted (RFC 9110, 14)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class NoSuchRange(Exception):
    """The part that is asked for lies behind the end of the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """The bytes from `start` until before `stop`."""

    start: int
    stop: int


def read_range(header: str, *, size: int, if_range: str = "", etag: str = "") -> ByteRange | None:
    """The one part that a Range header asks for; None where the whole file is to be sent.

    That is so without a header, for several parts at once, for units and forms that nobody knows, and where If-Range
    names another file than `etag` (a date too, since we give none). Raises NoSuchRange.
    """
    match = _RANGE.fullmatch(header.replace(" ", ""))
    if not match or match[0] == "bytes=-" or (if_range and if_range.strip() != etag):
        return None
    first, last = match[1], match[2]
    if not first:
        length = min(int(last), size)
        if not length:
            raise NoSuchRange
        return ByteRange(size - length, size)
    start, stop = int(first), min(int(last) + 1, size) if last else size
    if last and int(last) < start:
        return None  # Not a range at all, which counts as no header.
    if start >= size:
        raise NoSuchRange
    return ByteRange(start, stop)
