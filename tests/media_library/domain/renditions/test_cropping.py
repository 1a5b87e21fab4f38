import pytest
from PIL import Image

from media_library.domain.renditions.cropping import (
    WHOLE,
    CropBox,
    check_crop,
    crop_in_stored,
    crop_pixels,
    to_stored,
)
from media_library.domain.renditions.orientation import turn_upright


@pytest.mark.parametrize("edges", [(0, 0, 0, 1000), (5, 0, 4, 1000), (-1, 0, 10, 10), (0, 0, 1001, 10), (0, 9, 10, 9)])
def test_check_crop_refuses(edges):
    with pytest.raises(ValueError, match=r"\("):
        check_crop(edges)


def test_crop_pixels():
    assert crop_pixels((6000, 4000), crop=CropBox(0, 78, 1000, 922)) == (6000, 3376)
    assert crop_pixels((3, 2), crop=CropBox(0, 0, 1, 1)) == (1, 1)
    assert crop_pixels((3, 2), crop=WHOLE) == (3, 2)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_to_stored_finds_the_same_pixel_as_turning_does(orientation):
    stored = Image.new("L", (7, 5))
    stored.putpixel((5, 1), 255)
    shown = turn_upright(stored, orientation=orientation)
    bright = shown.tobytes().index(255)
    point = ((bright % shown.width + 0.5) / shown.width, (bright // shown.width + 0.5) / shown.height)
    assert to_stored(point, orientation=orientation) == pytest.approx((5.5 / 7, 1.5 / 5))


def test_crop_in_stored_of_a_photo_on_its_side():
    # The camera was held upright (6): the left edge as shown is the lower edge as stored.
    assert crop_in_stored(CropBox(0, 100, 250, 500), orientation=6) == pytest.approx((0.1, 0.75, 0.5, 1))
