import datetime as dt

import pytest

from media_library.models import Photo, Restriction
from tests.factories.photos import make_photo, make_supplier

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "is_visible"),
    [
        ({"ends_at": NOW + HOUR}, False),  # EMBARGO UNTIL…
        ({"ends_at": NOW}, True),
        ({"starts_at": NOW}, False),  # DO NOT USE AFTER…
        ({"starts_at": NOW + HOUR}, True),
        ({}, False),
        ({"territories_out": ["JP"]}, True),
        ({"territories_in": ["BG"]}, True),
        ({"effect": Restriction.Effect.ADVISE}, True),
        ({"kind": Restriction.Kind.NO_SALES}, True),
    ],
)
@pytest.mark.parametrize("is_of_supplier", [False, True])
def test_dates_of_the_instructions_hide_a_released_photo(span, is_visible, is_of_supplier):
    supplier = make_supplier()
    photo, other = make_photo(supplier=supplier), make_photo()
    owner = {"supplier": supplier} if is_of_supplier else {"photo": photo}
    Restriction.objects.create(**({"kind": Restriction.Kind.TERRITORY} | owner | span))
    assert set(Photo.objects.visible(at=NOW)) == ({photo, other} if is_visible else {other})
