"""The metadata segments of a JPEG: EXIF, XMP and its extension, Photoshop's resources, ICC, comments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from media_library.domain.metadata.containers.gathering import MAX_TOTAL_BYTES, Gathering
from media_library.domain.metadata.containers.photoshop import add_resources

_EXIF: Final = b"Exif\0"  # A second zero follows, or, from some writers, 0xFF.
_XMP: Final = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP: Final = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTOSHOP: Final = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:")
_ICC: Final = b"ICC_PROFILE\0"

_APP1, _APP2, _APP13, _COMMENT = 0xE1, 0xE2, 0xED, 0xFE
_START_OF_SCAN, _END = 0xDA, 0xD9
_WITHOUT_LENGTH: Final = {0x01, 0xD8, *range(0xD0, 0xD8)}
_MAX_SEGMENTS: Final = 20_000
_GUID_BYTES, _EXTENSION_HEADER = 32, 40


@dataclass(slots=True)
class _Split:
    """What arrives in several segments and is put together at the end."""

    photoshop: list[bytes] = field(default_factory=list)
    extended_xmp: dict[bytes, list[tuple[int, int, bytes]]] = field(default_factory=dict)
    icc: list[tuple[int, int, bytes]] = field(default_factory=list)


def gather_jpeg(file: BinaryIO, *, gathering: Gathering) -> None:
    """Every metadata segment before the image data. What follows a break in the structure is not looked for."""
    split = _Split()
    total = 0
    for marker, payload in _read_segments(file):
        total += len(payload)
        if total > MAX_TOTAL_BYTES:
            gathering.add_flaw("comment", "too_many", origin="JPEG")
            break
        _sort_segment(marker, payload, split=split, gathering=gathering)
    if split.photoshop:
        add_resources(gathering, b"".join(split.photoshop), origin="JPEG APP13")
    for guid, pieces in split.extended_xmp.items():
        _join_extended_xmp(guid, pieces, gathering=gathering)
    if split.icc:
        _join_icc(split.icc, gathering=gathering)


def _read_segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    file.seek(2)
    for _count in range(_MAX_SEGMENTS):
        if file.read(1) != b"\xff":
            return
        marker = file.read(1)
        while marker == b"\xff":  # Any number of fill bytes may stand before a marker.
            marker = file.read(1)
        if not marker or marker[0] in {_START_OF_SCAN, _END}:
            return
        if marker[0] in _WITHOUT_LENGTH:
            continue
        size = int.from_bytes(file.read(2)) - 2
        if size < 0:
            return
        if marker[0] in {_APP1, _APP2, _APP13, _COMMENT}:
            yield marker[0], file.read(size)
        else:
            file.seek(size, 1)


def _sort_segment(marker: int, payload: bytes, *, split: _Split, gathering: Gathering) -> None:
    if marker == _COMMENT:
        gathering.add("comment", payload, origin="JPEG COM")
    elif marker == _APP1 and payload.startswith(_EXIF):
        gathering.add("exif", payload[6:], origin="JPEG APP1")
    elif marker == _APP1 and payload.startswith(_XMP):
        gathering.add("xmp", payload[len(_XMP) :], origin="JPEG APP1")
    elif marker == _APP1 and payload.startswith(_EXTENDED_XMP):
        header = payload[len(_EXTENDED_XMP) :][:_EXTENSION_HEADER]
        if len(header) < _EXTENSION_HEADER:
            gathering.add("xmp_extended", payload[len(_EXTENDED_XMP) :], origin="JPEG APP1", flaw="broken")
            return
        size, offset = int.from_bytes(header[32:36]), int.from_bytes(header[36:40])
        piece = payload[len(_EXTENDED_XMP) + _EXTENSION_HEADER :]
        split.extended_xmp.setdefault(header[:_GUID_BYTES], []).append((offset, size, piece))
    elif marker == _APP13 and (name := next((name for name in _PHOTOSHOP if payload.startswith(name)), None)):
        split.photoshop.append(payload[len(name) :])
    elif marker == _APP2 and payload.startswith(_ICC) and len(payload) >= len(_ICC) + 2:
        header = payload[len(_ICC) :]
        split.icc.append((header[0], header[1], header[2:]))


def _join_extended_xmp(guid: bytes, pieces: list[tuple[int, int, bytes]], *, gathering: Gathering) -> None:
    """Put the pieces in the order of their offsets; "incomplete" when one is missing or two overlap.

    The GUID is part of the origin: it ties the block to the packet that announces it.
    """
    name = guid.decode("ascii", "replace") if guid.isalnum() else guid.hex()[:_GUID_BYTES]
    joined = bytearray()
    pieces = sorted(set(pieces))
    complete = True
    for offset, _size, piece in pieces:
        complete = complete and offset == len(joined)
        joined += piece
    complete = complete and all(size == len(joined) for _offset, size, _piece in pieces)
    origin = f"APP1 {name}"
    gathering.add("xmp_extended", bytes(joined), origin=origin, flaw="" if complete else "incomplete")


def _join_icc(pieces: list[tuple[int, int, bytes]], *, gathering: Gathering) -> None:
    """Put the pieces in the order of their numbers (ICC.1, annex B.4); "incomplete" when one is missing."""
    pieces.sort(key=lambda piece: piece[0])
    complete = [number for number, _count, _content in pieces] == list(range(1, pieces[0][1] + 1))
    content = b"".join(content for _number, _count, content in pieces)
    gathering.add("icc", content, origin="JPEG APP2", flaw="" if complete else "incomplete")
