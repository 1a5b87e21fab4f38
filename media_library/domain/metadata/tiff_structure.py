"""Directories and values of the TIFF structure, in which EXIF is written too (TIFF 6.0, BigTIFF)."""

from dataclasses import dataclass
from typing import BinaryIO, Final, Literal, TypeAlias

ByteOrder: TypeAlias = Literal["little", "big"]

EXIF_POINTER: Final = 0x8769
GPS_POINTER: Final = 0x8825

_MAX_ENTRIES: Final = 1000
_TYPE_BYTES: Final = {
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8, 129: 1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory: where its value stands in the file, and how many bytes it has."""

    tag: int
    type: int
    count: int
    start: int
    size: int


class TiffStructure:
    """Random access to a TIFF structure. Nothing here raises for any bytes: what can't be read is not there."""

    def __init__(self, file: BinaryIO, *, byte_order: ByteOrder, big: bool, first: int) -> None:
        self.byte_order = byte_order
        self.big = big
        self.first = first
        self._file = file

    def number(self, data: bytes) -> int:
        return int.from_bytes(data, self.byte_order)

    def read_directory(self, offset: int) -> dict[int, Entry]:
        """The entries of the directory that starts there, the first of each tag; none when there is no directory."""
        word, entry_bytes = (8, 20) if self.big else (2, 12)
        if offset <= 0:
            return {}
        count = self.number(self._read(offset, word))
        inline = 8 if self.big else 4
        entries: dict[int, Entry] = {}
        # Cut rather than refuse: a directory with too many entries may still start with good ones.
        table = self._read(offset + word, min(count, _MAX_ENTRIES) * entry_bytes)
        for start in range(0, len(table) - entry_bytes + 1, entry_bytes):
            row = table[start : start + entry_bytes]
            tag, kind = self.number(row[:2]), self.number(row[2:4])
            number = self.number(row[4 : 4 + inline])
            size = number * _TYPE_BYTES.get(kind, 0)
            place = offset + word + start + 4 + inline if size <= inline else self.number(row[4 + inline :])
            if size:
                entries.setdefault(tag, Entry(tag, kind, number, place, size))
        return entries

    def read_value(self, entry: Entry, *, limit: int) -> bytes | None:
        """The value's bytes; None when there are more than the limit, or fewer in the file than it claims."""
        if entry.size > limit:
            return None
        data = self._read(entry.start, entry.size)
        return data if len(data) == entry.size else None

    def read_pointer(self, entry: Entry | None) -> int:
        """Where the entry points to, 0 when nowhere."""
        return self.number(self.read_value(entry, limit=8) or b"") if entry else 0

    def _read(self, offset: int, size: int) -> bytes:
        if offset >= 2**62:  # More than a file can have, and more than seek takes.
            return b""
        self._file.seek(offset)
        return self._file.read(size)


def open_tiff(file: BinaryIO) -> TiffStructure | None:
    """The structure that starts at the file's beginning; None when there is none."""
    file.seek(0)
    header = file.read(16)
    byte_order: ByteOrder
    match header[:2]:
        case b"II":
            byte_order = "little"
        case b"MM":
            byte_order = "big"
        case _:
            return None
    version = int.from_bytes(header[2:4], byte_order)
    if version == 42 and len(header) >= 8:
        first = int.from_bytes(header[4:8], byte_order)
        return TiffStructure(file, byte_order=byte_order, big=False, first=first)
    if version == 43 and len(header) == 16:
        return TiffStructure(file, byte_order=byte_order, big=True, first=int.from_bytes(header[8:16], byte_order))
    return None
