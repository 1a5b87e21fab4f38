"""The skeleton of a PNG (ISO/IEC 15948): its chunks with their check sums, its header, its packed metadata."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from media_library.domain.file_check.reading import MAX_METADATA, Limits, Skeleton, Source
from media_library.domain.file_check.verdicts import FileRefused

_BIT_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}  # by colour type
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PALETTE = 3
_CRITICAL = {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
_PACKED = {b"zTXt", b"iTXt", b"iCCP"}
_MAX_CHUNKS = 200_000  # A photo of 500 MB in the usual chunks of 8 KB has 64,000.
_MAX_METADATA_CHUNKS = 2_000
_MAX_UNPACKED = 1024 * 1024  # bytes of one text or profile; Pillow reads no more either
_MAX_UNPACKED_TOGETHER = 16 * 1024 * 1024
_LONGEST_KEYWORD = 2_048
_BEST_DEFLATE = 1_032  # No deflate stream unpacks to more than this many times its size.


@dataclass(slots=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int

    @property
    def unpacked_size(self) -> int:
        """Bytes of the filtered rows, the small overhead of interlacing left out."""
        return self.height * (1 + -(-self.width * self.depth * _CHANNELS[self.colour] // 8))


@dataclass(slots=True)
class _Walk:
    """What has been met on the way so far."""

    source: Source
    chunks: int = 0
    picture_bytes: int = 0
    has_palette: bool = False
    metadata_chunks: int = 0
    metadata_bytes: int = 0
    unpacked_bytes: int = 0


def walk_png(source: Source, *, limits: Limits) -> Skeleton:
    """Follow the chunks from the header to IEND. Raises FileRefused."""
    header = _read_header(source, limits)
    walk = _Walk(source)
    position, kind = 8, b""
    while kind != b"IEND":
        walk.chunks += 1
        if walk.chunks > _MAX_CHUNKS:
            raise FileRefused("too_many_parts", detail="chunks")
        kind, length = _check_chunk(source, position)
        if kind == b"IDAT":
            if not walk.picture_bytes and length >= 2 and source.number(position + 8, 2) % 31:
                raise FileRefused("damaged", detail="the picture is no deflate stream")
            walk.picture_bytes += length
        elif kind == b"PLTE":
            walk.has_palette = True
        elif kind not in _CRITICAL:
            _look_into_metadata(walk, kind, position + 8, length)
        elif kind == b"IHDR" and walk.chunks > 1:
            raise FileRefused("damaged", detail="two headers")
        position += 12 + length
    if not walk.picture_bytes or (header.colour == _PALETTE and not walk.has_palette):
        raise FileRefused("damaged", detail="no picture or no palette before IEND")
    if header.unpacked_size > _BEST_DEFLATE * walk.picture_bytes + 1024:
        raise FileRefused("implausible", width=header.width, height=header.height, size=source.size)
    return Skeleton(width=header.width, height=header.height, bits=header.depth, end=position)


def _read_header(source: Source, limits: Limits) -> _Header:
    content = source.read(8, 8 + 13)
    if content[:8] != b"\0\0\0\x0dIHDR":
        raise FileRefused("damaged", detail="the first chunk is no header")
    width, height = int.from_bytes(content[8:12], "big"), int.from_bytes(content[12:16], "big")
    depth, colour, packing, filtering, interlace = content[16:21]
    limits.check_size(width, height, size=source.size)
    if depth not in _BIT_DEPTHS.get(colour, ()) or packing or filtering or interlace > 1:
        raise FileRefused("damaged", detail=f"header {content[8:].hex()}")
    return _Header(width, height, depth, colour)


def _check_chunk(source: Source, position: int) -> tuple[bytes, int]:
    """The kind and the length of the chunk at `position`, which lies inside the file and has the right check sum."""
    head = source.read(position, 8)
    length, kind = int.from_bytes(head[:4], "big"), head[4:]
    if not kind.isalpha() or length >> 31 or (kind[:1].isupper() and kind not in _CRITICAL):
        raise FileRefused("damaged", detail=f"chunk {kind!r} at {position}")
    source.require(position, 12 + length)
    if kind not in _CRITICAL | {b"IDAT"} and length > MAX_METADATA:
        raise FileRefused("metadata_too_big", limit=MAX_METADATA // 1_048_576)
    check_sum = zlib.crc32(kind)
    for piece in source.pieces(position + 8, length):
        check_sum = zlib.crc32(piece, check_sum)
    # Also of the chunks that a reader may pass over: Pillow does not.
    if check_sum != source.number(position + 8 + length, 4):
        raise FileRefused("damaged", detail=f"check sum of {kind!r} at {position}")
    return kind, length


def _look_into_metadata(walk: _Walk, kind: bytes, position: int, length: int) -> None:
    walk.metadata_chunks += 1
    walk.metadata_bytes += length
    if walk.metadata_chunks > _MAX_METADATA_CHUNKS:
        raise FileRefused("too_many_parts", detail="chunks of metadata")
    if walk.metadata_bytes > MAX_METADATA:
        raise FileRefused("metadata_too_big", limit=MAX_METADATA // 1_048_576)
    if kind == b"acTL" and length >= 4 and walk.source.number(position, 4) > 1:
        raise FileRefused("animation")
    if kind not in _PACKED:
        return
    packed_at = _start_of_packed(kind, walk.source.read(position, min(length, _LONGEST_KEYWORD)))
    if packed_at is None:
        return
    unpacked = _count_unpacked(walk.source, position + packed_at, length - packed_at)
    walk.unpacked_bytes += unpacked
    for size, limit in ((unpacked, _MAX_UNPACKED), (walk.unpacked_bytes, _MAX_UNPACKED_TOGETHER)):
        if size > limit:
            raise FileRefused("metadata_too_big", limit=limit // 1_048_576, detail=repr(kind))


def _start_of_packed(kind: bytes, start: bytes) -> int | None:
    """Where in a zTXt, iTXt or iCCP chunk the deflate stream begins; None if its text is not packed."""
    keyword_end = start.find(b"\0")
    if keyword_end < 0:
        raise FileRefused("damaged", detail=f"{kind!r} without a keyword")
    if kind != b"iTXt":
        return keyword_end + 2
    if start[keyword_end + 1 : keyword_end + 2] != b"\1":
        return None
    language_end = start.find(b"\0", keyword_end + 3)
    translated_end = start.find(b"\0", language_end + 1) if language_end >= 0 else -1
    if translated_end < 0:
        raise FileRefused("damaged", detail=f"{kind!r} without a keyword")
    return translated_end + 1


def _count_unpacked(source: Source, position: int, length: int) -> int:
    """How many bytes a deflate stream holds; counting stops beyond the limit. Nothing of them is kept."""
    unpacker = zlib.decompressobj()
    unpacked = 0
    try:
        for piece in source.pieces(position, max(length, 0)):
            waiting = piece
            while waiting and unpacked <= _MAX_UNPACKED:
                unpacked += len(unpacker.decompress(waiting, 65_536))
                waiting = unpacker.unconsumed_tail
            if unpacked > _MAX_UNPACKED or unpacker.eof:
                break
    except zlib.error as error:
        raise FileRefused("damaged", detail=f"packed text: {error}") from None
    return unpacked
