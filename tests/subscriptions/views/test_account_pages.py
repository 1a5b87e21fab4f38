"""The account's own pages: who gets in, what they show, and in how many queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.shared.database_clock import database_now
from subscriptions.domain.offers import read_offers
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Package, Subscription
from tests.articles.pages import visible_text, words
from tests.factories.bought_stories import buy_story, make_locked_story, make_purchase
from tests.factories.customers import make_customer, make_member, make_package, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.purchases import buy_photo
from tests.factories.stories import make_section

pytestmark = pytest.mark.django_db
ROOMS = ["", "packages/", "purchases/", "statement/", "statement/statement.csv", "statement/statement.pdf"]


_FOR_OWNERS = ("packages/", "statement/", "invoices/")


def sign_in(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def member():
    return make_member(role="owner")


# --- Who gets in ---


@pytest.mark.parametrize("room", ROOMS)
def test_visitor_is_asked_to_sign_in(client, room):
    answer = client.get(f"/bg/account/{room}")

    assert answer.status_code == 302
    assert f"next=/bg/account/{room}" in answer.url


@pytest.mark.parametrize("room", ROOMS)
def test_who_acts_for_nobody_is_led_to_the_organisation(client, room):
    client.force_login(make_user(is_superuser=True))

    assert client.get(f"/bg/account/{room}").url == "/bg/account/organisation/"


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
def test_rooms_open_by_role_and_nothing_is_stored_on_the_way(client, room, role):
    member = make_member(role=role)
    owner = make_member(member.customer, role="owner", first_name="Вера", last_name="Колева")
    answer = sign_in(client, member).get(f"/bg/account/{room}")

    is_open = role == "owner" or not room.startswith(_FOR_OWNERS)
    assert answer.status_code == (200 if is_open else 403)
    assert answer["Cache-Control"] == "private, no-store"
    # Who may not is told who may.
    assert is_open or owner.user.get_full_name() in answer.text


@pytest.mark.parametrize(("role", "is_shown"), [("owner", True), ("buyer", False), ("viewer", False)])
def test_navigation_shows_only_what_one_may_open(client, role, is_shown):
    page = sign_in(client, make_member(role=role)).get("/bg/account/").text

    for room in _FOR_OWNERS:
        assert (f'href="/bg/account/{room}"' in page) == is_shown


@pytest.mark.parametrize("room", ROOMS)
def test_removed_member_is_out_on_the_next_request(client, member, room):
    sign_in(client, member)
    member.removed_at = database_now()
    member.save()

    assert client.get(f"/bg/account/{room}").url == "/bg/account/organisation/"


# --- Overview ---


def test_overview_of_a_new_customer_says_how_to_begin(client, member):
    text = visible_text(sign_in(client, member).get("/bg/account/"))

    assert words("Ask for a package") in text
    assert words("Use over time") not in text


def test_overview_shows_what_is_left_and_until_when(client, member):
    # As an approval sets it: at the midnight that ends the last day.
    today = timezone.localtime(database_now()).replace(hour=0, minute=0, second=0, microsecond=0)
    ends_at = today + dt.timedelta(days=4)
    make_subscription(member.customer, photos=10, stories=2, name_bg="Дневен", ends_at=ends_at)
    buy_story(make_locked_story(), member=member)
    buy_story(make_locked_story(headline="Втора"), member=member)
    page = sign_in(client, member).get("/bg/account/")

    text = visible_text(page)
    assert "Дневен" in text
    assert f"Снимки 10 {words('of %(granted)s left') % {'granted': 10}}" in text
    assert words("used up") in text
    assert f"{words('Last day')} {today + dt.timedelta(days=3):%d.%m.%Y}" in text
    assert "изтича до 4 дни" in text
    assert 'style="' not in page.text


def test_overview_tells_little_left_from_used_up(client, member):
    make_subscription(member.customer, photos=5, stories=0)
    for _ in range(4):
        buy_photo(make_sold_photo(), member=member)

    assert words("little left") in sign_in(client, member).get("/bg/account/").text


def test_overview_shows_what_is_asked_for_and_what_is_held_back(client, member):
    package = make_package(name_bg="Заявеният")
    sign_in(client, member).post("/bg/account/packages/request/", {"package": package.slug})
    make_subscription(member.customer, status="suspended", name_bg="Спреният")

    text = visible_text(client.get("/bg/account/"))

    assert words("Not running yet") in text
    assert "Заявеният" in text
    assert "Спреният" in text


def test_package_that_has_just_ended_is_not_shown_as_running(client, member):
    now = database_now()
    make_subscription(
        member.customer, starts_at=now - dt.timedelta(days=9), ends_at=now - dt.timedelta(minutes=1), name_bg="Минал"
    )

    assert "Минал" not in visible_text(sign_in(client, member).get("/bg/account/"))


def test_other_customers_packages_and_purchases_are_not_shown(client, member):
    stranger = make_member()
    make_subscription(stranger.customer, name_bg="Чуждият")
    purchase = buy_story(make_locked_story(), member=stranger)
    sign_in(client, member)

    for room in ROOMS[:4]:
        page = client.get(f"/bg/account/{room}")
        assert "Чуждият" not in page.text or room == "packages/"
        assert purchase.number not in page.text


def test_rooms_take_as_many_queries_for_one_row_as_for_many(client, member):
    sections = [make_section("world").pk, make_section("bulgaria").pk]

    def count():
        counts = []
        for room in ROOMS[:4]:
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/bg/account/{room}")
            counts.append(len(queries))
        return counts

    make_subscription(member.customer, sections=sections)
    buy_story(make_locked_story(), member=member)
    sign_in(client, member)
    client.get("/bg/account/")
    few = count()
    for number in range(3):
        make_subscription(member.customer, sections=sections)
        buy_story(make_locked_story(headline=f"Новина {number}"), member=make_member(member.customer))
    make_package()

    assert count() == few
    assert max(few) < 25


# --- Packages ---


def test_offers_say_what_they_hold_and_what_they_cost():
    section = make_section("bulgaria")
    make_package(
        name_bg="Малък", name_en="Small", photos=5, stories=0, sections=[section.pk], newest_days=7, territories=["BG"],
        licence_days=30, sizes=["download-web"], description_bg="За местни вестници.",
    )  # fmt: skip
    make_package(is_offered=False)

    (offer,) = read_offers("bg")

    assert offer.cover == [
        "Рубрики: България",
        "Снимки и новини от последните 7 дни",
        "Снимки за екран (2000 пиксела)",
        "За употреба в: България",
        "Взетото може да се използва 30 дни",
    ]
    assert (offer.name, offer.description, offer.description_language) == ("Малък", "За местни вестници.", "bg")
    assert read_offers("en")[0].description_language == "bg"


@pytest.mark.parametrize("language", ["bg", "en"])
def test_public_page_shows_prices_without_and_with_vat(client, language):
    make_package(price_cents=123_450, vat_rate=2000)

    page = client.get(f"/{language}/subscriptions/")

    prices = {"bg": ("1\u00a0234,50\u00a0€", "1\u00a0481,40\u00a0€"), "en": ("€1,234.50", "€1,481.40")}
    assert page.status_code == 200
    assert all(price in page.text for price in prices[language])
    assert not page.cookies


def test_public_page_without_offers_says_where_to_ask(client, settings):
    settings.SALES_EMAIL, settings.SALES_PHONE = "sales@news.example", "+359 2 123 45 67"
    page = client.get("/bg/subscriptions/")

    assert "mailto:sales@news.example" in page.text
    assert "tel:+35921234567" in page.text
    assert "sales@news.example" in page.text


def test_public_page_takes_three_queries_beside_the_menu(client):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/bg/subscriptions/")
        return len(queries)

    make_package(sections=[make_section().pk])
    few = count()
    make_package(sections=[make_section("bulgaria").pk])

    assert count() == few <= 4


def test_package_is_asked_for_once_however_often_the_button_is_pressed(client, member):
    package = make_package()
    sign_in(client, member)

    for _ in range(2):
        answer = client.post("/bg/account/packages/request/", {"package": package.slug, "note": "От 1 октомври."})
        assert answer.url == "/bg/account/packages/"

    subscription = Subscription.objects.get()
    assert (subscription.status, subscription.customer, subscription.package) == ("requested", member.customer, package)
    assert subscription.request_note == "От 1 октомври."
    assert "От 1 октомври." in client.get("/bg/account/packages/").text


@pytest.mark.parametrize("role", ["buyer", "viewer"])
def test_only_owners_ask(client, role):
    sign_in(client, make_member(role=role))
    package = make_package()

    assert client.post("/bg/account/packages/request/", {"package": package.slug}).status_code == 403
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("package", ["", "няма-такъв", "withdrawn"])
def test_package_that_is_not_offered_can_not_be_asked_for(client, member, package):
    make_package(slug="withdrawn", is_offered=False)

    answer = sign_in(client, member).post("/bg/account/packages/request/", {"package": package})

    assert answer.status_code == 422
    assert not Subscription.objects.exists()


def test_terms_that_changed_while_the_page_was_open_are_shown_again(client, member):
    package = make_package()
    seen = read_offers("bg")[0].mark
    Package.objects.filter(pk=package.pk).update(price_cents=99_999)

    answer = sign_in(client, member).post(
        "/bg/account/packages/request/", {"package": package.slug, f"seen-{package.slug}": seen}
    )

    assert answer.status_code == 409
    assert "999,99" in answer.text
    assert not Subscription.objects.exists()


def test_note_that_is_too_long_is_refused_and_kept(client, member):
    package = make_package()

    answer = sign_in(client, member).post("/bg/account/packages/request/", {"package": package.slug, "note": "а" * 501})

    assert answer.status_code == 422
    assert "а" * 501 in answer.text


# --- Purchases ---


def test_purchases_are_told_with_state_and_filtered(client, member):
    subscription = make_subscription(member.customer)
    story = make_locked_story(headline="Купената новина")
    bought = buy_story(story, member=member)
    refunded = buy_photo(make_sold_photo(headline="Върнатата снимка"), member=member)
    refund_purchase(refunded.pk, by=make_user(is_superuser=True), reason="По погрешка")
    past = timezone.now() - dt.timedelta(days=40)
    ended = make_purchase(
        member, make_locked_story(headline="Старата"), subscription=subscription, at=past,
        licence_ends_at=past + dt.timedelta(days=9),
    )  # fmt: skip
    sign_in(client, member)

    def numbers(query):
        rows = client.get(f"/bg/account/purchases/{query}").context["purchases"].rows
        return {row.purchase.number: row.state for row in rows}

    assert numbers("") == {bought.number: "in-force", refunded.number: "refunded", ended.number: "ended"}
    assert numbers("?unit=photo").keys() == {refunded.number}
    assert numbers("?state=in-force").keys() == {bought.number}
    assert numbers("?state=ended").keys() == {ended.number}
    assert numbers("?unit=photo&state=refunded").keys() == {refunded.number}
    assert numbers("?unit=нещо&state=друго").keys() == {bought.number, refunded.number, ended.number}
    assert numbers("?unit=photo&state=ended") == {}


def test_many_purchases_come_in_pages_that_keep_the_filter(client, member):
    subscription = make_subscription(member.customer)
    for number in range(32):
        make_purchase(member, make_locked_story(headline=f"Новина {number}"), subscription=subscription)
    sign_in(client, member)

    first = client.get("/bg/account/purchases/?unit=story")
    second = client.get("/bg/account/purchases/?unit=story&page=2")

    assert len(first.context["purchases"].rows) == 30
    assert first.context["purchases"].older == "?unit=story&page=2"
    assert len(second.context["purchases"].rows) == 2
    assert second.context["purchases"].newer == "?unit=story"
    assert client.get("/bg/account/purchases/?page=9").status_code == 404
    assert client.get("/bg/account/purchases/?before=грешка").status_code == 404


def test_purchases_of_nobody_say_what_will_be_here(client, member):
    sign_in(client, member)

    assert 'class="empty"' in client.get("/bg/account/purchases/").text
    assert words("Show all purchases") in client.get("/bg/account/purchases/?unit=photo").text


def test_customer_sees_what_colleagues_bought(client, member):
    make_subscription(member.customer)
    purchase = buy_story(make_locked_story(), member=make_member(member.customer))

    assert purchase.number in sign_in(client, member).get("/bg/account/purchases/").text


def test_another_customers_purchase_is_not_in_the_list(client, member):
    other = make_member(make_customer())
    make_subscription(other.customer)
    purchase = buy_story(make_locked_story(), member=other)

    assert purchase.number not in sign_in(client, member).get("/bg/account/purchases/").text
