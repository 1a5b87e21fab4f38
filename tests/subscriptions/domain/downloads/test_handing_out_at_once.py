"""The same link followed by many at once, and a refund in the middle of it, on connections of their own."""

import threading

import pytest
from django.db import close_old_connections, connections

from subscriptions.domain.downloads.entitled import NotEntitled
from subscriptions.domain.downloads.handing_out import hand_out_file
from subscriptions.domain.downloads.links import mint, open_link
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Download, Purchase, Size
from tests.factories.people import make_user
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("photo_storages")]


def at_once(*acts):
    """Let all of them begin together; what each returned or raised."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        close_old_connections()
        start.wait(timeout=20)
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 (it is what the test looks at)
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.fixture
def bought(tmp_path):
    member = make_buyer()
    (purchase,) = buy_photos([take_sold_photo(tmp_path / "in.jpg")], member=member)
    return member, purchase


def test_one_link_followed_at_once_is_one_handout(bought):
    member, purchase = bought
    token = mint([purchase], member=member, size=Size.PRINT.value, in_zip=False)

    def follow():
        order = open_link(token, member=member, in_zip=False)
        return hand_out_file(order, member=member, address=None, site="https://news.example").copy.size

    follow()
    Purchase.objects.get()
    sizes = at_once(*[follow] * 8)
    assert len(set(sizes)) == 1
    assert isinstance(sizes[0], int)
    assert Download.objects.count() == 1


def test_refund_and_download_at_once_agree_on_who_came_first(bought):
    member, purchase = bought
    sales = make_user(is_superuser=True)
    token = mint([purchase], member=member, size=Size.PRINT.value, in_zip=False)

    def follow():
        order = open_link(token, member=member, in_zip=False)
        return hand_out_file(order, member=member, address=None, site="https://news.example")

    handed, refunded = at_once(follow, lambda: refund_purchase(purchase.pk, by=sales, reason="По погрешка"))
    assert not isinstance(refunded, Exception)
    assert isinstance(handed, NotEntitled) == (not Download.objects.exists())
    with pytest.raises(NotEntitled):
        follow()
