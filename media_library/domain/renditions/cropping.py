"""Where a crop lies: whole thousandths of a photo's sides, seen the way it is shown."""

from __future__ import annotations

from typing import NamedTuple

STEPS = 1000

# In fractions of width and height from the top left corner.
Point = tuple[float, float]


class CropBox(NamedTuple):
    """A rectangle in thousandths of the photo's width and height, the origin at the top left. See `check_crop`."""

    left: int
    top: int
    right: int
    bottom: int


WHOLE = CropBox(0, 0, STEPS, STEPS)


def check_crop(edges: tuple[int, int, int, int]) -> CropBox:
    """The crop with these edges. Raises ValueError if it is empty or reaches outside."""
    crop = CropBox(*edges)
    if not (0 <= crop.left < crop.right <= STEPS and 0 <= crop.top < crop.bottom <= STEPS):
        raise ValueError(edges)
    return crop


def crop_pixels(size: tuple[int, int], *, crop: CropBox) -> tuple[int, int]:
    """The width and height in pixels of that crop of a photo of this size, at least one each."""
    width, height = size
    return max(1, round((crop.right - crop.left) * width / STEPS)), max(
        1, round((crop.bottom - crop.top) * height / STEPS)
    )


def to_stored(point: Point, *, orientation: int) -> Point:
    """Where a point of the photo as shown lies in the pixels as stored. `orientation` is EXIF's 1 to 8."""
    x, y = point
    # From five on, what is stored lies on its side.
    return _mirror((y, x) if orientation >= 5 else (x, y), orientation=orientation)


def crop_in_stored(crop: CropBox, *, orientation: int) -> tuple[float, float, float, float]:
    """The crop of the photo as shown, as left, top, right, bottom of the stored pixels, in fractions of their sides."""
    first = to_stored((crop.left / STEPS, crop.top / STEPS), orientation=orientation)
    second = to_stored((crop.right / STEPS, crop.bottom / STEPS), orientation=orientation)
    (left, right), (top, bottom) = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return left, top, right, bottom


def _mirror(stored: Point, *, orientation: int) -> Point:
    x, y = stored
    return (1 - x if orientation in {2, 3, 7, 8} else x, 1 - y if orientation in {3, 4, 6, 7} else y)
