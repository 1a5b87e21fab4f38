"""The check of one file: what it is, whether it is whole, how large its picture is, and what else it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from media_library.domain.file_check.hidden_content import refuse_hidden_content
from media_library.domain.file_check.jpeg import walk_jpeg
from media_library.domain.file_check.kinds import recognise
from media_library.domain.file_check.png import walk_png
from media_library.domain.file_check.reading import Limits, Skeleton, Source
from media_library.domain.file_check.tiff import walk_tiff
from media_library.domain.file_check.verdicts import OTHERS, PICTURES, FileRefused, FileWarning
from media_library.domain.file_check.webp import walk_webp

MAX_BYTES = 500 * 1024 * 1024
MAX_PIXELS = 200_000_000
MAX_SIDE = 30_000

Format = Literal["JPEG", "PNG", "TIFF", "WEBP"]
_WALKERS: dict[str, Callable[..., Skeleton]] = {
    "JPEG": walk_jpeg,
    "PNG": walk_png,
    "TIFF": walk_tiff,
    "WEBP": walk_webp,
}
_NAMES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png"), "TIFF": ("image/tiff", "tif"),
          "WEBP": ("image/webp", "webp")}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What is known of a file that is taken.

    Width and height in pixels, as stored (not turned by the orientation); `bits` of a sample; `frames` is above 1 only
    for a TIFF of several pages; `size` in bytes; `extension` is ours, without a dot.
    """

    format: Format
    mime_type: str
    extension: str
    width: int
    height: int
    bits: int
    frames: int
    size: int
    warnings: tuple[FileWarning, ...] = ()


def check_file(
    path: Path | str, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS, max_side: int = MAX_SIDE
) -> FileFacts:
    """Take a JPEG, PNG, TIFF or WebP that is whole and within the limits; raise FileRefused for everything else.

    The name of the file plays no part, and no pixel is decoded. Memory stays under a few megabytes whatever the size;
    the time is that of reading the file once. Raises OSError if it can't be read.
    """
    limits = Limits(max_bytes=max_bytes, max_pixels=max_pixels, max_side=max_side)
    with Source(path) as source:
        if not source.size:
            raise FileRefused("empty")
        if source.size > max_bytes:
            raise FileRefused("too_big", size=-(-source.size // 1_048_576), limit=max_bytes // 1_048_576)
        kind = recognise(source)
        walk = _WALKERS.get(kind)
        if walk is None:
            raise _refusal_of(kind)
        skeleton = walk(source, limits=limits)
        refuse_hidden_content(source, end=skeleton.end)
        return _facts_of(source, kind, skeleton)


def _refusal_of(kind: str) -> FileRefused:
    if kind in PICTURES:
        return FileRefused("wrong_picture", kind=kind)
    return FileRefused("not_a_photo", kind=kind) if kind in OTHERS else FileRefused("unknown")


def _facts_of(source: Source, kind: str, skeleton: Skeleton) -> FileFacts:
    mime_type, extension = _NAMES[kind]
    warnings = skeleton.warnings
    if skeleton.end < source.size and not skeleton.is_end_declared:
        warnings += (FileWarning("trailing_data", size=source.size - skeleton.end),)
    return FileFacts(
        format=cast("Format", kind),
        mime_type=mime_type,
        extension=extension,
        width=skeleton.width,
        height=skeleton.height,
        bits=skeleton.bits,
        frames=skeleton.frames,
        size=source.size,
        warnings=warnings,
    )
