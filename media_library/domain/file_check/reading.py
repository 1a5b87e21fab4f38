"""Reading a file piece by piece, by its offsets: nothing is held but the piece in hand."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from media_library.domain.file_check.verdicts import FileRefused, FileWarning

PIECE = 256 * 1024  # bytes read at once
# What a file may carry beside its picture: megabytes of content credentials are honest, hundreds are not.
MAX_METADATA = 64 * 1024 * 1024
# No honest photo says so little of so many pixels; below, a drawing of one colour may.
_PIXELS_PER_BYTE = 2_000
_ALWAYS_PLAUSIBLE = 1_000_000  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is taken at most: bytes of a file, pixels of a photo, pixels of one side."""

    max_bytes: int
    max_pixels: int
    max_side: int

    def check_size(self, width: int, height: int, *, size: int) -> None:
        """Refuse claimed dimensions that are none, too many, or can't be in a file of `size` bytes."""
        if width <= 0 or height <= 0:
            raise FileRefused("no_pixels")
        if width * height > self.max_pixels:
            raise FileRefused("too_many_pixels", width=width, height=height, limit=self.max_pixels // 1_000_000)
        if max(width, height) > self.max_side:
            raise FileRefused("side_too_long", width=width, height=height, limit=self.max_side)
        if width * height > max(_ALWAYS_PLAUSIBLE, _PIXELS_PER_BYTE * size):
            raise FileRefused("implausible", width=width, height=height, size=size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """What a walker has found. `end` is where the photo ends; what stands behind is `is_end_declared` or a surprise."""

    width: int
    height: int
    bits: int
    end: int
    frames: int = 1
    is_end_declared: bool = False
    warnings: tuple[FileWarning, ...] = ()


class Source:
    """A file open for reading. Every read beyond its end raises FileRefused("cut_off")."""

    def __init__(self, path: Path | str) -> None:
        # Without waiting, for a pipe would let us wait for ever.
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except IsADirectoryError:
            raise FileRefused("not_a_file") from None
        facts = os.fstat(self._descriptor)
        if not stat.S_ISREG(facts.st_mode):
            os.close(self._descriptor)
            raise FileRefused("not_a_file")
        self.size = facts.st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._descriptor)

    def read(self, offset: int, length: int) -> bytes:
        """Exactly these bytes."""
        self.require(offset, length)
        data = os.pread(self._descriptor, length, offset)
        if len(data) < length:
            raise FileRefused("cut_off", detail="the file became shorter while it was read")
        return data

    def read_up_to(self, offset: int, length: int) -> bytes:
        """These bytes, or as many of them as there are."""
        return os.pread(self._descriptor, length, offset) if 0 <= offset < self.size else b""

    def require(self, offset: int, length: int) -> None:
        """Refuse the file unless it holds these bytes."""
        if offset + length > self.size:
            raise FileRefused("cut_off", detail=f"{length} bytes at {offset} lie beyond the end")

    def number(self, offset: int, length: int, *, order: str = "big") -> int:
        """An unsigned integer of `length` bytes."""
        return int.from_bytes(self.read(offset, length), "little" if order == "little" else "big")

    def pieces(self, offset: int, length: int) -> Iterator[bytes]:
        """These bytes, a piece at a time."""
        end = offset + length
        while offset < end:
            piece = self.read(offset, min(PIECE, end - offset))
            offset += len(piece)
            yield piece
