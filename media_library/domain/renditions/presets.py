"""What is made from a photo: named sizes and nothing in between."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileFormat(StrEnum):
    JPEG = "jpeg"
    WEBP = "webp"


@dataclass(frozen=True, slots=True)
class Preset:
    """One kind of file made from an original; several formats of one size share the name.

    `long_side` bounds the longer side in pixels, so that an upright photo is no heavier than a lying one; None is the
    original's own size. A photo that is smaller than the bound keeps its size: nothing is ever enlarged.
    `shape` is width to height of what is cut around the focal point; such a file has its full size, or is not made.
    `tagged` files carry an sRGB profile, for programs that would ask; browsers take untagged files as sRGB.
    """

    name: str
    format: FileFormat
    long_side: int | None
    quality: int
    watermarked: bool = False
    tagged: bool = False
    shape: tuple[int, int] | None = None


def _both_formats(name: str, long_side: int) -> tuple[Preset, Preset]:
    return (
        Preset(name, FileFormat.JPEG, long_side, JPEG_QUALITY),
        Preset(name, FileFormat.WEBP, long_side, WEBP_QUALITY),
    )


# On Pillow's scale and on libwebp's. Below these, skies band and faces smear; above, bytes grow faster than looks.
JPEG_QUALITY = 82
WEBP_QUALITY = 80

# JPEG alone: these two are mailed, pasted and opened in whatever an editor has at hand.
THUMB = Preset("thumb", FileFormat.JPEG, 320, JPEG_QUALITY)
PREVIEW = Preset("preview", FileFormat.JPEG, 1024, JPEG_QUALITY, watermarked=True)
WEB = (*_both_formats("web-640", 640), *_both_formats("web-1280", 1280), *_both_formats("web-1920", 1920))

# For search engines, which ask for these three from 1,200 pixels up, and for the cards that shared links become.
SHARED = tuple(
    Preset(f"share-{across}x{down}", FileFormat.JPEG, 1200, JPEG_QUALITY, shape=(across, down))
    for across, down in ((16, 9), (4, 3), (1, 1))
)

# Sold, so without the sign; made when first asked for.
DOWNLOAD_WEB = Preset("download-web", FileFormat.JPEG, 2000, 90, tagged=True)
# The photographer's own pixels and profile, see `print_size`. The quality counts where they have to be written anew.
DOWNLOAD_PRINT = Preset("download-print", FileFormat.JPEG, None, 95)

# What pages show of every photo.
PUBLIC_PRESETS = (THUMB, PREVIEW, *WEB)
# Made of every photo as soon as it is processed.
PROCESSING_PRESETS = (*PUBLIC_PRESETS, *SHARED)
# Made of a crop when a story asks for it.
CROP_PRESETS = (*WEB, *SHARED)
ALL_PRESETS = (*PROCESSING_PRESETS, DOWNLOAD_WEB, DOWNLOAD_PRINT)


def presets_named(name: str) -> tuple[Preset, ...]:
    """The presets of this name, one for each format. Raises KeyError if there is none."""
    found = tuple(preset for preset in ALL_PRESETS if preset.name == name)
    if not found:
        raise KeyError(name)
    return found


def bound_size(size: tuple[int, int], *, long_side: int | None) -> tuple[int, int]:
    """The size within the bound, in pixels: proportions kept, never larger, and no side below one pixel."""
    longer = max(size)
    if long_side is None or longer <= long_side:
        return size
    width, height = (max(1, round(side * long_side / longer)) for side in size)
    return width, height
