import pytest

from media_library.tasks import make_sold_size
from subscriptions.domain.downloads import preparing
from subscriptions.domain.downloads.preparing import make_sizes
from subscriptions.models import Size
from tests.factories.customers import make_sold_photo
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
WEB = Size.WEB.value


@pytest.fixture
def purchases(tmp_path):
    photos = [take_sold_photo(tmp_path / f"{n}.jpg", colour=(n * 60, 9, 9)) for n in range(4)]
    return buy_photos(photos, member=make_buyer())


@pytest.fixture
def asked(monkeypatch):
    """What the workers were asked for."""
    found = []
    monkeypatch.setattr(preparing, "ask_to_make_sold_size", lambda *wish: found.append(wish))
    return found


def test_missing_sizes_are_made(purchases, asked):
    assert make_sizes(purchases, size=WEB, seconds=60) == []
    assert all(purchase.photo.renditions.filter(preset=WEB).exists() for purchase in purchases)
    assert asked == [(purchase.photo_id, WEB) for purchase in purchases]
    assert make_sizes(purchases, size=WEB, seconds=60) == []
    assert len(asked) == 4


def test_few_are_made_without_the_workers(purchases, asked):
    make_sizes(purchases[:2], size=WEB, seconds=60)
    assert asked == []


def test_what_there_was_no_time_for_is_named(purchases, asked):
    assert make_sizes(purchases, size=WEB, seconds=-1, ask_workers=False) == purchases
    assert asked == []
    for purchase in purchases:
        make_sold_size(purchase.photo_id, WEB)
    assert make_sizes(purchases, size=WEB, seconds=-1) == []


def test_what_cannot_be_made_is_left_to_whoever_fetches_it(asked):
    (lost,) = buy_photos([make_sold_photo()], member=make_buyer())
    assert make_sizes([lost], size=WEB, seconds=60) == []
    make_sold_size(lost.photo_id, WEB)
    make_sold_size(0, WEB)


def test_waiting_page_goes_on_by_itself(client, purchases, monkeypatch, asked):
    monkeypatch.setattr("subscriptions.views.downloads._WAIT", -1.0)
    client.force_login(purchases[0].buyer)
    data = {"purchase": [one.number for one in purchases], "size": WEB, "confirmed": "1"}
    page = client.post("/bg/account/downloads/prepare/", data)
    assert "Refresh" not in page.headers
    assert "data-goes-on" in page.text
    assert "0 от 4" in page.text
    assert len(asked) == 4
    client.post("/bg/account/downloads/prepare/", data | {"again": "1"})
    assert len(asked) == 4
