import pytest
from PIL import Image

from media_library.domain.renditions import CROP_PRESETS, PROCESSING_PRESETS
from media_library.domain.renditions.cropping import WHOLE, CropBox
from media_library.domain.renditions.making import make_renditions
from media_library.domain.renditions.presets import SHARED
from media_library.domain.renditions.shared_cuts import cut_size, focus_within, size_to_cut_from
from tests.media_library.domain.renditions.reading import opened
from tests.media_library.domain.renditions.test_making import RIGHTS

WIDE, FULL, SQUARE = SHARED
SHAPES = {"share-16x9": (1200, 675), "share-4x3": (1200, 900), "share-1x1": (1200, 1200)}


def cuts_of(tmp_path, picture, **options):
    picture.save(tmp_path / "original", "PNG")
    presets = CROP_PRESETS if "crop" in options else PROCESSING_PRESETS
    made = make_renditions(tmp_path / "original", presets=presets, watermark="НИА", rights=RIGHTS, **options)
    return {file.preset: opened(file.content) for file in made.files if file.preset.startswith("share-")}


@pytest.mark.parametrize("size", [(2400, 1600), (1600, 2400), (1920, 1200), (1200, 1200), (2400, 1200)])
def test_photo_is_cut_to_the_three_shapes(tmp_path, size):
    cuts = cuts_of(tmp_path, Image.new("RGB", size, "red"))
    assert {name: picture.size for name, picture in cuts.items()} == SHAPES
    assert {picture.format for picture in cuts.values()} == {"JPEG"}


@pytest.mark.parametrize(
    ("size", "names"),
    [
        ((1199, 2000), []),
        ((1200, 674), []),
        ((1200, 675), ["share-16x9"]),
        ((1600, 900), ["share-16x9", "share-4x3"]),
        ((6000, 2000), ["share-16x9"]),  # A panorama: of a square of it too little would be left.
    ],
)
def test_nothing_is_enlarged_and_nothing_cut_out_of_too_much(tmp_path, size, names):
    assert list(cuts_of(tmp_path, Image.new("RGB", size))) == names


def test_cut_is_taken_around_the_focal_point(tmp_path):
    picture = Image.new("RGB", (2400, 1200), "white")
    picture.paste("red", (0, 0, 1200, 1200))
    left = cuts_of(tmp_path, picture, focus=(0.1, 0.5))["share-1x1"]
    right = cuts_of(tmp_path, picture, focus=(0.9, 0.5))["share-1x1"]
    assert [colour.getpixel((600, 600)) for colour in (left, right)] == [(254, 0, 0), (255, 255, 255)]


def test_cut_of_a_crop_shows_nothing_that_was_cut_away(tmp_path):
    picture = Image.new("RGB", (4800, 1600), "white")
    picture.paste("red", (0, 0, 2400, 1600))
    for cut in cuts_of(tmp_path, picture, crop=(500, 0, 1000, 1000), focus=(0.1, 0.5)).values():
        # At the edge itself every filter sees a neighbour.
        assert all(low > 250 for low, _high in cut.crop((8, 8, 1192, cut.height - 8)).getextrema())


def test_focal_point_of_the_photo_is_found_in_a_crop_of_it():
    assert focus_within((0.25, 0.75), crop=WHOLE) == (0.25, 0.75)
    assert focus_within((0.5, 0.9), crop=CropBox(400, 500, 800, 800)) == (0.25, 1.0)


def test_sizes_to_cut_from_are_no_larger_than_needed():
    assert [cut_size(preset) for preset in SHARED] == list(SHAPES.values())
    assert size_to_cut_from((6000, 4000), preset=WIDE) == (1200, 800)
    assert size_to_cut_from((6000, 4000), preset=FULL) == (1350, 900)
    assert size_to_cut_from((6000, 4000), preset=SQUARE) == (1800, 1200)
    with pytest.raises(ValueError, match="thumb"):
        cut_size(PROCESSING_PRESETS[0])
