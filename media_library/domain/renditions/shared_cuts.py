"""Cutting a photo to the shapes in which search engines and the cards of shared links show it."""

from __future__ import annotations

import math
from typing import Final

from PIL import Image

from media_library.domain.renditions.cropping import STEPS, CropBox, Point
from media_library.domain.renditions.presets import Preset

Size = tuple[int, int]
# A photo that is longer than this where it is large enough to cut is a panorama: most of it would be gone.
_LONGEST_WHOLE: Final = 2400


def cut_size(preset: Preset) -> Size:
    """The width and height in pixels of what a preset with a shape makes."""
    if preset.shape is None or preset.long_side is None:
        raise ValueError(preset)
    across, down = preset.shape
    return preset.long_side, round(preset.long_side * down / across)


def size_to_cut_from(size: Size, *, preset: Preset) -> Size | None:
    """How large a photo of this size must be for the cut to be taken from it; None if it is too small or too long."""
    width, height = cut_size(preset)
    scale = max(width / size[0], height / size[1])
    whole = math.ceil(size[0] * scale), math.ceil(size[1] * scale)
    return whole if scale <= 1 and max(whole) <= _LONGEST_WHOLE else None


def cut(picture: Image.Image, *, preset: Preset, focus: Point) -> Image.Image:
    """As much of the picture as the shape holds, the focal point (in fractions of its sides) as central as can be."""
    width, height = cut_size(preset)
    # The largest part of the picture that has the shape, in its own pixels.
    scale = min(picture.width / width, picture.height / height)
    across, down = width * scale, height * scale
    left = min(max(focus[0] * picture.width - across / 2, 0), picture.width - across)
    top = min(max(focus[1] * picture.height - down / 2, 0), picture.height - down)
    box = (left, top, left + across, top + down)
    return picture.resize((width, height), Image.Resampling.LANCZOS, box=box)


def focus_within(focus: Point, *, crop: CropBox) -> Point:
    """Where the focal point of the whole photo lies in this crop of it; at the edge, if it was cut away."""

    def within(value: float, start: int, end: int) -> float:
        return min(1.0, max(0.0, (value * STEPS - start) / (end - start)))

    return within(focus[0], crop.left, crop.right), within(focus[1], crop.top, crop.bottom)
