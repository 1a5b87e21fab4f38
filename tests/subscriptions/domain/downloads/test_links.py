import datetime as dt

import pytest
import time_machine
from django.core import signing
from django.db import connection

from subscriptions.domain.downloads.links import BadLink, mint, open_link
from subscriptions.models import Purchase, Size
from tests.factories.customers import make_member, make_sold_photo
from tests.factories.purchases import buy_photo, buy_photos, make_buyer

pytestmark = pytest.mark.django_db
WEB = Size.WEB.value


def mint_one(member=None):
    member = member or make_buyer()
    purchase = buy_photo(member=member)
    return mint([purchase], member=member, size=WEB, in_zip=False), member, purchase


def test_link_opens_for_its_person():
    token, member, purchase = mint_one()
    order = open_link(token, member=member, in_zip=False)
    assert (order.purchase_ids, order.size, order.in_zip) == ((purchase.pk,), WEB, False)


def test_each_link_has_a_key_of_its_own():
    token, member, purchase = mint_one()
    other = mint([purchase], member=member, size=WEB, in_zip=False)
    assert open_link(token, member=member, in_zip=False).key != open_link(other, member=member, in_zip=False).key


def test_link_is_nobody_elses():
    token, member, _purchase = mint_one()
    for stranger in (make_member(member.customer), make_buyer()):
        with pytest.raises(BadLink):
            open_link(token, member=stranger, in_zip=False)


def test_link_to_a_file_opens_no_zip():
    token, member, _purchase = mint_one()
    with pytest.raises(BadLink):
        open_link(token, member=member, in_zip=True)


def test_tampered_link_is_refused():
    token, member, _purchase = mint_one()
    other_salt = signing.dumps({"user": member.user_id}, salt="subscriptions.quote")
    for wrong in ("", "x", token[:-1], token[1:], token.swapcase(), f"{token}x", "a:b:c", other_salt, "\ud800"):
        with pytest.raises(BadLink):
            open_link(wrong, member=member, in_zip=False)


def _shift_database_clock(seconds):
    """A clock_timestamp() of our own, found before PostgreSQL's."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS shifted")
        cursor.execute(
            "CREATE OR REPLACE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
            f"$$ SELECT pg_catalog.clock_timestamp() + interval '{seconds} seconds' $$"
        )
        cursor.execute("SET LOCAL search_path TO shifted, pg_catalog, public")


@pytest.mark.parametrize("seconds", [61, 3600, -61])
def test_link_lives_for_a_minute_by_the_databases_clock(seconds):
    token, member, _purchase = mint_one()
    _shift_database_clock(58)
    open_link(token, member=member, in_zip=False)
    _shift_database_clock(seconds)
    with pytest.raises(BadLink):
        open_link(token, member=member, in_zip=False)


def test_clock_of_the_web_server_counts_for_nothing():
    token, member, _purchase = mint_one()
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=5)):
        open_link(token, member=member, in_zip=False)


def test_link_to_500_photos_fits_into_an_address():
    member = make_member()
    # Far apart, as in a database that is years old.
    purchases = [Purchase(pk=number * 7_919_113 + number**3) for number in range(1, 501)]
    token = mint(purchases, member=member, size=WEB, in_zip=True)
    assert len(token) < 3_500
    assert set(open_link(token, member=member, in_zip=True).purchase_ids) == {purchase.pk for purchase in purchases}


def test_link_must_stand_for_something():
    member = make_buyer()
    bought = buy_photos([make_sold_photo(), make_sold_photo()], member=member)
    for purchases, size, in_zip in (([], WEB, True), (bought, WEB, False), (bought, "preview", True)):
        with pytest.raises(ValueError, match=size):
            mint(purchases, member=member, size=size, in_zip=in_zip)
