"""The skeleton of a WebP (RFC 9649): its RIFF chunks and the header of its one picture."""

from __future__ import annotations

from media_library.domain.file_check.reading import MAX_METADATA, Limits, Skeleton, Source
from media_library.domain.file_check.verdicts import FileRefused

_ANIMATED = 0x02  # in the flags of VP8X
_MAX_CHUNKS = 1_000


def walk_webp(source: Source, *, limits: Limits) -> Skeleton:
    """Follow the chunks to the end that the RIFF header gives. Raises FileRefused."""
    end = 8 + source.number(4, 4, order="little")
    source.require(0, end)
    canvas: tuple[int, int] | None = None
    picture: tuple[int, int] | None = None
    position, chunks, metadata_bytes = 12, 0, 0
    while position < end:
        chunks += 1
        if chunks > _MAX_CHUNKS:
            raise FileRefused("too_many_parts", detail="chunks")
        kind, length = source.read(position, 4), source.number(position + 4, 4, order="little")
        content = position + 8
        if content + length > end:
            raise FileRefused("cut_off", detail=f"chunk {kind!r} at {position}")
        if kind == b"VP8X" and canvas is None and picture is None:
            canvas = _read_canvas(source, content, length, limits)
        elif kind in {b"VP8 ", b"VP8L"} and picture is None:
            picture = _read_picture(source, kind, content, length, limits)
        elif kind in {b"ANIM", b"ANMF"}:
            raise FileRefused("animation")
        elif kind != b"ALPH":
            metadata_bytes += length
            if metadata_bytes > MAX_METADATA:
                raise FileRefused("metadata_too_big", limit=MAX_METADATA // 1_048_576)
        position = content + length + length % 2
    if picture is None or (canvas is not None and canvas != picture):
        raise FileRefused("damaged", detail="no picture, or one of another size than the canvas")
    return Skeleton(width=picture[0], height=picture[1], bits=8, end=end)


def _read_canvas(source: Source, position: int, length: int, limits: Limits) -> tuple[int, int]:
    if length < 10:
        raise FileRefused("damaged", detail="VP8X")
    content = source.read(position, 10)
    if content[0] & _ANIMATED:
        raise FileRefused("animation")
    width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (4, 7))
    limits.check_size(width, height, size=source.size)
    return width, height


def _read_picture(source: Source, kind: bytes, position: int, length: int, limits: Limits) -> tuple[int, int]:
    """Width and height in the header of the lossy ("VP8 ", RFC 6386) or lossless ("VP8L") stream."""
    if length < 10:
        raise FileRefused("damaged", detail="picture header")
    content = source.read(position, 10)
    if kind == b"VP8L":
        bits = int.from_bytes(content[1:5], "little")
        width, height, is_sound = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, content[0] == 0x2F and not bits >> 29
    else:
        tag = int.from_bytes(content[:3], "little")
        width, height = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        first_partition = tag >> 5
        is_sound = not tag & 1 and content[3:6] == b"\x9d\x01\x2a" and first_partition <= length - 10
    if not is_sound:
        raise FileRefused("damaged", detail="picture header")
    limits.check_size(width, height, size=source.size)
    return width, height
