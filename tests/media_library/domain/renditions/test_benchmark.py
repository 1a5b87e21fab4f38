"""The benchmark compares like with like: every way makes the same files."""

import pytest
from PIL import ImageChops, ImageStat

from benchmarks.photo_runs import contenders
from benchmarks.photo_runs.made_photo import write_photo
from media_library.domain.renditions.presets import PUBLIC_PRESETS
from tests.media_library.domain.renditions.reading import opened


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    return write_photo(tmp_path_factory.mktemp("photo") / "photo.jpg", width=1400, height=934)


def test_write_photo_gives_the_same_photo_each_time(photo, tmp_path):
    again = write_photo(tmp_path / "again.jpg", width=1400, height=934)
    assert again.read_bytes() == photo.read_bytes()
    assert opened(photo.read_bytes()).size == (1400, 934)


@pytest.mark.parametrize("name", [*contenders.WAYS, "floor"])
def test_every_way_makes_the_same_files(photo, name):
    needed = {"willow": "willow", "willow as it is": "willow", "libvips": "pyvips"}
    if name in needed:
        pytest.importorskip(needed[name], reason="only the benchmark needs it")
    way = contenders.floor_for(photo) if name == "floor" else contenders.WAYS[name]
    ours, theirs = contenders.ours(photo), way(photo)
    assert set(theirs) == {(preset.name, preset.format.value) for preset in PUBLIC_PRESETS}
    for key, content in theirs.items():
        one, other = opened(ours[key]), opened(content)
        assert (one.format, one.size) == (other.format, other.size)
        # The same picture, the sign in the same place.
        # WebP moves the colours of this grainy photo most, by 2.9 of 255.
        assert max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 3.5
