import pytest

from media_library.domain.renditions.presets import ALL_PRESETS, PUBLIC_PRESETS, bound_size, presets_named


def test_public_presets_are_eight_files():
    assert [(preset.name, preset.format.value, preset.long_side, preset.watermarked) for preset in PUBLIC_PRESETS] == [
        ("thumb", "jpeg", 320, False),
        ("preview", "jpeg", 1024, True),
        ("web-640", "jpeg", 640, False),
        ("web-640", "webp", 640, False),
        ("web-1280", "jpeg", 1280, False),
        ("web-1280", "webp", 1280, False),
        ("web-1920", "jpeg", 1920, False),
        ("web-1920", "webp", 1920, False),
    ]


def test_presets_named_covers_all_of_them():
    names = dict.fromkeys(preset.name for preset in ALL_PRESETS)
    assert [preset for name in names for preset in presets_named(name)] == list(ALL_PRESETS)
    with pytest.raises(KeyError, match="original"):
        presets_named("original")


@pytest.mark.parametrize(
    ("size", "long_side", "bounded"),
    [
        ((6000, 4000), 1920, (1920, 1280)),
        ((4000, 6000), 1920, (1280, 1920)),
        ((1920, 1280), 1920, (1920, 1280)),
        ((300, 200), 1920, (300, 200)),
        ((1, 5000), 320, (1, 320)),
        ((6000, 4000), None, (6000, 4000)),
    ],
)
def test_bound_size(size, long_side, bounded):
    assert bound_size(size, long_side=long_side) == bounded
