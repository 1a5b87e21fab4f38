"""What a signed-in visitor's page fetches: private, and the only thing that differs between visitors."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.selecting import put_aside
from tests.articles.photos import make_usable_photo
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

BAR = "/bg/account/bar/"
CHOICES = "/bg/account/bar/photos/"


def offer(photo) -> str:
    return f"{CHOICES}{photo.pk}/"


@pytest.fixture
def photo():
    return make_sold_photo()


@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
def test_fragments_are_private_for_every_role(client, photo, role):
    client.force_login(make_member(role=role).user)
    for address in (BAR, CHOICES, offer(photo)):
        response = client.get(address)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_visitor_gets_nothing_and_is_sent_nowhere(client, photo):
    for address in (BAR, CHOICES, offer(photo)):
        response = client.get(address)
        assert (response.status_code, response.content) == (204, b"")
        assert response["Cache-Control"] == "private, no-store"


def test_person_without_a_customer_has_a_bar_and_nothing_of_photos(client, photo):
    client.force_login(make_user(first_name="Гергана", last_name="Тодорова", is_staff=False))

    assert "Гергана Тодорова" in client.get(BAR).text
    assert [client.get(address).status_code for address in (CHOICES, offer(photo))] == [204, 204]


def test_bar_says_who_acts_for_whom_and_what_is_left(client):
    customer = make_customer("Вестник „Утро“")
    make_subscription(customer, photos=25, stories=4)
    make_subscription(customer, photos=3, stories=0)
    make_subscription(customer, photos=100, status="suspended")
    make_subscription(photos=1_000)
    member = make_member(customer, first_name="Мария", last_name="Стоянова")
    put_aside([make_sold_photo().pk, make_sold_photo().pk], member=member)
    client.force_login(member.user)

    bar = client.get(BAR)

    assert (bar.context["bar"].photos, bar.context["bar"].stories, bar.context["bar"].chosen) == (28, 4, 2)
    for shown in ("Мария Стоянова", "Вестник „Утро“", "<b>28</b> снимки", "<b>4</b> новини", "<b>2</b>"):
        assert shown in bar.text


def test_bar_tells_what_is_used_up_from_what_was_never_there(client):
    customer = make_customer()
    member = make_member(customer)
    client.force_login(member.user)
    assert client.get(BAR).context["bar"].photos is None

    make_subscription(customer, photos=1, stories=0)
    confirm(quote_photos([make_sold_photo().pk], member=member).token, member=member)

    bar = client.get(BAR).context["bar"]
    assert (bar.photos, bar.stories) == (0, None)


def test_choices_are_the_members_and_licences_the_customers(client):
    customer = make_customer()
    make_subscription(customer)
    member, colleague = make_member(customer), make_member(customer)
    chosen, bought, neither = (make_sold_photo() for _ in range(3))
    put_aside([chosen.pk], member=member)
    put_aside([neither.pk], member=colleague)
    purchase = confirm(quote_photos([bought.pk], member=colleague).token, member=colleague).purchases.get()
    client.force_login(member.user)

    answer = client.get(CHOICES, {"photo": [chosen.pk, bought.pk, neither.pk, "x"]})

    assert answer.json() == {"chosen": [chosen.pk], "licences": {str(bought.pk): purchase.number}}


def test_offer_names_the_package_and_what_is_left_after(client, photo):
    member = make_member()
    make_subscription(member.customer, photos=7, name_bg="Снимки 7")
    client.force_login(member.user)

    page = client.get(offer(photo)).text

    assert "„Снимки 7“: остават 7, след това – 6." in page
    assert f'href="/bg/account/take/?photo={photo.pk}"' in page


def test_offer_of_a_photo_that_is_held_names_the_licence(client, photo):
    member = make_member()
    make_subscription(member.customer)
    purchase = confirm(quote_photos([photo.pk], member=member).token, member=member).purchases.get()
    client.force_login(member.user)

    page = client.get(offer(photo)).text

    assert purchase.number in page
    assert "/account/take/" not in page


def test_offer_without_a_package_says_why(client, photo):
    client.force_login(make_member().user)

    page = client.get(offer(photo)).text

    assert "не може да се вземе" in page
    assert "/account/take/" not in page


def test_fragments_ask_as_many_questions_for_three_photos_as_for_one(client):
    member = make_member()
    make_subscription(member.customer)
    client.force_login(member.user)
    photos = [make_sold_photo().pk for _ in range(3)]
    counts = []
    for ids in (photos[:1], photos):
        put_aside(ids, member=member)
        with CaptureQueriesContext(connection) as asked:
            client.get(CHOICES, {"photo": ids})
            client.get(BAR)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_public_pages_are_the_same_byte_for_byte_whoever_asks(client, time_machine):
    time_machine.move_to("2025-09-03T12:00:00+03:00", tick=False)
    photo = make_usable_photo(headline="Мостът на Дунав", indexed=True)
    member = make_member(first_name="Мария")
    signed_in = type(client)()
    signed_in.force_login(member.user)
    signed_in.cookies["signed_in"] = "1"
    put_aside([photo.pk], member=member)
    for language in ("bg", "en"):
        with override(language):
            addresses = [f"/{language}/", reverse("media_library:photos"), photo.get_absolute_url()]
        for address in addresses:
            public, private = client.get(address), signed_in.get(address)
            assert public.content == private.content, address
            assert not private.cookies, address
            assert "Cookie" not in private.headers.get("Vary", ""), address
            assert "csrf" not in private.text, address
            assert "data-account" in private.text, address
