"""What is hidden in a photo for another reader: an archive, a page, a document behind or before the picture."""

from __future__ import annotations

import re

from media_library.domain.file_check.reading import PIECE, Source
from media_library.domain.file_check.verdicts import FileRefused

# In lower case, and looked for as they are, for no forged file can make that slow. The shortest turns up by chance in
# one of ten thousand films of 10 MB.
_MARKUP = (
    b"<!doctype html", b"<html", b"<script", b"<iframe", b"<object ", b"<embed ", b"<svg ", b"<svg>", b"<?php",
)  # fmt: skip
_LONGEST_TAG = max(map(len, _MARKUP))
_PDF = re.compile(rb"%PDF-\d")
_PDF_REACH = 1024  # Readers of PDF accept its mark anywhere in these first bytes.
_ARCHIVES = {
    b"PK\x03\x04": "zip", b"PK\x05\x06": "zip", b"Rar!\x1a\x07": "archive", b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b\x08": "archive", b"%PDF-": "pdf", b"MZ": "program", b"\x7fELF": "program", b"#!/": "script",
}  # fmt: skip
_ZIP_END = b"PK\x05\x06"
_ZIP_END_SIZE = 22
_ZIP_REACH = 65_535 + _ZIP_END_SIZE + 64  # Readers of ZIP look for its end in these last bytes.


def has_markup(data: bytes) -> bool:
    """Whether a tag stands in `data` that makes a page or a program of it."""
    lowered = data.lower()
    return any(tag in lowered for tag in _MARKUP)


def starts_with_markup(data: bytes) -> bool:
    """Whether such a tag is the first thing in `data`, but for spaces."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\0\t\n\r ").lower().startswith(_MARKUP)


def refuse_hidden_content(source: Source, *, end: int) -> None:
    """Refuse a photo that ends at `end`, and whose file is also a ZIP, an HTML page, a PDF or a program.

    What cameras and telephones put behind a photo (more pictures, a film, their own notes) passes. The marks are long
    enough not to turn up by chance in such data.
    """
    if _PDF.search(source.read_up_to(0, _PDF_REACH)):
        raise FileRefused("hidden_content", kind="pdf")
    if _ends_as_zip(source):
        raise FileRefused("hidden_content", kind="zip")
    start_of_tail = source.read_up_to(end, 64).lstrip(b"\0\r\n\t ")
    for mark, kind in _ARCHIVES.items():
        if start_of_tail.startswith(mark):
            raise FileRefused("hidden_content", kind=kind)
    here = end
    while here < source.size:
        piece = source.read_up_to(here, PIECE + _LONGEST_TAG)
        if has_markup(piece):
            raise FileRefused("hidden_content", kind="html", detail="behind the photo")
        here += PIECE


def _ends_as_zip(source: Source) -> bool:
    """Whether a reader of ZIP finds an end record that leads it to a directory of files."""
    start = max(0, source.size - _ZIP_REACH)
    tail = source.read_up_to(start, _ZIP_REACH)
    at = tail.rfind(_ZIP_END)
    while at >= 0:
        record = tail[at : at + _ZIP_END_SIZE]
        if len(record) == _ZIP_END_SIZE:
            directory_size = int.from_bytes(record[12:16], "little")
            directory_at = int.from_bytes(record[16:20], "little")
            # Counted from the end record (a ZIP with something before it), or from the start of the file.
            places = (start + at - directory_size, directory_at)
            if any(place >= 0 and source.read_up_to(place, 4) == b"PK\x01\x02" for place in places):
                return True
        at = tail.rfind(_ZIP_END, 0, at)
    return False
