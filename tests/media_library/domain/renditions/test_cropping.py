import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_library.domain.renditions.cropping import (
    ASPECTS,
    WHOLE,
    CropBox,
    check_crop,
    clip_crop,
    crop_in_stored,
    crop_pixels,
    find_crop,
    to_shown,
    to_stored,
)
from media_library.domain.renditions.orientation import turn_upright

sides = st.integers(1, 20_000)
fractions = st.floats(0, 1)
aspects = st.sampled_from(list(ASPECTS.values()))


@pytest.mark.parametrize(
    ("size", "aspect", "focal", "expected"),
    [
        ((6000, 4000), "3:2", (0.5, 0.5), (0, 0, 1000, 1000)),
        ((6000, 4000), "1:1", (0.5, 0.5), (166, 0, 833, 1000)),
        ((6000, 4000), "1:1", (0, 0.5), (0, 0, 667, 1000)),
        ((6000, 4000), "1:1", (0.9, 0), (333, 0, 1000, 1000)),
        ((6000, 4000), "16:9", (0.5, 0.5), (0, 78, 1000, 922)),
        ((4000, 6000), "16:9", (0.5, 0.25), (0, 62, 1000, 437)),
        ((4000, 6000), "3:2", (0.5, 7), (0, 556, 1000, 1000)),
        ((1, 5000), "1:1", (0.5, 0.3), (0, 300, 1000, 301)),
    ],
)
def test_find_crop(size, aspect, focal, expected):
    assert find_crop(size, aspect=ASPECTS[aspect], focal=focal) == expected


@given(width=sides, height=sides, aspect=aspects, x=fractions, y=fractions)
def test_find_crop_holds_the_focal_point_and_is_as_large_as_may_be(width, height, aspect, x, y):
    crop = check_crop(find_crop((width, height), aspect=aspect, focal=(x, y)))
    # To the thousandth: that is what edges are rounded to.
    assert crop.left <= x * 1000 + 0.5
    assert crop.right >= x * 1000 - 0.5
    assert crop.top <= y * 1000 + 0.5
    assert crop.bottom >= y * 1000 - 0.5
    assert (crop.left, crop.right) == (0, 1000) or (crop.top, crop.bottom) == (0, 1000)
    across = Fraction(crop.right - crop.left, 1000) * width
    down = Fraction(crop.bottom - crop.top, 1000) * height
    assert abs(across - down * aspect) <= max(Fraction(width, 1000), Fraction(height, 1000) * aspect)


@given(width=sides, height=sides, aspect=aspects, x=fractions)
def test_find_crop_is_centred_unless_an_edge_is_in_the_way(width, height, aspect, x):
    crop = find_crop((width, height), aspect=aspect, focal=(x, x))
    for low, high in ((crop.left, crop.right), (crop.top, crop.bottom)):
        assert low == 0 or high == 1000 or abs((low + high) / 2 - x * 1000) <= 1


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [
        ((0.1, 0.2, 0.9, 0.8), (100, 200, 900, 800)),
        ((0.9, 0.8, 0.1, 0.2), (100, 200, 900, 800)),
        ((-3, -math.inf, 0.5, math.inf), (0, 0, 500, 1000)),
        ((0.9999, 0.5, 2, 0.5), (999, 500, 1000, 501)),
    ],
)
def test_clip_crop(drawn, expected):
    assert clip_crop(*drawn) == expected


@pytest.mark.parametrize(
    "drawn", [(1, 0, 2, 1), (-2, 0, 0, 1), (0, -1, 1, 0), (math.nan, 0, 1, 1), (0, 0, 1, math.nan)]
)
def test_clip_crop_of_nothing_is_refused(drawn):
    with pytest.raises(ValueError, match=r"\("):
        clip_crop(*drawn)


@given(st.tuples(*[st.floats(-2, 3)] * 4))
def test_clip_crop_gives_a_legal_crop_or_none(drawn):
    try:
        crop = clip_crop(*drawn)
    except ValueError:
        return
    assert check_crop(crop) == crop


@pytest.mark.parametrize("edges", [(0, 0, 0, 1000), (5, 0, 4, 1000), (-1, 0, 10, 10), (0, 0, 1001, 10), (0, 9, 10, 9)])
def test_check_crop_refuses(edges):
    with pytest.raises(ValueError, match=r"\("):
        check_crop(edges)


def test_crop_key():
    assert CropBox(0, 78, 1000, 922).key == "0,78,1000,922"


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
    assert to_shown((5.5 / 7, 1.5 / 5), orientation=orientation) == pytest.approx(point)


@given(st.integers(1, 8), fractions, fractions)
def test_to_shown_is_the_way_back(orientation, x, y):
    assert to_shown(to_stored((x, y), orientation=orientation), orientation=orientation) == pytest.approx((x, y))


def test_crop_in_stored_of_a_photo_on_its_side():
    # The camera was held upright (6): the left edge as shown is the lower edge as stored.
    assert crop_in_stored(CropBox(0, 100, 250, 500), orientation=6) == pytest.approx((0.1, 0.75, 0.5, 1))
