"""Where a crop lies: whole thousandths of a photo's sides, seen the way it is shown."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

# The fixed crops that a page may ask for, width over height, by the name it uses.
ASPECTS = {"3:2": Fraction(3, 2), "16:9": Fraction(16, 9), "1:1": Fraction(1)}
STEPS = 1000

# A focal point, in fractions of width and height from the top left corner.
Point = tuple[float, float]
CENTRE: Point = (0.5, 0.5)


class CropBox(NamedTuple):
    """A rectangle in thousandths of the photo's width and height, the origin at the top left. See `check_crop`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def key(self) -> str:
        """The crop's name, `left,top,right,bottom`."""
        return ",".join(map(str, self))


WHOLE = CropBox(0, 0, STEPS, STEPS)


def check_crop(edges: tuple[int, int, int, int]) -> CropBox:
    """The crop with these edges. Raises ValueError if it is empty or reaches outside."""
    crop = CropBox(*edges)
    if not (0 <= crop.left < crop.right <= STEPS and 0 <= crop.top < crop.bottom <= STEPS):
        raise ValueError(edges)
    return crop


def clip_crop(left: float, top: float, right: float, bottom: float) -> CropBox:
    """The part of a drawn rectangle (fractions of the sides) that lies on the photo, corners in any order.

    Raises ValueError if nothing of it does.
    """
    across, down = sorted((left, right)), sorted((top, bottom))
    # Asked this way round, because a NaN answers no to everything.
    if not (across[0] < 1 and across[1] > 0 and down[0] < 1 and down[1] > 0):
        raise ValueError((left, top, right, bottom))
    (left_edge, right_edge), (top_edge, bottom_edge) = _clip_edges(*across), _clip_edges(*down)
    return CropBox(left_edge, top_edge, right_edge, bottom_edge)


def find_crop(size: tuple[int, int], *, aspect: Fraction, focal: Point = CENTRE) -> CropBox:
    """The largest crop of this aspect (width over height), with the focal point as near its middle as may be.

    `size` is the photo's in pixels, as it is shown. The crop slides along one side only, stops at the photo's edge, and
    so always holds the focal point; a point outside the photo counts as the nearest one on it. The proportions can be
    off by a thousandth of a side, since what is named is what is cut.
    """
    share = aspect * Fraction(size[1], size[0])
    x, y = (min(1.0, max(0.0, value)) for value in focal)
    if share <= 1:
        left, right = _slide(x, share)
        return CropBox(left, 0, right, STEPS)
    top, bottom = _slide(y, 1 / share)
    return CropBox(0, top, STEPS, bottom)


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


def to_shown(point: Point, *, orientation: int) -> Point:
    """Where a point of the stored pixels is shown: the way back from `to_stored`."""
    x, y = _mirror(point, orientation=orientation)
    return (y, x) if orientation >= 5 else (x, y)


def crop_in_stored(crop: CropBox, *, orientation: int) -> tuple[float, float, float, float]:
    """The crop of the photo as shown, as left, top, right, bottom of the stored pixels, in fractions of their sides."""
    first = to_stored((crop.left / STEPS, crop.top / STEPS), orientation=orientation)
    second = to_stored((crop.right / STEPS, crop.bottom / STEPS), orientation=orientation)
    (left, right), (top, bottom) = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return left, top, right, bottom


def _mirror(stored: Point, *, orientation: int) -> Point:
    x, y = stored
    return (1 - x if orientation in {2, 3, 7, 8} else x, 1 - y if orientation in {3, 4, 6, 7} else y)


def _slide(focus: float, share: Fraction) -> tuple[int, int]:
    length = min(STEPS, max(1, round(share * STEPS)))
    start = min(STEPS - length, max(0, round(focus * STEPS - length / 2)))
    return start, start + length


def _clip_edges(low: float, high: float) -> tuple[int, int]:
    start = min(STEPS - 1, max(0, round(low * STEPS) if low > 0 else 0))
    end = STEPS if high >= 1 else round(high * STEPS)
    return start, max(start + 1, end)
