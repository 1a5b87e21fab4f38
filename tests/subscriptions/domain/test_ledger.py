"""Entries and balances, and what the database refuses whoever asks."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.db.utils import DatabaseError

from subscriptions.domain.ledger import InsufficientBalance, lock_balances, move
from subscriptions.models import Balance, LedgerEntry, Subscription, Unit
from tests.factories.customers import make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
REFUSALS = (IntegrityError, InternalError, ProgrammingError)
Kind = LedgerEntry.Kind


def _photos_of(subscription: Subscription) -> Balance:
    with transaction.atomic():
        return lock_balances(subscription.customer_id, unit=Unit.PHOTO)[0]


def test_grant_stands_in_the_balance_and_in_the_ledger():
    subscription = make_subscription(photos=10, stories=3)

    assert [(b.unit, b.remaining, b.granted) for b in subscription.balances.all()] == [
        ("photo", 10, 10),
        ("story", 3, 3),
    ]
    assert list(LedgerEntry.objects.order_by("pk").values_list("kind", "amount", "balance_after", "number")) == [
        ("grant", 10, 10, 1),
        ("grant", 3, 3, 1),
    ]


def test_package_of_photos_alone_has_no_balance_of_stories():
    assert [balance.unit for balance in make_subscription(stories=0).balances.all()] == ["photo"]


def test_same_key_moves_nothing_the_second_time():
    balance, actor = _photos_of(make_subscription(photos=10)), make_user()
    wish = {"kind": Kind.ADJUSTMENT, "amount": -4, "reason": "Грешка", "actor": actor, "request_key": "once"}

    assert move(balance, **wish) == move(balance, **wish)
    balance.refresh_from_db()
    assert (balance.remaining, balance.last_number) == (6, 2)


def test_more_than_is_left_is_refused_and_nothing_moves():
    balance = _photos_of(make_subscription(photos=10))

    with pytest.raises(InsufficientBalance):
        move(balance, kind=Kind.ADJUSTMENT, amount=-11, reason="Грешка", actor=make_user(), request_key="more")
    balance.refresh_from_db()
    assert (balance.remaining, balance.entries.count()) == (10, 1)


@pytest.mark.parametrize("change", [{"amount": 99}, {"reason": "Друго"}, {"request_key": "other"}])
def test_entry_can_not_be_changed(change):
    make_subscription()

    with pytest.raises(REFUSALS), transaction.atomic():
        LedgerEntry.objects.update(**change)


def test_entry_can_not_be_deleted():
    make_subscription()

    with pytest.raises(REFUSALS), transaction.atomic():
        LedgerEntry.objects.all().delete()


def test_balance_can_not_be_deleted_nor_fall_below_zero():
    subscription = make_subscription()

    with pytest.raises(DatabaseError), transaction.atomic():
        Balance.objects.filter(subscription=subscription)._raw_delete("default")
    with pytest.raises(IntegrityError, match="balance_not_negative"), transaction.atomic():
        Balance.objects.filter(subscription=subscription).update(remaining=-1)


@pytest.mark.parametrize(
    ("number", "amount", "after"),
    [(2, -1, 8), (3, -1, 9), (1, -1, 9), (2, -11, -1), (2, 0, 10)],
    ids=["wrong sum", "a number left out", "a number twice", "below zero", "nothing"],
)
def test_entry_that_does_not_continue_the_ledger_is_refused(number, amount, after):
    balance = _photos_of(make_subscription(photos=10))

    with pytest.raises(REFUSALS), transaction.atomic():
        LedgerEntry.objects.create(
            balance=balance,
            number=number,
            kind=Kind.ADJUSTMENT,
            amount=amount,
            balance_after=after,
            reason="Грешка",
            actor=make_user(),
            request_key="odd",
        )


@pytest.mark.parametrize(
    ("kind", "amount", "reason", "has_actor"),
    [
        (Kind.GRANT, -1, "Грешка", True),
        (Kind.EXPIRY, 1, "Край", True),
        (Kind.PURCHASE, -1, "Снимка", True),
        (Kind.ADJUSTMENT, -1, "  ", True),
        (Kind.ADJUSTMENT, -1, "Грешка", False),
    ],
    ids=["negative grant", "positive expiry", "purchase of nothing", "no reason", "nobody"],
)
def test_entry_that_makes_no_sense_is_refused(kind, amount, reason, has_actor):
    balance = _photos_of(make_subscription(photos=10))

    with pytest.raises(IntegrityError), transaction.atomic():
        move(
            balance,
            kind=kind,
            amount=amount,
            reason=reason,
            actor=make_user() if has_actor else None,
            request_key="senseless",
        )


@pytest.mark.parametrize("change", [{"photos": 99}, {"price_cents": 1}, {"territories": ["US"]}, {"name_bg": "Друг"}])
def test_sold_terms_can_not_be_changed(change):
    subscription = make_subscription()

    with pytest.raises(REFUSALS), transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(**change)
