"""A licence that does not cover what is needed now: not owned, and replaced by one that does."""

import datetime as dt

import pytest
from django.db import IntegrityError, InternalError, OperationalError, ProgrammingError, connection, transaction
from django.utils.translation import override

from newsroom.shared.database_clock import database_now
from subscriptions.domain import purchasing
from subscriptions.domain.certificate import find_standing
from subscriptions.domain.documents.statement_rows import words_of
from subscriptions.domain.downloads.entitled import NotEntitled, check_entitlement
from subscriptions.domain.entitlement import photo_licences, story_licence
from subscriptions.domain.ledger_check import find_ledger_errors
from subscriptions.domain.purchasing import QuoteChanged, confirm
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.refunding import refund_purchase
from subscriptions.domain.taking_page import read_taking
from subscriptions.models import Balance, Customer, LedgerEntry, Member, Purchase
from tests.factories.customers import make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_supplier
from tests.factories.stories import make_story

pytestmark = pytest.mark.django_db
REFUSALS = (IntegrityError, InternalError, ProgrammingError)


@pytest.fixture
def buyer() -> Member:
    member = make_member()
    make_subscription(member.customer)
    return member


def _widen(member: Member, *territories: str) -> None:
    """Sales write down that the customer publishes in these countries."""
    Customer.objects.filter(pk=member.customer_id).update(territories=list(territories))
    member.customer.refresh_from_db()


def _buy(member: Member, photo, **wish: str) -> Purchase:
    return confirm(quote_photos([photo.pk], member=member, **wish).token, member=member).purchases.get()


def _refund(purchase: Purchase) -> None:
    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="Грешка")


def _left(member: Member, unit: str = "photo") -> int:
    return Balance.objects.get(subscription__customer=member.customer, unit=unit).remaining


def test_licence_for_fewer_countries_is_not_owned_and_the_line_says_what_it_lacks(buyer):
    photo = make_sold_photo()
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")

    with override("bg"):
        (line,) = quote_photos([photo.pk], member=buyer).lines
        sentences = [gap.sentence for gap in line.gaps]

    assert (line.owned, line.held, line.cost, line.is_allowed) == (None, held, 1, True)
    assert sentences == [f"Лицензът {held.number} важи само за България."]


def test_licence_for_more_countries_than_are_needed_now_is_owned(buyer):
    photo = make_sold_photo()
    _widen(buyer, "BG", "DE")
    held = _buy(buyer, photo)
    _widen(buyer, "DE")

    (line,) = quote_photos([photo.pk], member=buyer).lines

    assert (line.owned, line.held, line.cost) == (held, None, 0)


def test_confirming_replaces_the_licence_in_the_same_moment(buyer):
    photo = make_sold_photo(headline="Мост")
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")

    new = _buy(buyer, photo)

    held.refresh_from_db()
    assert (new.territories, new.replaces, held.replaced_at, held.replaced_by) == (["BG", "DE"], held, new.at, new)
    assert photo_licences(buyer.customer, [photo.pk]) == {photo.pk: new}
    assert quote_photos([photo.pk], member=buyer).lines[0].owned == new
    assert _left(buyer) == 8
    assert LedgerEntry.objects.get(purchase=new).reason == f"Лиценз {new.number} на мястото на {held.number}: Мост"
    assert list(find_ledger_errors()) == []


def test_replaced_licence_says_so_everywhere(buyer):
    photo = make_sold_photo(headline="Мост")
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    new = _buy(buyer, photo)
    held.refresh_from_db()

    with override("bg"):
        standing = find_standing(held)
        told = words_of(held.entries.get()).reason

    assert (standing.holds, standing.word) == (False, "заменен")
    assert standing.sentence.startswith(f"Заменен от лиценз {new.number} ")
    assert told == f"Лиценз {held.number}: Мост (заменен от {new.number})"
    with pytest.raises(NotEntitled) as refused:
        check_entitlement([held], member=buyer, size="download-web")
    assert new.number in refused.value.refusals[0].reason


def test_refund_of_the_new_licence_lets_the_old_one_hold_again(buyer):
    photo = make_sold_photo()
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    new = _buy(buyer, photo)

    _refund(new)

    held.refresh_from_db()
    assert (held.replaced_at, held.replaced_by, held.is_in_force(at=database_now())) == (None, None, True)
    assert photo_licences(buyer.customer, [photo.pk]) == {photo.pk: held}
    assert (_left(buyer), list(find_ledger_errors())) == (9, [])


def test_refund_of_both_leaves_nothing_in_force_whichever_goes_first(buyer):
    for old_first in (True, False):
        photo = make_sold_photo()
        _widen(buyer, "BG")
        held = _buy(buyer, photo)
        _widen(buyer, "BG", "DE")
        new = _buy(buyer, photo)
        held.refresh_from_db()

        for purchase in (held, new) if old_first else (new, held):
            _refund(purchase)

        assert photo_licences(buyer.customer, [photo.pk]) == {}
    assert _left(buyer) == 10


def test_refund_in_the_middle_of_three_reopens_the_first_only_when_the_last_is_refunded_too(buyer):
    photo = make_sold_photo()
    first = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    second = _buy(buyer, photo)
    _widen(buyer, "BG", "DE", "RO")
    third = _buy(buyer, photo)

    _refund(second)
    assert photo_licences(buyer.customer, [photo.pk]) == {photo.pk: third}

    _refund(third)
    assert photo_licences(buyer.customer, [photo.pk]) == {photo.pk: first}


def test_reopened_licence_that_has_run_out_meanwhile_stays_ended(buyer):
    photo, now = make_sold_photo(), database_now()
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    new = _buy(buyer, photo)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE subscriptions_purchase DISABLE TRIGGER USER")
        Purchase.objects.filter(pk=held.pk).update(
            at=now - dt.timedelta(days=3), licence_ends_at=now - dt.timedelta(days=1),
            replaced_at=now - dt.timedelta(days=2),
        )  # fmt: skip
        cursor.execute("ALTER TABLE subscriptions_purchase ENABLE TRIGGER USER")

    _refund(new)

    assert photo_licences(buyer.customer, [photo.pk]) == {}


def test_licence_for_screens_is_not_owned_when_print_is_asked_for():
    buyer, photo = make_member(), make_sold_photo()
    make_subscription(buyer.customer, stories=0, sizes=["download-web"])
    held = _buy(buyer, photo)

    (nobody,) = quote_photos([photo.pk], member=buyer, size="download-print").lines
    make_subscription(buyer.customer, stories=0)
    (line,) = quote_photos([photo.pk], member=buyer, size="download-print").lines
    new = _buy(buyer, photo, size="download-print")

    assert (nobody.is_allowed, nobody.held, bool(nobody.refusal)) == (False, held, True)
    assert ([gap.code for gap in line.gaps], line.cost) == (["size"], 1)
    assert new.licence["sizes"] == ["download-web", "download-print"]
    assert quote_photos([photo.pk], member=buyer).lines[0].owned == new


def test_size_that_no_package_gives_is_refused(buyer):
    other = make_member()
    make_subscription(other.customer, sizes=["download-web"])

    (line,) = quote_photos([make_sold_photo().pk], member=other, size="download-print").lines

    assert (line.is_allowed, line.cost) == (False, 0)


def test_wider_use_replaces_and_narrower_use_takes_nothing_away(buyer):
    photo = make_sold_photo(
        supplier=make_supplier(licence=make_licence(uses=["publish", "sell", "promote", "social"])),
        shown={"model_release": "MR-NAP", "property_release": "PR-NAP"},
    )
    editorial = _buy(buyer, photo)
    (line,) = quote_photos([photo.pk], member=buyer, use="promote").lines
    assert (line.held, line.cost, [gap.code for gap in line.gaps]) == (editorial, 1, ["use"])

    promote = _buy(buyer, photo, use="promote")
    assert quote_photos([photo.pk], member=buyer).lines[0].owned == promote
    # Neither of the two uses includes the other: a licence for social media would end that for advertising.
    (social,) = quote_photos([photo.pk], member=buyer, use="social").lines
    assert (social.is_allowed, social.cost, promote.number in social.refusal) == (False, 0, True)


def test_package_whose_licences_end_sooner_replaces_nothing_that_lasts(buyer):
    photo = make_sold_photo()
    _buy(buyer, photo)
    Balance.objects.filter(subscription__customer=buyer.customer, unit="photo").update(remaining=10)
    other = make_member()
    make_subscription(other.customer, licence_days=365)
    long = _buy(other, photo)
    _widen(other, "BG", "DE")

    # A year from now is later than the end of the one that is held: nothing is taken away.
    (later,) = quote_photos([photo.pk], member=other).lines
    assert (later.held, later.cost) == (long, 1)

    lasting, photo = make_member(), make_sold_photo()
    package = make_subscription(lasting.customer)
    _buy(lasting, photo)
    _widen(lasting, "BG", "DE")
    type(package).objects.filter(pk=package.pk).update(status="cancelled")
    make_subscription(lasting.customer, licence_days=365)
    (line,) = quote_photos([photo.pk], member=lasting).lines
    assert (line.is_allowed, line.cost, bool(line.refusal)) == (False, 0, True)


def test_widening_between_showing_and_confirming_takes_nothing_and_says_so(buyer):
    photo, other = make_sold_photo(), make_sold_photo()
    held = _buy(buyer, photo)
    before = quote_photos([photo.pk, other.pk], member=buyer)
    _widen(buyer, "BG", "DE")

    with pytest.raises(QuoteChanged) as changed:
        confirm(before.token, member=buyer)

    assert (changed.value.quote.lines[0].held, _left(buyer)) == (held, 9)
    page = read_taking(changed.value.quote, language="en", before=before.shown)
    assert page.has_changed
    assert page.lines[0].changes


def test_story_is_licensed_anew_for_more_countries_and_read_all_the_while(buyer):
    story = make_story(access="subscribers")
    held = confirm(quote_story(story.pk, member=buyer).token, member=buyer).purchases.get()
    _widen(buyer, "BG", "DE")

    (line,) = quote_story(story.pk, member=buyer).lines
    assert (line.held, line.owned, line.cost) == (held, None, 1)
    assert story_licence(buyer.customer, story.pk) == held

    new = confirm(quote_story(story.pk, member=buyer).token, member=buyer).purchases.get()
    assert (story_licence(buyer.customer, story.pk), _left(buyer, "story")) == (new, 8)


def test_fault_in_the_middle_leaves_the_old_licence_as_it_was(buyer, monkeypatch):
    photo = make_sold_photo()
    held = _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    token = quote_photos([photo.pk], member=buyer).token
    move = purchasing.move

    def break_off(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(purchasing, "move", break_off)
    with pytest.raises(OperationalError):
        confirm(token, member=buyer)
    assert (photo_licences(buyer.customer, [photo.pk]), _left(buyer)) == ({photo.pk: held}, 9)

    monkeypatch.setattr(purchasing, "move", move)
    new = confirm(token, member=buyer).purchases.get()
    assert (photo_licences(buyer.customer, [photo.pk]), _left(buyer)) == ({photo.pk: new}, 8)


# --- What the database holds ---


def _copy_of(purchase: Purchase, **fields: object) -> Purchase:
    purchase.pk, purchase.number, purchase.verification_code = None, "2026-9999999", "another"
    for name, value in fields.items():
        setattr(purchase, name, value)
    return purchase


def _replace(held: Purchase, *, by: Purchase | None) -> None:
    """What no code of ours does: close a licence, and store any other, or none, in its place."""
    Purchase.objects.filter(pk=held.pk).update(replaced_at=database_now())
    if by is not None:
        by.replaces_id = held.pk
        by.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_database_refuses_a_licence_beside_one_that_is_not_closed(buyer):
    held = _buy(buyer, make_sold_photo())

    with pytest.raises(IntegrityError), transaction.atomic():
        _copy_of(held, replaces_id=held.pk).save(force_insert=True)


def test_database_refuses_a_replacement_of_another_photos_licence(buyer):
    photo, other = make_sold_photo(), make_sold_photo()
    first, second = _buy(buyer, photo), _buy(buyer, other)

    with pytest.raises(REFUSALS, match="cannot take the place"), transaction.atomic():
        _replace(first, by=_copy_of(second, photo=other, at=database_now()))


def test_database_refuses_to_close_a_licence_that_nothing_replaces(buyer):
    held = _buy(buyer, make_sold_photo())

    with pytest.raises(REFUSALS, match="no licence takes the place"), transaction.atomic():
        _replace(held, by=None)


def test_database_keeps_what_a_licence_replaces(buyer):
    photo = make_sold_photo()
    _buy(buyer, photo)
    _widen(buyer, "BG", "DE")
    new = _buy(buyer, photo)

    with pytest.raises(REFUSALS), transaction.atomic():
        Purchase.objects.filter(pk=new.pk).update(replaces=None)
