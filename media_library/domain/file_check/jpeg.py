"""The skeleton of a JPEG (ITU-T T.81): its segments, its frame header, its scans up to the end marker."""

from __future__ import annotations

import re
from dataclasses import dataclass

from media_library.domain.file_check.hidden_content import has_markup, starts_with_markup
from media_library.domain.file_check.reading import MAX_METADATA, PIECE, Limits, Skeleton, Source
from media_library.domain.file_check.verdicts import FileRefused

_SOI, _EOI, _SOS, _COM, _APP0, _APP2 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE2
_TEM = 0x01  # stands alone, and means nothing here
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what every reader of JPEG reads
_OTHER_FRAMES = {
    0xC3: "lossless", 0xC5: "hierarchical", 0xC6: "hierarchical", 0xC7: "lossless", 0xC9: "arithmetic",
    0xCA: "arithmetic", 0xCB: "lossless", 0xCC: "arithmetic", 0xCD: "hierarchical", 0xCE: "hierarchical",
    0xCF: "lossless", 0xDE: "hierarchical", 0xDF: "hierarchical",
}  # fmt: skip
_OTHER_SEGMENTS = {0xC4, 0xDB, 0xDC, 0xDD, *range(0xE0, 0xF0), *range(0xF0, 0xFE), _COM}
_MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SLASH_STAR = 0x2F2A
_MAX_SEGMENTS = 5_000
# Each scan of a progressive file costs a reader a pass over all its pixels, even if it says nothing.
_MAX_SCANS = 100


@dataclass(slots=True)
class _Frame:
    width: int
    height: int
    blocks: int
    components: bytes


@dataclass(slots=True)
class _Walk:
    """What has been met on the way so far."""

    source: Source
    limits: Limits
    frame: _Frame | None = None
    segments: int = 0
    scans: int = 0
    scan_bytes: int = 0
    metadata_bytes: int = 0
    has_multi_picture_index: bool = False


def walk_jpeg(source: Source, *, limits: Limits) -> Skeleton:
    """Follow the segments from the start to the end marker. Raises FileRefused."""
    walk = _Walk(source, limits)
    position = 2
    while True:
        marker, position = _read_marker(source, position)
        if marker == _EOI:
            break
        walk.segments += 1
        if walk.segments > _MAX_SEGMENTS:
            raise FileRefused("too_many_parts", detail="segments")
        if marker != _TEM:
            position = _pass_segment(walk, marker, position)
    frame = walk.frame
    if frame is None or not walk.scans:
        raise FileRefused("damaged", detail="no picture before the end marker")
    _check_plausible(walk, frame, available=walk.scan_bytes)
    return Skeleton(
        width=frame.width, height=frame.height, bits=8, end=position, is_end_declared=walk.has_multi_picture_index
    )


def _read_marker(source: Source, position: int) -> tuple[int, int]:
    """The marker that must stand here, whatever fill bytes are before it, and the position behind it."""
    if source.number(position, 1) != 0xFF:
        raise FileRefused("damaged", detail=f"no marker at {position}")
    while True:
        piece = source.read_up_to(position, PIECE)
        if not piece:
            raise FileRefused("cut_off", detail="no end marker")
        fill = len(piece) - len(piece.lstrip(b"\xff"))
        if fill < len(piece):
            return piece[fill], position + fill + 1
        position += len(piece)


def _pass_segment(walk: _Walk, marker: int, position: int) -> int:
    """Look at one segment (and at the scan behind it, if it starts one). Returns the position behind."""
    source = walk.source
    if marker in _OTHER_FRAMES:
        raise FileRefused("unsupported", format="JPEG", feature=_OTHER_FRAMES[marker])
    if marker not in _FRAMES | _OTHER_SEGMENTS | {_SOS}:
        raise FileRefused("damaged", detail=f"marker {marker:#x} at {position}")
    length = source.number(position, 2)
    if length < 2:
        raise FileRefused("damaged", detail=f"a segment of {length} bytes at {position}")
    source.require(position, length)
    if marker in _FRAMES:
        walk.frame = _read_frame(walk, position, length)
    elif marker == _SOS:
        return _pass_scan(walk, position, length)
    elif marker >= _APP0:
        _look_into_metadata(walk, marker, position, length)
    return position + length


def _read_frame(walk: _Walk, position: int, length: int) -> _Frame:
    if walk.frame is not None:
        raise FileRefused("damaged", detail="two frame headers")
    header = walk.source.read(position, length)
    if length < 8 or length != 8 + 3 * header[7]:
        raise FileRefused("damaged", detail="frame header")
    if header[2] != 8:
        raise FileRefused("unsupported", format="JPEG", feature="bits", detail=f"{header[2]} bits")
    height, width = int.from_bytes(header[3:5], "big"), int.from_bytes(header[5:7], "big")
    walk.limits.check_size(width, height, size=walk.source.size)
    if header[7] not in {1, 3, 4}:
        raise FileRefused("unsupported", format="JPEG", feature="colours", detail=f"{header[7]} components")
    sampling = [(factors >> 4, factors & 15) for factors in header[9::3]]
    if not all(1 <= factor <= 4 for factors in sampling for factor in factors):
        raise FileRefused("damaged", detail="sampling factors")
    widest, highest = (max(factors) for factors in zip(*sampling, strict=True))
    blocks = sum(-(-width * across // (8 * widest)) * -(-height * down // (8 * highest)) for across, down in sampling)
    frame = _Frame(width, height, blocks, header[8::3])
    _check_plausible(walk, frame, available=walk.source.size)
    return frame


def _check_plausible(walk: _Walk, frame: _Frame, *, available: int) -> None:
    """Refuse a frame whose blocks of 8 × 8 can't be in so many bytes: each takes one bit of Huffman code at least."""
    if frame.blocks > 8 * available:
        raise FileRefused("implausible", width=frame.width, height=frame.height, size=walk.source.size)


def _pass_scan(walk: _Walk, position: int, length: int) -> int:
    """Pass over the entropy-coded bytes up to the next marker that is neither stuffing nor a restart."""
    if walk.frame is None:
        raise FileRefused("damaged", detail="a scan before the frame header")
    header = walk.source.read(position, min(length, 14))
    if length < 8 or length != 6 + 2 * header[2] or not set(header[3 : length - 3 : 2]) <= set(walk.frame.components):
        raise FileRefused("damaged", detail="scan header")
    walk.scans += 1
    if walk.scans > _MAX_SCANS:
        raise FileRefused("too_many_parts", detail="scans")
    start = here = position + length
    while True:
        piece = walk.source.read_up_to(here, PIECE)
        if found := _MARKER_IN_SCAN.search(piece):
            walk.scan_bytes += here + found.start() - start
            return here + found.start()
        if len(piece) < 2:
            raise FileRefused("cut_off", detail="a scan without an end")
        # The last byte once more: it may be the first half of a marker.
        here += len(piece) - 1


def _look_into_metadata(walk: _Walk, marker: int, position: int, length: int) -> None:
    """Refuse segments that are there for another reader than one of photos."""
    walk.metadata_bytes += length
    if walk.metadata_bytes > MAX_METADATA:
        raise FileRefused("metadata_too_big", limit=MAX_METADATA // 1_048_576)
    if marker == _APP0 and length == _SLASH_STAR:
        # The length reads “/*”, which makes a script of the whole file; JFIF's own header has 16 bytes.
        raise FileRefused("hidden_content", kind="script")
    content = walk.source.read(position + 2, length - 2 if marker == _COM else min(length - 2, 64))
    if has_markup(content) if marker == _COM else starts_with_markup(content):
        raise FileRefused("hidden_content", kind="html", detail=f"segment at {position}")
    if marker == _APP2 and content.startswith(b"MPF\0"):
        walk.has_multi_picture_index = True
