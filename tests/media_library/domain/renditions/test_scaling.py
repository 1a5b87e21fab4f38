import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from benchmarks.photo_runs.made_photo import write_photo
from benchmarks.photos import psnr
from media_library.domain.renditions.cropping import WHOLE, CropBox
from media_library.domain.renditions.decoding import open_photo
from media_library.domain.renditions.scaling import scale_photo

SIDES = (1920, 1280, 1024, 640, 320)


# The second is decoded at a half, with as little room above 1920 as there ever is; the others whole.
@pytest.mark.parametrize("size", [(3000, 2000), (5000, 3334), (2048, 1536)])
def test_scale_photo_comes_close_to_the_best_filter_over_all_pixels(tmp_path, size):
    path = write_photo(tmp_path / "photo.jpg", width=size[0], height=size[1])
    sizes = [(side, round(side * size[1] / size[0])) for side in SIDES]
    with open_photo(path) as photo:
        pictures, warnings = scale_photo(photo, crop=WHOLE, sizes=sizes)
    assert warnings == ()
    with Image.open(path) as original:
        for wanted in sizes:
            best = original.resize(wanted, Image.Resampling.LANCZOS)
            assert psnr(pictures[wanted], best) > (47 if wanted[0] == 1920 else 50)


def test_scale_photo_at_its_own_size_is_the_photo(tmp_path):
    path = write_photo(tmp_path / "photo.jpg", width=300, height=200)
    with open_photo(path) as photo:
        pictures, _warnings = scale_photo(photo, crop=WHOLE, sizes=[(300, 200)])
    with Image.open(path) as original:
        assert psnr(pictures[300, 200], original) == math.inf


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_scale_photo_cuts_what_is_seen_there(tmp_path, kind, orientation):
    # Shown, the upper left quarter is white; it is asked for whole, whichever way the pixels are stored.
    shown = Image.new("RGB", (800, 1200), "navy")
    shown.paste("white", (0, 0, 400, 600))
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turns = [None, None, 0, 3, 1, 5, 4, 6, 2]
    stored = shown if turns[back] is None else shown.transpose(Image.Transpose(turns[back]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored.save(tmp_path / "photo", kind, exif=exif)
    with open_photo(tmp_path / "photo") as photo:
        assert photo.size == (800, 1200)
        pictures, _warnings = scale_photo(photo, crop=CropBox(0, 0, 500, 500), sizes=[(100, 150)])
    # The filter looks a pixel or two across the edge, as it should: they are there.
    inside = pictures[100, 150].crop((3, 3, 97, 147))
    assert min(low for low, _high in inside.getextrema()) > 250


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 8), st.sampled_from(["JPEG", "PNG", "TIFF"]))
def test_scale_photo_of_any_small_size_gives_what_was_asked_for(tmp_path_factory, width, height, orientation, kind):
    path = tmp_path_factory.getbasetemp() / "any"
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("RGB", (width, height), "teal").save(path, kind, exif=exif)
    with open_photo(path) as photo:
        assert sorted(photo.size) == sorted((width, height))
        pictures, _warnings = scale_photo(photo, crop=WHOLE, sizes=[photo.size, (1, 1)])
    assert {size: picture.size for size, picture in pictures.items()} == {size: size for size in pictures}
    assert all(abs(one - other) < 6 for one, other in zip(pictures[1, 1].getpixel((0, 0)), (0, 128, 128), strict=True))
