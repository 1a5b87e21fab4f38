import io

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from media_library.domain.renditions.decoding import Flaw, PhotoUndecodable, decode_photo, open_photo
from tests.media_library.photo_files import make_jpeg, make_other

EXIF_ORIENTATION = 0x0112


def written(tmp_path, data, *, name="photo"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def noise(size, *, mode="RGB", kind="JPEG", **options):
    image = Image.effect_noise(size, 80).convert(mode)
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


@pytest.mark.parametrize(("kind", "is_jpeg"), [("JPEG", True), ("PNG", False), ("TIFF", False), ("WEBP", False)])
def test_open_photo_judges_by_content(tmp_path, kind, is_jpeg):
    data = make_jpeg(size=(6, 4)) if kind == "JPEG" else make_other(kind, size=(6, 4))
    with open_photo(written(tmp_path, data, name="photo.gif")) as photo:
        assert photo.size == photo.stored_size == (6, 4)
        assert photo.is_jpeg is is_jpeg
        assert photo.icc_profile is None


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg>", b"%PDF-1.7", b"BM" + bytes(60), b"RIFF\0\0\0\0WAVE"])
def test_open_photo_refuses_other_kinds(tmp_path, data):
    with pytest.raises(PhotoUndecodable) as refusal, open_photo(written(tmp_path, data)):
        pass
    assert refusal.value.flaw is Flaw.UNKNOWN_KIND


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0\x08\0\0\0", b"RIFF\x04\0\0\0WEBP"])
def test_open_photo_refuses_a_start_without_a_picture(tmp_path, data):
    with pytest.raises(PhotoUndecodable) as refusal, open_photo(written(tmp_path, data)):
        pass
    assert refusal.value.flaw is Flaw.BROKEN


def test_open_photo_that_is_missing_is_no_fault_of_the_photo(tmp_path):
    with pytest.raises(FileNotFoundError), open_photo(tmp_path / "none"):
        pass


def test_open_photo_keeps_to_its_own_bound_whatever_pillows_is(tmp_path, monkeypatch):
    path = written(tmp_path, make_jpeg(size=(60, 40)))
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with open_photo(path, max_pixels=2400) as photo:
        assert decode_photo(photo, scale=1).image.size == (60, 40)
    with pytest.raises(PhotoUndecodable) as refusal, open_photo(path, max_pixels=2399):
        pass
    assert refusal.value.flaw is Flaw.TOO_LARGE
    assert Image.MAX_IMAGE_PIXELS == 100


@pytest.mark.parametrize(("orientation", "size"), [(1, (60, 40)), (4, (60, 40)), (5, (40, 60)), (8, (40, 60))])
def test_open_photo_knows_how_it_is_shown(tmp_path, orientation, size):
    with open_photo(written(tmp_path, make_jpeg(exif={EXIF_ORIENTATION: orientation}))) as photo:
        assert photo.orientation == orientation
        assert photo.size == size


@pytest.mark.parametrize("exif", [{EXIF_ORIENTATION: 0}, {EXIF_ORIENTATION: 9}, b"MM\0*\xff\xff\xff\xff", b"nonsense"])
def test_open_photo_with_an_impossible_orientation_is_upright(tmp_path, exif):
    with open_photo(written(tmp_path, make_jpeg(exif=exif))) as photo:
        assert photo.orientation == 1


@pytest.mark.parametrize(
    ("scale", "size"),
    [
        (1, (1601, 801)),
        (0.39, (1601, 801)),
        (0.38, (801, 401)),
        (0.19, (401, 201)),
        (0.09, (201, 101)),
        (0.01, (201, 101)),
    ],
)
def test_decode_photo_takes_the_smallest_scale_with_room_above_what_is_needed(tmp_path, scale, size):
    with open_photo(written(tmp_path, noise((1601, 801)))) as photo:
        decoded = decode_photo(photo, scale=scale)
    assert decoded.image.size == size
    shrunk = round(1601 / size[0])
    assert decoded.extent == (1601 / shrunk, 801 / shrunk)


@pytest.mark.parametrize(
    ("mode", "kind", "decoded"),
    [
        ("1", "PNG", "L"),
        ("L", "PNG", "L"),
        ("LA", "PNG", "RGBA"),
        ("P", "PNG", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("I;16", "PNG", "I;16"),
        ("F", "TIFF", "F"),
        ("CMYK", "TIFF", "CMYK"),
        ("LAB", "TIFF", "LAB"),
        ("CMYK", "JPEG", "CMYK"),
        ("L", "JPEG", "L"),
    ],
)
def test_decode_photo_gives_modes_that_can_be_scaled(tmp_path, mode, kind, decoded):
    data = io.BytesIO()
    Image.new(mode, (9, 7)).save(data, kind)
    with open_photo(written(tmp_path, data.getvalue())) as photo:
        image = decode_photo(photo, scale=0.1).image
    assert image.mode == decoded
    assert image.resize((2, 2), Image.Resampling.BICUBIC).size == (2, 2)
    assert image.info == {}


def test_decode_photo_of_a_palette_with_transparency(tmp_path):
    palette = Image.new("P", (4, 4), 1)
    palette.putpalette([255, 0, 0, 0, 0, 255])
    palette.putpixel((0, 0), 0)
    path = tmp_path / "palette.png"
    palette.save(path, transparency=0)
    with open_photo(path) as photo:
        image = decode_photo(photo, scale=1).image
    assert image.getpixel((0, 0)) == (255, 0, 0, 0)
    assert image.getpixel((1, 1)) == (0, 0, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_decode_photo_never_pads_what_was_cut_off(tmp_path, kind, share):
    whole = noise((200, 200), kind=kind)
    with (
        pytest.raises(PhotoUndecodable) as refusal,
        open_photo(written(tmp_path, whole[: int(len(whole) * share)])) as photo,
    ):
        decode_photo(photo, scale=0.1)
    assert refusal.value.flaw is Flaw.BROKEN


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_broken_bytes_end_in_a_picture_or_in_the_one_refusal(tmp_path_factory, kind):
    whole = noise((40, 30), kind=kind)
    folder = tmp_path_factory.mktemp("broken")

    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=8))
    def try_it(changes):
        broken = bytearray(whole)
        for place, value in changes:
            broken[place] = value
        try:
            with open_photo(written(folder, bytes(broken)), max_pixels=10_000) as photo:
                decode_photo(photo, scale=1)
        except PhotoUndecodable:
            pass

    try_it()


def test_photo_undecodable_says_why():
    with override("en"):
        assert str(PhotoUndecodable(Flaw.TOO_LARGE)) == "The picture has more pixels than the library takes."
        assert len({str(PhotoUndecodable(flaw)) for flaw in Flaw}) == len(Flaw)
