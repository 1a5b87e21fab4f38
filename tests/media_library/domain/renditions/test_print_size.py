import io

import pytest
from PIL import Image, ImageChops

from media_library.domain.renditions.decoding import Flaw, PhotoUndecodable, open_photo
from media_library.domain.renditions.encoding import RightsEmbedding
from media_library.domain.renditions.print_size import copy_coded_pixels, make_print_file
from tests.media_library.domain.renditions import made_profiles
from tests.media_library.domain.renditions.reading import jpeg_segments, opened
from tests.media_library.photo_files import make_jpeg, with_segments

RIGHTS = RightsEmbedding(xmp=b"<x:rights/>", iim=b"\x1c\x02\x74\0\3NIA")
SECRET = b"serial number 4711"


def made(tmp_path, data):
    path = tmp_path / "original"
    path.write_bytes(data)
    with open_photo(path) as photo:
        return make_print_file(path, photo, rights=RIGHTS)


def noise(*, mode="RGB", **options):
    data = io.BytesIO()
    Image.merge("RGB", [Image.effect_noise((90, 60), 60 + band) for band in range(3)]).convert(mode).save(
        data, "JPEG", **options
    )
    return data.getvalue()


@pytest.mark.parametrize(
    "options", [{}, {"progressive": True}, {"mode": "L"}, {"mode": "CMYK"}, {"restart_marker_rows": 1}]
)
def test_make_print_file_copies_an_upright_jpeg_bit_by_bit(tmp_path, options):
    original = noise(**options, icc_profile=made_profiles.adobe_rgb())
    content, size = made(tmp_path, original)
    assert size == (90, 60)
    one, other = opened(original), opened(content)
    assert (one.mode, one.tobytes()) == (other.mode, other.tobytes())
    assert other.info["icc_profile"] == made_profiles.adobe_rgb()
    assert len(content) < len(original) + 400


def test_make_print_file_takes_nothing_else_along(tmp_path):
    thumbnail = (0xE0, b"JFXX\0\x10" + SECRET)
    segments = [
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        (0xFE, SECRET),
        (0xE2, b"MPF\0" + SECRET),
        thumbnail,
    ]
    original = with_segments(noise(), segments=segments) + b"\xff\xd8" + SECRET
    content, _size = made(tmp_path, original)
    assert SECRET not in content
    kept = [marker for marker, _payload in jpeg_segments(content)]
    assert [marker for marker in kept if marker >= 0xE0] == [0xE0, 0xE1, 0xED]
    assert RIGHTS.xmp in content
    assert RIGHTS.iim in content
    assert content.endswith(b"\xff\xd9")


def test_make_print_file_leaves_the_thumbnail_of_jfif_behind(tmp_path):
    plain = noise()
    original = plain[:2] + b"\xff\xe0\0\x13JFIF\0\1\2\1\0\x48\0\x48\1\1" + b"\7\7\7" + plain[20:]
    content, _size = made(tmp_path, original)
    assert jpeg_segments(content)[0] == (0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\0\0")


def test_make_print_file_turns_what_lies_on_its_side(tmp_path):
    original = make_jpeg(size=(60, 40), exif={0x0112: 6}, icc=made_profiles.adobe_rgb(), colour=(200, 30, 30))
    content, size = made(tmp_path, original)
    picture = opened(content)
    assert size == picture.size == (40, 60)
    assert picture.info["icc_profile"] == made_profiles.adobe_rgb()
    assert b"Exif" not in content
    # Not converted: the numbers are those of the original's own profile.
    assert all(abs(a - b) < 4 for a, b in zip(picture.getpixel((20, 30)), (200, 30, 30), strict=True))


@pytest.mark.parametrize(
    ("mode", "colour", "written", "expected"),
    [
        ("RGB", (200, 30, 30), "RGB", (200, 30, 30)),
        ("L", 77, "L", 77),
        ("CMYK", (20, 200, 40, 10), "CMYK", (20, 200, 40, 10)),
        ("RGBA", (200, 30, 30, 0), "RGB", (255, 255, 255)),
        ("P", 0, "RGB", (0, 0, 0)),
        ("1", 1, "L", 255),
        ("I;16", 0x8080, "RGB", (128, 128, 128)),
        ("LAB", (255, 128, 128), "RGB", (255, 255, 255)),
    ],
)
def test_make_print_file_of_other_kinds(tmp_path, mode, colour, written, expected):
    data = io.BytesIO()
    Image.new(mode, (30, 20), colour).save(data, "TIFF")
    content, size = made(tmp_path, data.getvalue())
    picture = opened(content)
    assert (size, picture.size, picture.mode) == ((30, 20), (30, 20), written)
    found = picture.getpixel((5, 5))
    pairs = zip(found, expected, strict=True) if isinstance(found, tuple) else [(found, expected)]
    assert all(abs(one - other) <= 3 for one, other in pairs), found


def test_make_print_file_of_png_keeps_its_profile(tmp_path):
    data = io.BytesIO()
    Image.new("RGBA", (30, 20), (1, 2, 3, 255)).save(data, "PNG", icc_profile=made_profiles.adobe_rgb())
    assert opened(made(tmp_path, data.getvalue())[0]).info["icc_profile"] == made_profiles.adobe_rgb()


def test_make_print_file_drops_a_profile_that_fits_no_such_picture(tmp_path):
    data = io.BytesIO()
    Image.new("L", (30, 20), 50).save(data, "PNG", icc_profile=made_profiles.adobe_rgb())
    assert "icc_profile" not in opened(made(tmp_path, data.getvalue())[0]).info


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_copy_coded_pixels_of_a_file_cut_short_is_refused(share):
    whole = noise()
    with pytest.raises(PhotoUndecodable) as refusal:
        copy_coded_pixels(whole[: int(len(whole) * share)], rights=RIGHTS)
    assert refusal.value.flaw is Flaw.BROKEN


@pytest.mark.parametrize("oddity", [b"\xff\xc3\0\x0b\x08\0\1\0\1\1\1\x11\0", b"\xff\xe1\0\0", b"no marker"])
def test_copy_coded_pixels_leaves_odd_files_to_the_decoder(oddity):
    assert copy_coded_pixels(b"\xff\xd8" + oddity + noise()[2:], rights=RIGHTS) is None


def test_copy_coded_pixels_passes_over_filling():
    plain = noise()
    filled = plain[:2] + b"\xff\xff\xff" + plain[2:]
    content = copy_coded_pixels(filled, rights=RIGHTS)
    assert ImageChops.difference(opened(content), opened(plain)).getbbox() is None
