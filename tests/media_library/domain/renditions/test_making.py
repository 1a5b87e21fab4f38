import io
import re

import pytest
from PIL import Image

from media_library.domain.renditions import CROP_PRESETS, DOWNLOAD_PRINT, DOWNLOAD_WEB, PUBLIC_PRESETS
from media_library.domain.renditions.colour import PROFILE_IGNORED, srgb_profile
from media_library.domain.renditions.decoding import Flaw, PhotoUndecodable
from media_library.domain.renditions.encoding import RightsEmbedding
from media_library.domain.renditions.making import make_renditions
from tests.media_library.domain.renditions import made_profiles
from tests.media_library.domain.renditions.reading import jpeg_segments, opened, webp_chunks
from tests.media_library.photo_files import make_jpeg

RIGHTS = RightsEmbedding(xmp="<x:rights>Снимка</x:rights>".encode(), iim=b"\x1c\x02\x74\0\3NIA")
# The green (128, 200, 100) of Adobe RGB; test_colour.py has the formula.
ADOBE_GREEN_IN_SRGB = (77, 201, 92)
SECRET = "4711-SERIAL"
CORNERS = {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "white"}
# Where EXIF says that the first stored row and the first stored column are seen (CIPA DC-008, 4.6.4).
FIRST_ROW_AND_COLUMN = {
    1: ("top", "left"),
    2: ("top", "right"),
    3: ("bottom", "right"),
    4: ("bottom", "left"),
    5: ("left", "top"),
    6: ("right", "top"),
    7: ("right", "bottom"),
    8: ("left", "bottom"),
}
OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}


def make(path, **options):
    return make_renditions(path, watermark="НИА", rights=RIGHTS, **options)


def saved(tmp_path, image, *, kind="JPEG", **options):
    path = tmp_path / "original"
    image.save(path, kind, **options)
    return path


def stored_corners(orientation):
    """Four coloured quarters, stored so that with this orientation they are seen as CORNERS has them."""
    row, column = FIRST_ROW_AND_COLUMN[orientation]
    size = (800, 600) if orientation < 5 else (600, 800)
    stored = Image.new("RGB", size)
    for x in (0, 1):
        for y in (0, 1):
            seen = {row if y == 0 else OPPOSITE[row], column if x == 0 else OPPOSITE[column]}
            colour = CORNERS[int("right" in seen), int("bottom" in seen)]
            stored.paste(colour, (x * size[0] // 2, y * size[1] // 2, (x + 1) * size[0] // 2, (y + 1) * size[1] // 2))
    return stored


def exif_of(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def is_near(found, expected, *, tolerance):
    return all(abs(one - other) <= tolerance for one, other in zip(found, expected, strict=True))


def test_make_renditions_makes_the_eight_public_files(tmp_path):
    made = make(saved(tmp_path, Image.effect_mandelbrot((2400, 1600), (-2, -1, 1, 1), 50).convert("RGB")))
    assert (made.width, made.height, made.warnings) == (2400, 1600, ())
    assert [(file.preset, file.format, file.width, file.height) for file in made.files] == [
        ("thumb", "jpeg", 320, 213),
        ("preview", "jpeg", 1024, 683),
        ("web-640", "jpeg", 640, 427),
        ("web-640", "webp", 640, 427),
        ("web-1280", "jpeg", 1280, 853),
        ("web-1280", "webp", 1280, 853),
        ("web-1920", "jpeg", 1920, 1280),
        ("web-1920", "webp", 1920, 1280),
    ]
    for file in made.files:
        picture = opened(file.content)
        assert (picture.format.lower(), picture.size) == (file.format, (file.width, file.height))
        assert picture.mode == "RGB"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_make_renditions_shows_every_orientation_upright(tmp_path, orientation, kind):
    original = saved(tmp_path, stored_corners(orientation), kind=kind, exif=exif_of(orientation))
    made = make(original, presets=PUBLIC_PRESETS[2:4])
    assert (made.width, made.height) == (800, 600)
    for file in made.files:
        picture = opened(file.content)
        assert picture.size == (640, 480)
        for (x, y), colour in CORNERS.items():
            expected = Image.new("RGB", (1, 1), colour).getpixel((0, 0))
            assert is_near(picture.getpixel((160 + 320 * x, 120 + 240 * y)), expected, tolerance=8)


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_make_renditions_of_cmyk(tmp_path, kind):
    # Pillow writes a JPEG of CMYK as Adobe does: inverted, and marked so.
    path = saved(tmp_path, Image.new("CMYK", (900, 600), (0, 255, 255, 0)), kind=kind)
    for file in make(path).files:
        if file.preset != "preview":
            assert is_near(opened(file.content).getpixel((50, 50)), (255, 0, 0), tolerance=3)


def test_make_renditions_of_adobe_rgb(tmp_path):
    path = saved(
        tmp_path, Image.new("RGB", (900, 600), (128, 200, 100)), icc_profile=made_profiles.adobe_rgb(), quality=95
    )
    made = make(path)
    assert is_near(opened(made.files[-1].content).getpixel((9, 9)), ADOBE_GREEN_IN_SRGB, tolerance=4)
    assert is_near(bytes.fromhex(made.average_colour[1:]), ADOBE_GREEN_IN_SRGB, tolerance=4)


def test_make_renditions_warns_of_a_broken_profile(tmp_path):
    assert make(saved(tmp_path, Image.new("RGB", (30, 20)), icc_profile=b"broken")).warnings == (PROFILE_IGNORED,)


def test_make_renditions_never_enlarges_and_encodes_equal_files_once(tmp_path):
    made = make(saved(tmp_path, Image.effect_noise((500, 700), 90).convert("RGB")))
    assert {(file.preset, file.format): (file.width, file.height) for file in made.files} == {
        ("thumb", "jpeg"): (229, 320),
        ("preview", "jpeg"): (500, 700),
        ("web-640", "jpeg"): (457, 640),
        ("web-640", "webp"): (457, 640),
        ("web-1280", "jpeg"): (500, 700),
        ("web-1280", "webp"): (500, 700),
        ("web-1920", "jpeg"): (500, 700),
        ("web-1920", "webp"): (500, 700),
    }
    contents = {(file.preset, file.format): file.content for file in made.files}
    assert contents["web-1280", "jpeg"] is contents["web-1920", "jpeg"]
    assert contents["web-1280", "webp"] is contents["web-1920", "webp"]
    assert contents["preview", "jpeg"] != contents["web-1920", "jpeg"]


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1, 5000), (5000, 1), (8, 8)])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_make_renditions_of_odd_sizes(tmp_path, size, mode):
    made = make(saved(tmp_path, Image.new(mode, size)), presets=(*PUBLIC_PRESETS, DOWNLOAD_WEB, DOWNLOAD_PRINT))
    assert (made.width, made.height) == size
    assert [opened(file.content).size for file in made.files] == [(file.width, file.height) for file in made.files]
    assert made.luminance.size == (64, 64)


@pytest.mark.parametrize(
    ("mode", "colour", "options", "expected"),
    [
        ("I;16", 0x8080, {}, (128, 128, 128)),
        ("1", 1, {}, (255, 255, 255)),
        ("LA", (0, 0), {}, (255, 255, 255)),
        ("RGBA", (200, 0, 0, 255), {}, (200, 0, 0)),
        ("P", 0, {}, (0, 0, 0)),
        ("RGB", (9, 9, 9), {"transparency": (9, 9, 9)}, (255, 255, 255)),
    ],
)
def test_make_renditions_of_png_in_every_mode(tmp_path, mode, colour, options, expected):
    path = saved(tmp_path, Image.new(mode, (400, 300), colour), kind="PNG", **options)
    for file in make(path, presets=CROP_PRESETS).files:
        assert is_near(opened(file.content).getpixel((20, 20)), expected, tolerance=3)


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_make_renditions_carries_the_rights_and_nothing_else_of_the_original(tmp_path, mode):
    path = tmp_path / "original"
    exif = {0x010F: SECRET, 0x8769: {0xA431: SECRET, 0xA430: SECRET}, 0x8825: {1: "N", 2: (42.0, 41.0, 0.0)}}
    make_jpeg(
        path,
        size=(1500, 1000),
        mode=mode,
        exif=exif,
        iim={"2:80": SECRET},
        xmp=f"<dc:description>{SECRET}</dc:description>",
        icc=srgb_profile() + SECRET.encode(),
        extra_segments=[(0xFE, SECRET.encode()), (0xEC, SECRET.encode())],
    )
    made = make(path, presets=(*PUBLIC_PRESETS, DOWNLOAD_WEB))
    for file in made.files:
        assert SECRET.encode() not in file.content
        assert b"Exif" not in file.content
        assert RIGHTS.xmp in file.content
        if file.format == "jpeg":
            applications = [marker for marker, _payload in jpeg_segments(file.content) if marker >= 0xE0]
            assert applications == [0xE0, 0xE1, 0xED] + ([0xE2] if file.preset == "download-web" else [])
            assert RIGHTS.iim in file.content
        else:
            assert [name for name, _payload in webp_chunks(file.content)] == [b"VP8X", b"VP8 ", b"XMP "]


def test_make_renditions_for_download(tmp_path):
    path = saved(tmp_path, Image.new("RGB", (2400, 1800), (128, 200, 100)), icc_profile=made_profiles.adobe_rgb())
    web, whole = make(path, presets=(DOWNLOAD_WEB, DOWNLOAD_PRINT)).files
    assert (web.preset, web.width, web.height) == ("download-web", 2000, 1500)
    assert opened(web.content).info["icc_profile"] == srgb_profile()
    assert is_near(opened(web.content).getpixel((9, 9)), ADOBE_GREEN_IN_SRGB, tolerance=4)
    assert (whole.preset, whole.width, whole.height) == ("download-print", 2400, 1800)
    assert opened(whole.content).info["icc_profile"] == made_profiles.adobe_rgb()
    assert is_near(opened(whole.content).getpixel((9, 9)), (128, 200, 100), tolerance=4)


def test_make_renditions_of_a_crop(tmp_path):
    path = saved(tmp_path, stored_corners(6), exif=exif_of(6))
    made = make(path, presets=CROP_PRESETS, crop=(500, 0, 1000, 500))
    assert (made.width, made.height) == (800, 600)
    assert {(file.width, file.height) for file in made.files} == {(400, 300)}
    for file in made.files:
        picture = opened(file.content)
        assert all(is_near(picture.getpixel(place), (0, 255, 0), tolerance=8) for place in [(4, 4), (395, 295)])
    assert is_near(bytes.fromhex(made.average_colour[1:]), (0, 255, 0), tolerance=4)


@pytest.mark.parametrize("crop", [(0, 0, 0, 0), (0, 0, 1001, 1000), (900, 0, 100, 1000)])
def test_make_renditions_of_a_crop_that_is_none(tmp_path, crop):
    with pytest.raises(ValueError, match=re.escape(str(crop))):
        make(saved(tmp_path, Image.new("RGB", (30, 20))), presets=CROP_PRESETS, crop=crop)


def test_make_renditions_has_no_print_size_of_a_crop(tmp_path):
    with pytest.raises(ValueError, match="500"):
        make(saved(tmp_path, Image.new("RGB", (30, 20))), presets=[DOWNLOAD_PRINT], crop=(0, 0, 500, 500))


def test_make_renditions_gives_what_pages_and_the_search_for_likeness_need(tmp_path):
    image = Image.new("RGB", (1200, 800), (250, 200, 10))
    image.paste((10, 20, 90), (0, 400, 1200, 800))
    made = make(saved(tmp_path, image, quality=95))
    assert made.placeholder.startswith("data:image/webp;base64,")
    assert len(made.placeholder) < 400
    assert is_near(bytes.fromhex(made.average_colour.removeprefix("#")), (130, 110, 50), tolerance=2)
    assert (made.luminance.mode, made.luminance.size) == ("L", (64, 64))
    assert made.luminance.getpixel((32, 10)) == pytest.approx(193, abs=3)
    assert made.luminance.getpixel((32, 53)) == pytest.approx(25, abs=3)


def test_make_renditions_marks_the_preview_alone(tmp_path):
    grey = Image.new("RGB", (1500, 1000), (120, 120, 120))
    marked = {
        file.preset
        for file in make(saved(tmp_path, grey), presets=(*PUBLIC_PRESETS, DOWNLOAD_WEB, DOWNLOAD_PRINT)).files
        if opened(file.content).convert("L").getextrema()[1] > 130
    }
    assert marked == {"preview"}


def test_make_renditions_of_a_photo_cut_short_makes_none(tmp_path):
    data = io.BytesIO()
    Image.effect_noise((1200, 800), 90).save(data, "JPEG")
    path = tmp_path / "original"
    path.write_bytes(data.getvalue()[: len(data.getvalue()) // 2])
    for presets in (PUBLIC_PRESETS, [DOWNLOAD_PRINT]):
        with pytest.raises(PhotoUndecodable) as refusal:
            make(path, presets=presets)
        assert refusal.value.flaw is Flaw.BROKEN


def test_make_renditions_keeps_to_the_bound_of_pixels(tmp_path):
    path = saved(tmp_path, Image.new("RGB", (300, 200)))
    with pytest.raises(PhotoUndecodable) as refusal:
        make(path, max_pixels=59_999)
    assert refusal.value.flaw is Flaw.TOO_LARGE
    assert make(path, max_pixels=60_000).width == 300
