"""The metadata of a TIFF: XMP, IIM, Photoshop's resources, ICC, and EXIF put together as a structure of its own."""

import struct
from typing import BinaryIO, Final

from media_library.domain.metadata.containers.gathering import MAX_BLOCK_BYTES, BlockKind, Gathering
from media_library.domain.metadata.containers.photoshop import add_resources
from media_library.domain.metadata.tiff_structure import EXIF_POINTER, GPS_POINTER, TiffStructure, open_tiff

_PHOTOSHOP: Final = 34377
_KINDS: Final[dict[int, BlockKind]] = {700: "xmp", 33723: "iim", _PHOTOSHOP: "photoshop", 34675: "icc"}
# What the first directory says about the picture as a whole, not about its pixels: description, camera, orientation,
# software, date, artist, copyright, and what Windows writes.
_DESCRIPTIVE: Final = (270, 271, 272, 274, 305, 306, 315, 33432, 40091, 40092, 40093, 40094, 40095)
_MAX_VALUE_BYTES: Final = 64 * 1024

_Rows = list[tuple[int, int, int, bytes]]  # tag, type, count, value


def gather_tiff(file: BinaryIO, *, gathering: Gathering) -> None:
    """The metadata of the first page."""
    tiff = open_tiff(file)
    if tiff is None:
        return
    entries = tiff.read_directory(tiff.first)
    if (exif := _exif_alone(tiff)) is not None:
        gathering.add("exif", exif, origin="TIFF")
    for tag, kind in _KINDS.items():
        entry = entries.get(tag)
        if entry is None:
            continue
        origin = f"TIFF {tag}"
        content = tiff.read_value(entry, limit=MAX_BLOCK_BYTES) if gathering.has_room_for(entry.size) else None
        if content is None:
            gathering.add_flaw(kind, "too_large", origin=origin)
        elif tag == _PHOTOSHOP:
            add_resources(gathering, content, origin=origin)
        else:
            gathering.add(kind, content, origin=origin)


def _exif_alone(tiff: TiffStructure) -> bytes | None:
    """The descriptive tags, the EXIF and the GPS directory as a TIFF structure of their own; None without any.

    In a TIFF they lie scattered among the pixels. Each value is byte for byte as in the file; only the offsets are new.
    """
    entries = tiff.read_directory(tiff.first)
    first = _rows(tiff, tiff.first, only=_DESCRIPTIVE)
    exif = _rows(tiff, tiff.read_pointer(entries.get(EXIF_POINTER)))
    gps = _rows(tiff, tiff.read_pointer(entries.get(GPS_POINTER)))
    if not (first or exif or gps):
        return None
    order = "<" if tiff.byte_order == "little" else ">"
    for tag, rows in ((EXIF_POINTER, exif), (GPS_POINTER, gps)):
        if rows:
            first.append((tag, 4, 1, b"\0\0\0\0"))  # The right offset is put in below: it depends on this one's size.
    start = 8
    exif_start = start + _directory_bytes(first)
    gps_start = exif_start + (_directory_bytes(exif) if exif else 0)
    pointers = {EXIF_POINTER: exif_start, GPS_POINTER: gps_start}
    first = [
        (tag, kind, count, struct.pack(f"{order}I", pointers[tag]) if tag in pointers else value)
        for tag, kind, count, value in first
    ]
    made = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", start)
    made += _write_directory(first, start=start, order=order)
    made += _write_directory(exif, start=exif_start, order=order) if exif else b""
    return made + (_write_directory(gps, start=gps_start, order=order) if gps else b"")


def _rows(tiff: TiffStructure, offset: int, *, only: tuple[int, ...] = ()) -> _Rows:
    rows: _Rows = []
    for tag, entry in sorted(tiff.read_directory(offset).items()):
        value = tiff.read_value(entry, limit=_MAX_VALUE_BYTES)
        if (not only or tag in only) and value is not None and entry.count < 2**32:
            rows.append((tag, entry.type, entry.count, value))
    return rows


def _directory_bytes(rows: _Rows) -> int:
    return (
        6 + 12 * len(rows) + sum(len(value) + len(value) % 2 for _tag, _type, _count, value in rows if len(value) > 4)
    )


def _write_directory(rows: _Rows, *, start: int, order: str) -> bytes:
    table, values = struct.pack(f"{order}H", len(rows)), b""
    values_start = start + 6 + 12 * len(rows)
    for tag, kind, count, value in rows:
        table += struct.pack(f"{order}HHI", tag, kind, count)
        if len(value) <= 4:
            table += value.ljust(4, b"\0")
        else:
            table += struct.pack(f"{order}I", values_start + len(values))
            values += value + b"\0" * (len(value) % 2)
    return table + b"\0\0\0\0" + values
