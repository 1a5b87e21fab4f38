"""Copies of sold sizes, with words of their own in front of pixels that stay as they are.

A copy is never put together in memory: it is a head of our making, and behind it the bytes of the sold size as they lie
in the private storage. Any part of it can be read, and its length is known before the first byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.core.files import File

from media_library.domain.metadata import EmbeddedRights
from media_library.domain.originals import originals
from media_library.domain.renditions.encoding import LARGEST_PAYLOAD, join_segment, rights_segments
from media_library.models import Photo, Rendition
from newsroom.shared.content_store import hash_file

PIECE = 256 * 1024  # bytes
_APP0, _APP1, _APP13 = 0xE0, 0xE1, 0xED
_WORDS = {_APP1: (b"http://ns.adobe.com/xap/1.0/\0", b"Exif\0\0"), _APP13: (b"Photoshop 3.0\0",)}


class FileDamaged(Exception):
    """A file in the private storage is not the one that was put there."""


@dataclass(frozen=True, slots=True)
class SoldCopy:
    """One file to hand out: `head` in place of the bytes `passed_over`, and behind it the rest of the sold size `name`.

    `size` is that of the whole. `fingerprint` is the same for the same bytes, and for no others.
    """

    head: bytes
    passed_over: bytes
    name: str
    size: int
    width: int
    height: int
    fingerprint: str

    def pieces(self, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` until before `stop` (all by default), piece by piece.

        Raises FileDamaged where the stored file ends too early and, when all of it is read, where it is not the one
        that its name was made from: before the last piece, so that nobody takes a wrong file for a whole one.
        """
        stop = self.size if stop is None else stop
        is_whole = (start, stop) == (0, self.size)
        if start < min(stop, len(self.head)):
            yield self.head[start : min(stop, len(self.head))]
        left = stop - max(start, len(self.head))
        if left <= 0:
            return
        digest = hashlib.sha256(self.passed_over)
        with originals().open(self.name, "rb") as file:
            file.seek(len(self.passed_over) + stop - left - len(self.head))
            while left:
                piece = file.read(min(PIECE, left))
                left -= len(piece)
                digest.update(piece)
                if not piece or (is_whole and not left and digest.hexdigest()[:16] != fingerprint_in(self.name)):
                    raise FileDamaged(self.name)
                yield piece


def copy_of(size: Rendition, *, words: EmbeddedRights) -> SoldCopy:
    """The copy of a sold size that says `words`, and none of the words that the size itself carries.

    Raises FileNotFoundError where the storage has lost it, FileDamaged where it is no JPEG.
    """
    with originals().open(size.file, "rb") as file:
        kept, passed_over = _split_head(file, name=size.file)
    head = kept + b"".join(join_segment(marker, payload) for marker, payload in rights_segments(words))
    fingerprint = hashlib.sha256(head + size.file.encode()).hexdigest()[:32]
    length = len(head) + size.size - len(passed_over)
    return SoldCopy(head, passed_over, size.file, length, size.width, size.height, fingerprint)


def check_original(photo: Photo, *, sha256: str) -> None:
    """Read the original, and raise FileDamaged unless it is the one with this hash.

    Raises FileNotFoundError where the storage has lost it.
    """
    with originals().open(photo.original, "rb") as file:
        found, _size = hash_file(file)
    if found != sha256:
        raise FileDamaged(photo.original)


@dataclass(frozen=True, slots=True)
class StoredAs:
    """How a file lies in the storage: its size in bytes, and when it was last changed."""

    size: int
    modified_at: dt.datetime


def stored_as(name: str) -> StoredAs:
    """How a file lies in the private storage, without reading it. Raises FileNotFoundError where that has lost it."""
    storage = originals()
    return StoredAs(storage.size(name), storage.get_modified_time(name))


def check_size(size: Rendition) -> str:
    """Read a sold size, and return its SHA-256. Raises FileDamaged unless it is the one that its name was made from."""
    with originals().open(size.file, "rb") as file:
        found, length = hash_file(file)
    if length != size.size or found[:16] != fingerprint_in(size.file):
        raise FileDamaged(size.file)
    return found


def fingerprint_in(name: str) -> str:
    """The beginning of the SHA-256 of the content, as the name of a sold size has it."""
    return name.rpartition("-")[2].partition(".")[0]


def _split_head(file: IO[bytes] | File[bytes], *, name: str) -> tuple[bytes, bytes]:
    """The start of a JPEG with its JFIF header; and all of it that our words take the place of, the start among it."""
    read = kept = file.read(2)
    if read != b"\xff\xd8":
        raise FileDamaged(name)
    while True:
        marker, payload = _read_segment(file)
        if marker == _APP0 and len(read) == 2:
            kept += join_segment(marker, payload)
        elif not payload.startswith(_WORDS.get(marker, ())):
            return kept, read
        read += join_segment(marker, payload)


def _read_segment(file: IO[bytes] | File[bytes]) -> tuple[int, bytes]:
    """The next segment; nothing of one that is none, or that can't hold words."""
    mark = file.read(4)
    length = int.from_bytes(mark[2:4], "big") - 2
    if len(mark) < 4 or mark[0] != 0xFF or mark[1] not in {_APP0, _APP1, _APP13} or not 0 < length <= LARGEST_PAYLOAD:
        return 0, b""
    return mark[1], file.read(length)
