import pytest

from media_library.models import Photo
from newsroom.shared.key_batches import batches_of_keys
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("rows", "sizes"), [(0, []), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_keys_come_in_order_and_each_once(rows, sizes):
    keys = [make_photo(presets=()).pk for _ in range(rows)]

    batches = list(batches_of_keys(Photo.objects.order_by("-headline"), size=3))

    assert [len(batch) for batch in batches] == sizes
    assert [key for batch in batches for key in batch] == keys


def test_rows_that_vanish_or_arrive_meanwhile_make_nobody_lose_their_place():
    keys = [make_photo(presets=()).pk for _ in range(4)]
    batches = batches_of_keys(Photo.objects.all(), size=2)

    assert next(batches) == keys[:2]
    Photo.objects.filter(pk__in=keys[1:3]).delete()
    late = make_photo(presets=()).pk

    assert list(batches) == [[keys[3], late]]
