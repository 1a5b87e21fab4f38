import io

import pytest
from PIL import Image, ImageCms

from media_library.domain.renditions.colour import (
    LARGEST_PROFILE,
    PROFILE_IGNORED,
    convert_to_srgb,
    fits_profile,
    srgb_profile,
)
from tests.media_library.domain.renditions import made_profiles


def srgb_of_xyz(x, y, z):
    """sRGB (IEC 61966-2-1) of a colour in XYZ under D50, by the published matrix (Bradford)."""
    linear = (
        3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
        -0.9787684 * x + 1.9161415 * y + 0.0334540 * z,
        0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
    )
    clipped = (min(1, max(0, value)) for value in linear)
    return tuple(
        round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055)) for value in clipped
    )


def srgb_of_adobe(*colour):
    red, green, blue = ((value / 255) ** made_profiles.ADOBE_GAMMA for value in colour)
    primaries = zip(made_profiles.ADOBE_RED, made_profiles.ADOBE_GREEN, made_profiles.ADOBE_BLUE, strict=True)
    return srgb_of_xyz(*(red * r + green * g + blue * b for r, g, b in primaries))


def srgb_of_lab(lightness, a, b):
    y = (lightness + 16) / 116
    cubes = [
        value**3 if value > 6 / 29 else (value - 4 / 29) * 3 * (6 / 29) ** 2 for value in (y + a / 500, y, y - b / 200)
    ]
    return srgb_of_xyz(*(cube * white for cube, white in zip(cubes, made_profiles.D50, strict=True)))


def assert_near(found, expected, *, tolerance=3):
    assert all(abs(one - other) <= tolerance for one, other in zip(found, expected, strict=True)), (found, expected)


def converted(mode, colour, *, profile=None):
    image, warnings = convert_to_srgb(Image.new(mode, (2, 2), colour), profile=profile)
    assert image.mode == "RGB"
    return image.getpixel((1, 1)), warnings


@pytest.mark.parametrize("colour", [(128, 200, 100), (60, 60, 60), (200, 120, 90), (30, 90, 160)])
def test_convert_to_srgb_of_adobe_rgb(colour):
    found, warnings = converted("RGB", colour, profile=made_profiles.adobe_rgb())
    assert_near(found, srgb_of_adobe(*colour))
    assert warnings == ()


def test_convert_to_srgb_of_a_press_profile():
    cyan = (55, -20, -30)
    found, warnings = converted("CMYK", (255, 0, 0, 0), profile=made_profiles.press(cyan=cyan))
    assert_near(found, srgb_of_lab(*cyan), tolerance=6)
    assert warnings == ()


def test_convert_to_srgb_of_cmyk_without_a_profile():
    assert converted("CMYK", (0, 255, 255, 0)) == ((255, 0, 0), ())


def test_convert_to_srgb_of_grey_with_its_own_gamma():
    found, warnings = converted("L", 100, profile=made_profiles.grey(gamma=1.8))
    light = (100 / 255) ** 1.8
    assert_near(found, srgb_of_xyz(*(light * white for white in made_profiles.D50)))
    assert warnings == ()


def test_convert_to_srgb_of_grey_with_a_profile_for_colour():
    found, warnings = converted("L", 100, profile=made_profiles.adobe_rgb())
    assert_near(found, srgb_of_adobe(100, 100, 100))
    assert warnings == ()


def test_convert_to_srgb_of_lab_by_definition():
    assert_near(converted("LAB", (140, 148, 98))[0], srgb_of_lab(140 / 2.55, 20, -30))


def test_convert_to_srgb_leaves_srgb_as_it_is():
    image = Image.frombytes("RGB", (16, 16), bytes(range(256)) * 3)
    found, warnings = convert_to_srgb(image, profile=srgb_profile())
    assert found.tobytes() == image.tobytes()
    assert warnings == ()


@pytest.mark.parametrize(
    ("mode", "colour", "expected"),
    [
        ("I;16", 257 * 200, (200, 200, 200)),
        ("RGBA", (10, 20, 30, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 51), (204, 204, 204)),
        ("RGBA", (10, 20, 30, 255), (10, 20, 30)),
    ],
)
def test_convert_to_srgb_of_deep_grey_and_of_transparency(mode, colour, expected):
    assert converted(mode, colour) == (expected, ())


@pytest.mark.parametrize("mode", ["I", "F"])
def test_convert_to_srgb_stretches_grey_that_has_no_white(mode):
    image = Image.new(mode, (2, 1), -1000)
    image.putpixel((1, 0), 70000)
    assert convert_to_srgb(image, profile=None)[0].tobytes() == bytes([0, 0, 0, 255, 255, 255])


def test_convert_to_srgb_of_adobe_rgb_with_transparency():
    found, warnings = converted("RGBA", (128, 200, 100, 255), profile=made_profiles.adobe_rgb())
    assert_near(found, srgb_of_adobe(128, 200, 100))
    assert warnings == ()


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("RGB", b"no profile at all"),
        ("RGB", made_profiles.adobe_rgb()[:200]),
        ("RGB", made_profiles.adobe_rgb() + bytes(LARGEST_PROFILE)),
        ("RGB", made_profiles.press(cyan=(55, -20, -30))),
        ("RGB", made_profiles.grey(gamma=2.2)),
        ("CMYK", made_profiles.adobe_rgb()),
        ("L", made_profiles.negative()),
    ],
    ids=["words", "cut short", "too large", "of a press", "of grey", "of a screen", "negative"],
)
def test_convert_to_srgb_passes_over_an_unusable_profile(mode, profile):
    image = Image.new(mode, (2, 2), 90 if mode == "L" else (90, 60, 30, 0)[: len(mode)])
    found, warnings = convert_to_srgb(image, profile=profile)
    assert found.tobytes() == image.convert("RGB").tobytes()
    assert warnings == (PROFILE_IGNORED,)


def test_convert_to_srgb_of_lab_with_a_broken_profile_goes_by_definition():
    found, warnings = converted("LAB", (140, 148, 98), profile=b"broken")
    assert_near(found, srgb_of_lab(140 / 2.55, 20, -30))
    assert warnings == (PROFILE_IGNORED,)


def test_fits_profile():
    rgb, cmyk, grey = (Image.new(mode, (1, 1)) for mode in ("RGB", "CMYK", "L"))
    assert fits_profile(rgb, profile=made_profiles.adobe_rgb())
    assert fits_profile(cmyk, profile=made_profiles.press(cyan=(55, -20, -30)))
    assert fits_profile(grey, profile=made_profiles.grey(gamma=1.8))
    assert not fits_profile(grey, profile=made_profiles.adobe_rgb())
    assert not fits_profile(rgb, profile=b"broken")
    assert not fits_profile(rgb, profile=None)


def test_srgb_profile_is_small_and_dated_once_and_for_all():
    assert len(srgb_profile()) < 700
    assert srgb_profile()[24:36] == bytes([0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])
    assert ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile())).profile.xcolor_space == "RGB "
