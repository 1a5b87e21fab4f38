"""The skeleton of a TIFF (6.0, and BigTIFF): its directories, and where the strips or tiles of its first page lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from media_library.domain.file_check.reading import MAX_METADATA, Limits, Skeleton, Source
from media_library.domain.file_check.verdicts import FileRefused, FileWarning

_SUBFILE, _WIDTH, _HEIGHT, _BITS, _COMPRESSION, _COLOURS = 254, 256, 257, 258, 259, 262
_STRIP_OFFSETS, _CHANNELS, _ROWS_PER_STRIP, _STRIP_SIZES, _PLANES = 273, 277, 278, 279, 284
_TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_SIZES, _SUB_DIRECTORIES, _SAMPLE_FORMAT = 322, 323, 324, 325, 330, 339
_DNG_VERSION = 50706
_PICTURE_ARRAYS = {_STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES}
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_WHOLE_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_UNPACKED = 1
_COMPRESSIONS = {_UNPACKED, 5, 7, 8, 32773, 32946, 34925, 50000, 50001}  # none, LZW, JPEG, deflate, PackBits, …
_RAW_COLOURS = {32803, 34892}  # the mosaic of a sensor
_CHANNELS_OF_COLOURS = {0: (1, 2), 1: (1, 2), 2: (3, 5), 3: (1, 2), 5: (4, 6), 6: (3, 3), 8: (3, 4)}  # least and most
_MAX_PAGES = 100
_MAX_ENTRIES = 2_000
_MAX_PARTS = 1_000_000  # strips or tiles
_ALWAYS_A_TILE = 1024 * 1024  # pixels


@dataclass(frozen=True, slots=True)
class _Entry:
    """One field: `count` numbers or bytes of `kind`, at `position` of the file."""

    kind: int
    count: int
    position: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """How this file writes numbers: `order` for struct, and the sizes that BigTIFF doubles."""

    order: str
    is_big: bool

    @property
    def offset_size(self) -> int:
        return 8 if self.is_big else 4

    @property
    def entry_size(self) -> int:
        return 20 if self.is_big else 12


_Directory = dict[int, _Entry]


def walk_tiff(source: Source, *, limits: Limits) -> Skeleton:
    """Follow the chain of directories; the first is the photo. Raises FileRefused."""
    layout = _read_layout(source)
    position = _number(source, layout, 8 if layout.is_big else 4)
    visited: set[int] = set()
    page: Skeleton | None = None
    pages = 0
    while position:
        if position in visited:
            raise FileRefused("damaged", detail="the directories run in a circle")
        visited.add(position)
        if len(visited) > _MAX_PAGES:
            raise FileRefused("too_many_pages", limit=_MAX_PAGES)
        directory, position = _read_directory(source, layout, position)
        # Bit 0 marks a smaller copy of another page.
        pages += not _value(source, layout, directory, _SUBFILE, default=0) & 1
        if page is None:
            page = _check_page(source, layout, directory, limits)
    if page is None:
        raise FileRefused("damaged", detail="no directory")
    if pages <= 1:
        return page
    return Skeleton(
        width=page.width,
        height=page.height,
        bits=page.bits,
        end=page.end,
        frames=pages,
        warnings=(FileWarning("several_pages", pages=pages),),
    )


def _read_layout(source: Source) -> _Layout:
    start = source.read(0, 8)
    order = "<" if start[:2] == b"II" else ">"
    is_big = struct.unpack(order + "H", start[2:4])[0] == 43
    if is_big and struct.unpack(order + "HH", start[4:8]) != (8, 0):
        raise FileRefused("damaged", detail="BigTIFF header")
    return _Layout(order, is_big)


def _number(source: Source, layout: _Layout, position: int) -> int:
    """The offset that stands at `position`."""
    return source.number(position, layout.offset_size, order="little" if layout.order == "<" else "big")


def _read_directory(source: Source, layout: _Layout, position: int) -> tuple[_Directory, int]:
    """The fields of the directory, each of them inside the file, and the offset of the next directory."""
    count_size = 8 if layout.is_big else 2
    count = source.number(position, count_size, order="little" if layout.order == "<" else "big")
    if not 0 < count <= _MAX_ENTRIES:
        raise FileRefused("too_many_parts" if count else "damaged", detail=f"{count} fields in a directory")
    data = source.read(position + count_size, count * layout.entry_size)
    directory: _Directory = {}
    metadata_bytes = 0
    for at in range(0, len(data), layout.entry_size):
        tag, kind, length = struct.unpack_from(layout.order + ("HHQ" if layout.is_big else "HHI"), data, at)
        value_at = position + count_size + at + layout.entry_size - layout.offset_size
        size = length * _TYPE_SIZES.get(kind, 0)
        if size > layout.offset_size:
            value_at = _number(source, layout, value_at)
            source.require(value_at, size)
        metadata_bytes += 0 if tag in _PICTURE_ARRAYS else size
        directory.setdefault(tag, _Entry(kind, length, value_at))
    if metadata_bytes > MAX_METADATA:
        raise FileRefused("metadata_too_big", limit=MAX_METADATA // 1_048_576)
    return directory, _number(source, layout, position + count_size + len(data))


def _values(source: Source, layout: _Layout, entry: _Entry) -> Iterator[int]:
    """The whole numbers of a field, read piece by piece."""
    code = _WHOLE_NUMBERS.get(entry.kind)
    if code is None:
        raise FileRefused("damaged", detail=f"a number of type {entry.kind}")
    # A piece holds a whole number of numbers, for their sizes divide it.
    for piece in source.pieces(entry.position, entry.count * _TYPE_SIZES[entry.kind]):
        for (value,) in struct.iter_unpack(layout.order + code, piece):
            yield value


def _value(source: Source, layout: _Layout, directory: _Directory, tag: int, *, default: int) -> int:
    entry = directory.get(tag)
    return default if entry is None else next(_values(source, layout, entry), default)


def _check_page(source: Source, layout: _Layout, directory: _Directory, limits: Limits) -> Skeleton:
    """The photo of this directory, whose pixels can be read and are all there."""

    def value(tag: int, default: int) -> int:
        return _value(source, layout, directory, tag, default=default)

    is_reduced = bool(value(_SUBFILE, 0) & 1)
    if (
        _DNG_VERSION in directory
        or value(_COLOURS, 0) in _RAW_COLOURS
        or (is_reduced and _SUB_DIRECTORIES in directory)
    ):
        raise FileRefused("wrong_picture", kind="raw")
    width, height = value(_WIDTH, 0), value(_HEIGHT, 0)
    limits.check_size(width, height, size=source.size)
    bits = _check_samples(source, layout, directory)
    compression = value(_COMPRESSION, _UNPACKED)
    if compression not in _COMPRESSIONS:
        raise FileRefused("unsupported", format="TIFF", feature="compression", detail=str(compression))
    planes = value(_CHANNELS, 1) if value(_PLANES, 1) == 2 else 1
    if _TILE_OFFSETS in directory:
        across, down = (value(tag, 0) for tag in (_TILE_WIDTH, _TILE_HEIGHT))
        # A reader takes memory for a whole tile, however small the photo.
        if not 0 < across * down <= max(_ALWAYS_A_TILE, 4 * width * height):
            raise FileRefused("damaged", detail="tile size")
        parts = -(-width // across) * -(-height // down) * planes
        end, held = _check_parts(source, layout, directory, tags=(_TILE_OFFSETS, _TILE_SIZES), parts=parts)
    else:
        rows = value(_ROWS_PER_STRIP, height) or height
        parts = -(-height // min(rows, height)) * planes
        end, held = _check_parts(source, layout, directory, tags=(_STRIP_OFFSETS, _STRIP_SIZES), parts=parts)
    if compression == _UNPACKED and held < height * -(-width * bits * value(_CHANNELS, 1) // 8):
        raise FileRefused("implausible", width=width, height=height, size=source.size)
    return Skeleton(width=width, height=height, bits=bits, end=max(end, source.size))


def _check_samples(source: Source, layout: _Layout, directory: _Directory) -> int:
    """How many bits a sample has: 1, 8 or 16, the same in every channel, whole numbers, in a known colour model."""
    channels = _value(source, layout, directory, _CHANNELS, default=1)
    colours = _value(source, layout, directory, _COLOURS, default=-1)
    least, most = _CHANNELS_OF_COLOURS.get(colours, (0, 0))
    if not least <= channels <= most:
        raise FileRefused("unsupported", format="TIFF", feature="colours", detail=f"{colours} of {channels} channels")
    depths = {1}
    if _BITS in directory:
        depths = set(islice(_values(source, layout, directory[_BITS]), 8))
    is_whole = _value(source, layout, directory, _SAMPLE_FORMAT, default=1) == 1
    if len(depths) != 1 or not depths <= {1, 8, 16} or not is_whole or (depths == {1} and channels > 1):
        raise FileRefused("unsupported", format="TIFF", feature="bits", detail=str(sorted(depths)))
    return depths.pop()


def _check_parts(
    source: Source, layout: _Layout, directory: _Directory, *, tags: tuple[int, int], parts: int
) -> tuple[int, int]:
    """Where the last strip or tile ends, and how many bytes they have together. Each lies inside the file."""
    entries = [directory.get(tag) for tag in tags]
    if parts > _MAX_PARTS:
        raise FileRefused("too_many_parts", detail=f"{parts} strips or tiles")
    if any(entry is None or entry.count < parts for entry in entries):
        raise FileRefused("damaged", detail=f"offsets or sizes of {parts} strips or tiles")
    offsets, sizes = (_values(source, layout, entry) for entry in entries if entry is not None)
    end = held = 0
    for offset, size in islice(zip(offsets, sizes, strict=False), parts):
        source.require(offset, size)
        if not size:
            raise FileRefused("damaged", detail="an empty strip or tile")
        end = max(end, offset + size)
        held += size
    return end, held
