"""Quotes, and what a «yes» to one takes."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils.translation import override

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo, Restriction
from subscriptions.domain.entitlement import is_entitled_to_story, photo_licences
from subscriptions.domain.ledger import lock_balances, move
from subscriptions.domain.membership import NotAMember
from subscriptions.domain.purchasing import MayNotBuy, MustAcknowledge, QuoteChanged, confirm
from subscriptions.domain.quote import BadQuote
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.taking_page import read_taking
from subscriptions.models import Balance, Confirmation, LedgerEntry, Member, Purchase, Subscription
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_section, make_story

pytestmark = pytest.mark.django_db
REFUSALS = (IntegrityError, InternalError, ProgrammingError)


@pytest.fixture
def buyer() -> Member:
    """A buyer whose customer has one package of ten photos and ten stories."""
    member = make_member()
    make_subscription(member.customer)
    return member


def _remaining(member: Member) -> list[tuple[str, int]]:
    mine = Balance.objects.filter(subscription__customer=member.customer)
    return list(mine.order_by("subscription", "unit").values_list("unit", "remaining"))


def test_quote_tells_what_will_be_taken_from_where(buyer):
    photos = [make_sold_photo(headline="Мост"), make_sold_photo(headline="Площад")]

    quote = quote_photos([photo.pk for photo in photos], member=buyer)

    assert [(line.title, line.is_allowed, line.cost, line.owned) for line in quote.lines] == [
        ("Мост", True, 1, None),
        ("Площад", True, 1, None),
    ]
    assert [(line.subscription.customer, line.before, line.after) for line in quote.balances] == [
        (buyer.customer, 10, 8)
    ]
    assert (quote.cost, quote.is_takeable) == (2, True)
    assert _remaining(buyer) == [("photo", 10), ("story", 10)]


def test_confirming_takes_it_and_freezes_the_licence(buyer):
    photo = make_sold_photo(headline="Мост", shown={"copyright_notice": "© Пресфото"})

    confirmation = confirm(quote_photos([photo.pk], member=buyer).token, member=buyer)

    purchase = confirmation.purchases.get()
    assert (purchase.customer, purchase.buyer, purchase.photo_sha256, purchase.territories, purchase.use) == (
        buyer.customer,
        buyer.user,
        photo.sha256,
        ["BG"],
        "editorial",
    )
    assert purchase.licence["credit_line_bg"] == "Иван Петров"
    assert purchase.licence["copyright_notice"] == "© Пресфото"
    assert purchase.licence["licence_name_en"] == photo.supplier.licence.name_en
    entry = LedgerEntry.objects.get(kind="purchase")
    assert (entry.amount, entry.balance_after, entry.purchase, entry.actor) == (-1, 9, purchase, buyer.user)
    assert _remaining(buyer) == [("photo", 9), ("story", 10)]
    assert photo_licences(buyer.customer, [photo.pk]) == {photo.pk: purchase}


def test_ledger_speaks_the_language_of_the_customer(buyer):
    with override("en"):
        confirm(quote_photos([make_sold_photo(headline="Мост").pk], member=buyer).token, member=buyer)

    entry = LedgerEntry.objects.get(kind="purchase")
    assert entry.reason == f"Лиценз {entry.purchase.number}: Мост"


def test_same_yes_again_is_the_same_purchase(buyer):
    token = quote_photos([make_sold_photo().pk], member=buyer).token

    assert confirm(token, member=buyer) == confirm(token, member=buyer)
    assert (Purchase.objects.count(), _remaining(buyer)[0]) == (1, ("photo", 9))


def test_same_yes_is_answered_even_when_nothing_could_be_taken_any_more(buyer):
    photo = make_sold_photo()
    token = quote_photos([photo.pk], member=buyer).token
    first = confirm(token, member=buyer)
    kill_photo(photo.pk, note_bg="Съдебна заповед", note_en="A court order", by=None)

    assert confirm(token, member=buyer) == first


def test_owned_photo_is_free_and_colleagues_own_it_too(buyer):
    photo, other = make_sold_photo(), make_sold_photo()
    confirm(quote_photos([photo.pk], member=buyer).token, member=buyer)
    colleague = make_member(buyer.customer, role="owner")

    alone = quote_photos([photo.pk], member=colleague)
    both = quote_photos([photo.pk, other.pk], member=colleague)

    assert (alone.cost, alone.is_takeable, alone.lines[0].is_allowed) == (0, False, True)
    assert [line.owned is not None for line in both.lines] == [True, False]
    assert len(confirm(both.token, member=colleague).purchases.all()) == 1


def test_owned_for_editorial_use_is_not_owned_for_advertising(buyer):
    photo = make_sold_photo(
        supplier=make_supplier(licence=make_licence(uses=["publish", "sell", "promote"])),
        shown={"model_release": "MR-NAP", "property_release": "PR-NAP"},
    )
    bought = confirm(quote_photos([photo.pk], member=buyer).token, member=buyer).purchases.get()

    (line,) = quote_photos([photo.pk], member=buyer, use="promote").lines

    assert (line.is_allowed, line.owned, line.held, line.cost) == (True, None, bought, 1)


def test_database_holds_one_licence_a_customer_and_photo(buyer):
    photo = make_sold_photo()
    bought = confirm(quote_photos([photo.pk], member=buyer).token, member=buyer).purchases.get()
    bought.pk, bought.number, bought.verification_code = None, "2026-9999999", "another"

    with pytest.raises(IntegrityError, match="purchase_photo_once"), transaction.atomic():
        bought.save(force_insert=True)


@pytest.mark.parametrize("change", [{"licence": {}}, {"territories": ["US"]}, {"photo_sha256": "0" * 64}, {"cost": 9}])
def test_licence_is_frozen(buyer, change):
    confirm(quote_photos([make_sold_photo().pk], member=buyer).token, member=buyer)

    with pytest.raises(REFUSALS), transaction.atomic():
        Purchase.objects.update(**change)
    with pytest.raises(REFUSALS), transaction.atomic():
        Purchase.objects.all()._raw_delete("default")


def test_forbidden_territory_is_told_with_its_reason():
    member = make_member(make_customer(territories=["BG", "JP"]))
    make_subscription(member.customer)
    photo = make_sold_photo()
    Restriction.objects.create(photo=photo, kind="territory", territories_out=["JP"], words="JAPAN OUT")

    quote = quote_photos([photo.pk], member=member)

    first = quote.lines[0].verdict.reasons[0]
    assert (first.code, first.words) == ("territory", "JAPAN OUT")
    assert "Япония" in first.text("bg")
    assert quote.is_takeable is False
    with pytest.raises(QuoteChanged):
        confirm(quote.token, member=member)
    assert Purchase.objects.count() == 0


def test_one_refused_photo_holds_back_all(buyer):
    good, bad = make_sold_photo(), make_photo(supplier=make_supplier())

    quote = quote_photos([good.pk, bad.pk], member=buyer)

    assert [line.is_allowed for line in quote.lines] == [True, False]
    with pytest.raises(QuoteChanged):
        confirm(quote.token, member=buyer)
    assert _remaining(buyer)[0] == ("photo", 10)


def test_terms_must_be_acknowledged_one_by_one(buyer):
    photo = make_sold_photo()
    Restriction.objects.create(photo=photo, kind="one_time_use", effect="deny", words="ONE TIME USE")
    quote = quote_photos([photo.pk], member=buyer)
    (wanted,) = quote.to_acknowledge

    with pytest.raises(MustAcknowledge) as refusal:
        confirm(quote.token, member=buyer)
    assert [missing.key for missing in refusal.value.missing] == [wanted.key]
    confirmation = confirm(quote.token, member=buyer, acknowledged=[wanted.key])
    assert confirmation.purchases.get().licence["acknowledged"] == [wanted.key]


def _spend_one(member: Member, photo: Photo) -> None:
    other = make_sold_photo()
    confirm(quote_photos([other.pk], member=member).token, member=member)


def _kill(member: Member, photo: Photo) -> None:
    kill_photo(photo.pk, note_bg="Съдебна заповед", note_en="A court order", by=None)


def _forbid(member: Member, photo: Photo) -> None:
    Restriction.objects.create(photo=photo, kind="no_sales")


def _hold(member: Member, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.HELD)


def _suspend(member: Member, photo: Photo) -> None:
    Subscription.objects.update(status="suspended")


def _widen(member: Member, photo: Photo) -> None:
    member.customer.territories = ["BG", "RS"]
    member.customer.save()


def _dearer(member: Member, photo: Photo) -> None:
    make_subscription(member.customer, ends_at=Subscription.objects.get().ends_at - dt.timedelta(days=3))


@pytest.mark.parametrize("change", [_spend_one, _kill, _forbid, _hold, _suspend, _widen, _dearer])
def test_whatever_changed_since_it_was_shown_takes_nothing(buyer, change):
    photo = make_sold_photo()
    quote = quote_photos([photo.pk], member=buyer)
    change(buyer, photo)
    before = Purchase.objects.count()

    with pytest.raises(QuoteChanged) as refusal:
        confirm(quote.token, member=buyer)

    assert Purchase.objects.count() == before
    assert refusal.value.quote.fingerprint != quote.fingerprint


def test_new_quote_of_a_refusal_can_be_confirmed(buyer):
    photo = make_sold_photo()
    quote = quote_photos([photo.pk], member=buyer)
    _spend_one(buyer, photo)
    with pytest.raises(QuoteChanged) as refusal:
        confirm(quote.token, member=buyer)

    confirm(refusal.value.quote.token, member=buyer)

    assert _remaining(buyer)[0] == ("photo", 8)


def test_viewer_sees_a_quote_and_takes_nothing(buyer):
    viewer = make_member(buyer.customer, role="viewer")
    quote = quote_photos([make_sold_photo().pk], member=viewer)

    assert quote.is_takeable
    with pytest.raises(MayNotBuy):
        confirm(quote.token, member=viewer)


def test_removed_member_takes_nothing(buyer):
    quote = quote_photos([make_sold_photo().pk], member=buyer)
    Member.objects.filter(pk=buyer.pk).update(removed_at=dt.datetime.now(dt.UTC))

    with pytest.raises(NotAMember):
        confirm(quote.token, member=buyer)


def test_offer_of_somebody_else_or_with_another_letter_is_refused(buyer):
    token = quote_photos([make_sold_photo().pk], member=buyer).token
    colleague = make_member(buyer.customer)

    for member, sent in [(colleague, token), (buyer, token + "x"), (buyer, ""), (buyer, "\x00"), (buyer, "a:b:c")]:
        with pytest.raises(BadQuote):
            confirm(sent, member=member)
    assert Confirmation.objects.count() == 0


def test_package_that_ends_first_pays_then_the_one_with_least_left():
    member = make_member()
    last = make_subscription(member.customer, photos=3)
    ends_at = last.ends_at
    late = make_subscription(member.customer, photos=2, ends_at=ends_at + dt.timedelta(days=9))
    small = make_subscription(member.customer, photos=1, ends_at=ends_at)
    photos = [make_sold_photo().pk for _number in range(5)]

    quote = quote_photos(photos, member=member)

    assert [line.subscription.pk for line in quote.lines] == [small.pk, last.pk, last.pk, last.pk, late.pk]
    assert [(line.before, line.after) for line in quote.balances] == [(1, 0), (3, 0), (2, 1)]


def test_packages_are_dealt_so_that_all_can_be_taken():
    """The package that ends first covers both, the other only one: the first photo must leave it to the second."""
    member, world, sport = make_member(), make_section("world"), make_section("sport")
    everything = make_subscription(member.customer, photos=1)
    worldly = make_subscription(
        member.customer, photos=1, sections=[world.pk], ends_at=everything.ends_at + dt.timedelta(days=9)
    )
    photos = [make_sold_photo(section=world).pk, make_sold_photo(section=sport).pk]

    quote = quote_photos(photos, member=member)

    assert [line.subscription.pk for line in quote.lines] == [worldly.pk, everything.pk]


@pytest.mark.parametrize(
    ("terms", "is_covered"),
    [
        ({"sections": ["own"]}, True),
        ({"sections": ["other"]}, False),
        ({"suppliers": ["own"]}, True),
        ({"suppliers": ["other"]}, False),
        ({"events": ["ПАНАИР"]}, True),
        ({"events": ["Избори"]}, False),
        ({"newest_days": 30}, True),
        ({"newest_days": 5}, False),
        ({"territories": ["BG", "RS"]}, True),
        ({"territories": ["RS"]}, False),
    ],
)
def test_cover_of_a_package(terms, is_covered):
    section, supplier = make_section("world"), make_supplier(licence=make_licence())
    taken = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
    photo = make_sold_photo(section=section, supplier=supplier, event="Панаир", taken_at=taken)
    keys = {"sections": section.pk, "suppliers": supplier.pk}
    if (name := next(iter(terms))) in keys:
        terms = {name: [keys[name] + (terms[name] == ["other"])]}
    member = make_member()
    make_subscription(member.customer, **terms)

    (line,) = quote_photos([photo.pk], member=member).lines

    assert line.is_allowed is is_covered


def test_empty_package_is_told_from_none():
    member = make_member()
    photo = make_sold_photo()
    without = quote_photos([photo.pk], member=member).lines[0].refusal
    subscription = make_subscription(member.customer, photos=1)
    with transaction.atomic():
        (balance,) = lock_balances(subscription.customer_id, unit="photo")
        move(balance, kind="adjustment", amount=-1, reason="Грешка", actor=make_user(), request_key="empty")

    empty = quote_photos([photo.pk], member=member).lines[0].refusal

    assert without
    assert empty
    assert without != empty


def test_story_is_bought_once_for_all_colleagues(buyer):
    story = make_story(access="subscribers")
    quote = quote_story(story.pk, member=buyer)

    purchase = confirm(quote.token, member=buyer).purchases.get()

    assert (purchase.article_id, purchase.article_version, purchase.unit) == (story.pk, 1, "story")
    assert _remaining(buyer) == [("photo", 10), ("story", 9)]
    assert is_entitled_to_story(make_member(buyer.customer, role="viewer").user, story.pk)
    assert not is_entitled_to_story(make_member().user, story.pk)
    assert not is_entitled_to_story(make_user(is_superuser=True), story.pk)


def test_free_story_is_not_sold(buyer):
    quote = quote_story(make_story().pk, member=buyer)

    assert quote.is_takeable is False
    assert quote.lines[0].refusal


@pytest.mark.parametrize("number", [1, 5])
def test_quote_costs_the_same_queries_for_every_number(buyer, django_assert_num_queries, number):
    photos = [make_sold_photo().pk for _number in range(number)]

    with django_assert_num_queries(7):
        quote = quote_photos(photos, member=buyer)
        assert quote.token


def _change_terms(photo: Photo) -> None:
    type(photo.supplier.licence).objects.update(terms_en="Other terms", terms_bg="Други условия")


def _change_credit(photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(credit_line_bg="Друг Автор", credit_line_en="Another Author")


@pytest.mark.parametrize("change", [_change_terms, _change_credit])
def test_terms_that_change_between_showing_and_confirming_lead_to_a_new_quote(buyer, change):
    photo = make_sold_photo()
    before = quote_photos([photo.pk], member=buyer)
    change(photo)

    with pytest.raises(QuoteChanged) as changed:
        confirm(before.token, member=buyer)

    assert _remaining(buyer)[0] == ("photo", 10)
    with override("en"):
        page = read_taking(changed.value.quote, language="en", before=before.shown)
    assert page.lines[0].changes == ["Its terms have changed."]
    purchase = confirm(changed.value.quote.token, member=buyer).purchases.get()
    assert purchase.licence == changed.value.quote.lines[0].licence | {"acknowledged": []}
