"""What looks alike has hashes a few bits apart, and the index finds them as a look at every row would."""

import io
import random

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from media_library.domain.likeness import (
    CERTAIN_DISTANCE,
    bands_of,
    distance,
    find_near_duplicates,
    perceptual_hash,
    probes_for,
)
from media_library.models import Photo

HASHES = st.integers(-(2**63), 2**63 - 1)


def make_scene(seed: int) -> Image.Image:
    """Shapes of light and shade, soft as a photo is."""
    dice = random.Random(seed)
    scene = Image.new("L", (480, 320), dice.randrange(256))
    draw = ImageDraw.Draw(scene)
    for _ in range(25):
        left, top = dice.randrange(-60, 440), dice.randrange(-60, 280)
        box = (left, top, left + dice.randrange(30, 260), top + dice.randrange(30, 200))
        dice.choice([draw.ellipse, draw.rectangle])(box, fill=dice.randrange(256))
    return scene.filter(ImageFilter.GaussianBlur(3))


def recompressed(image: Image.Image, *, quality: int) -> Image.Image:
    data = io.BytesIO()
    image.save(data, "JPEG", quality=quality)
    return Image.open(data)


@pytest.mark.parametrize(
    ("change", "at_most"),
    [
        (lambda image: image.resize((1920, 1280)), 2),
        (lambda image: image.resize((120, 80)), 2),
        (lambda image: recompressed(image, quality=25), 4),
        (lambda image: ImageEnhance.Brightness(image).enhance(0.85), 4),
        (lambda image: ImageEnhance.Contrast(image).enhance(1.15), 6),
        (lambda image: image.convert("RGB"), 0),
        (lambda image: image.crop((5, 3, 475, 317)), 8),
    ],
)
def test_same_picture_differs_in_a_few_bits(change, at_most):
    for seed in range(10):
        scene = make_scene(seed)
        assert distance(perceptual_hash(scene), perceptual_hash(change(scene))) <= at_most


def test_other_pictures_differ_in_many_bits():
    hashes = [perceptual_hash(make_scene(seed)) for seed in range(30)]

    assert min(distance(one, other) for one in hashes for other in hashes if one is not other) >= 14


def test_picture_of_one_colour_has_the_hash_nought():
    assert [perceptual_hash(Image.new("L", (60, 40), grey)) for grey in (0, 77, 255)] == [0, 0, 0]


@given(one=HASHES, flipped=st.sets(st.integers(0, 63), max_size=64))
def test_distance_counts_the_bits_that_differ(one, flipped):
    other = one
    for position in flipped:
        other ^= -(2**63) if position == 63 else 1 << position

    assert -(2**63) <= other < 2**63
    assert distance(one, other) == len(flipped)


@given(one=HASHES, flipped=st.sets(st.integers(0, 63), max_size=CERTAIN_DISTANCE))
def test_probes_meet_every_hash_within_the_certain_distance(one, flipped):
    other = one
    for position in flipped:
        other ^= -(2**63) if position == 63 else 1 << position

    assert set(probes_for(one)) & set(bands_of(other))


@given(HASHES)
def test_bands_and_probes_fit_the_column(likeness):
    assert len(bands_of(likeness)) == 4
    assert len(set(probes_for(likeness))) == 68
    assert all(0 <= value < 2**18 for value in probes_for(likeness))


def keep_photos(hashes: list[int], *, caption: str = "") -> None:
    Photo.objects.bulk_create(
        Photo(
            sha256=f"{number:064x}",
            original="",
            file_size=1,
            format=Photo.Format.JPEG,
            width=1,
            height=1,
            caption_bg=caption,
            perceptual_hash=likeness,
            likeness_bands=bands_of(likeness),
        )
        for number, likeness in enumerate(hashes)
    )


@pytest.mark.django_db
def test_near_duplicates_are_found_as_by_a_look_at_every_row():
    dice = random.Random(1)
    wanted = dice.getrandbits(64) - 2**63
    near = [wanted ^ sum(1 << place for place in dice.sample(range(63), bits)) for bits in range(13) for _ in range(5)]
    keep_photos(near + [dice.getrandbits(64) - 2**63 for _ in range(3_000)])

    found = list(find_near_duplicates(Photo.objects.all(), wanted).values_list("perceptual_hash", "distance"))

    assert all(bits == distance(wanted, likeness) for likeness, bits in found)
    assert [bits for _likeness, bits in found] == sorted(bits for _likeness, bits in found)
    assert found[-1][1] <= 10
    certain = sorted(likeness for likeness in near if distance(wanted, likeness) <= CERTAIN_DISTANCE)
    assert sorted(likeness for likeness, bits in found if bits <= CERTAIN_DISTANCE) == certain
    assert [
        bits
        for _likeness, bits in find_near_duplicates(Photo.objects.all(), wanted, within=0).values_list(
            "perceptual_hash", "distance"
        )
    ] == [0] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("extreme", [-(2**63), 2**63 - 1, 0, -1])
def test_hashes_at_the_ends_of_the_column_are_found(extreme):
    keep_photos([extreme])

    (found,) = find_near_duplicates(Photo.objects.all(), extreme)

    assert found.distance == 0


@pytest.mark.django_db
def test_photo_without_a_hash_is_like_none():
    keep_photos([0])
    Photo.objects.update(perceptual_hash=None, likeness_bands=[])

    assert not find_near_duplicates(Photo.objects.all(), 0).exists()


@pytest.mark.django_db
def test_near_duplicates_are_looked_up_in_the_index():
    dice = random.Random(2)
    # As long as rows of photos are, for it is by their pages that the database chooses.
    keep_photos([dice.getrandbits(64) - 2**63 for _ in range(5_000)], caption="дълъг надпис " * 70)
    with connection.cursor() as cursor:
        # As autovacuum does in a library that lives.
        cursor.execute("SELECT gin_clean_pending_list('photo_likeness')")
        cursor.execute("ANALYZE media_library_photo")

    plan = find_near_duplicates(Photo.objects.all(), 0)[:12].explain()

    assert "Bitmap Index Scan on photo_likeness" in plan
    assert "Seq Scan" not in plan


@pytest.mark.django_db
def test_planner_samples_enough_to_weigh_the_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attstattarget FROM pg_attribute WHERE attrelid = 'media_library_photo'::regclass AND attname = %s",
            ["likeness_bands"],
        )
        assert cursor.fetchone() == (1000,)
