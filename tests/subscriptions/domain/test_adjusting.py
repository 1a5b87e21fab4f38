"""Balances moved by hand: at once up to the limit, above it by two people."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from newsroom.shared.database_clock import database_now
from subscriptions.domain.adjusting import (
    AlreadyDecided,
    BadAmount,
    NoReason,
    NotPermitted,
    OwnRequest,
    PackageNotRunning,
    RequestKeyTaken,
    ask,
    decide,
)
from subscriptions.models import Adjustment, Balance, LedgerEntry, Subscription
from tests.factories.customers import make_salesperson, make_subscription
from tests.factories.people import make_journalist

pytestmark = pytest.mark.django_db
REFUSALS = (IntegrityError, InternalError, ProgrammingError)
GRANT, ADJUSTMENT = LedgerEntry.Kind.GRANT, LedgerEntry.Kind.ADJUSTMENT


@pytest.fixture
def balance() -> Balance:
    return make_subscription(photos=10, stories=0).balances.get()


@pytest.fixture
def sales():
    return make_salesperson()


def wish(balance, amount, *, by, kind=ADJUSTMENT, reason="Уговорено по телефона", key=""):
    return ask(balance.pk, kind=kind, amount=amount, reason=reason, by=by, request_key=key or str(uuid.uuid4()))


def state_of(balance):
    """What is left, what was granted, and the entries after the package's own grant."""
    balance.refresh_from_db()
    entries = balance.entries.exclude(number=1).order_by("number")
    return balance.remaining, balance.granted, [(entry.kind, entry.amount, entry.actor_id) for entry in entries]


def test_small_adjustment_is_carried_out_at_once(balance, sales):
    adjustment = wish(balance, -4, by=sales, reason="  Двойно взети  ")

    assert (adjustment.state, adjustment.needs_second, adjustment.decided_by) == ("done", False, sales)
    assert state_of(balance) == (6, 10, [("adjustment", -4, sales.pk)])
    assert balance.entries.get(number=2).reason == "Двойно взети"


def test_grant_counts_as_granted(balance, sales):
    wish(balance, 20, by=sales, kind=GRANT)

    assert state_of(balance) == (30, 30, [("grant", 20, sales.pk)])


def test_more_than_the_limit_waits_for_a_second_person(balance, sales):
    adjustment = wish(balance, 21, by=sales, kind=GRANT)

    assert (adjustment.state, adjustment.needs_second, adjustment.decided_by) == ("waiting", True, None)
    assert state_of(balance) == (10, 10, [])

    second = make_salesperson()
    decided = decide(adjustment.pk, by=second, approve=True)

    assert (decided.state, decided.decided_by) == ("done", second)
    assert state_of(balance) == (31, 31, [("grant", 21, second.pk)])


def test_limit_is_a_setting(balance, sales, settings):
    settings.FOUR_EYES_ABOVE = 3

    assert wish(balance, 3, by=sales).state == "done"
    assert wish(balance, 4, by=make_salesperson()).state == "waiting"


def test_small_steps_of_one_day_count_together(balance, sales):
    assert [wish(balance, 10, by=sales).state for _step in range(3)] == ["done", "done", "waiting"]
    assert wish(balance, 10, by=make_salesperson()).state == "done"

    with transaction.atomic():
        past = database_now() - dt.timedelta(days=1, minutes=1)
        Adjustment.objects.create(
            balance=make_subscription().balances.first(), kind="adjustment", amount=20, reason="r", asked_by=sales,
            request_key="old", state="done", decided_by=sales, decided_at=past,
        )  # fmt: skip
    old = Adjustment.objects.get(request_key="old")
    assert wish(old.balance, 20, by=sales).state == "done"


def test_same_request_twice_is_one(balance, sales):
    first = wish(balance, 5, by=sales, key="k")

    assert wish(balance, 5, by=sales, key="k") == first
    assert state_of(balance)[0] == 15
    with pytest.raises(RequestKeyTaken):
        wish(balance, 6, by=sales, key="k")


def test_same_decision_twice_is_one_and_the_other_is_told_who_was_first(balance, sales):
    adjustment = wish(balance, 30, by=sales)
    second, third = make_salesperson(), make_salesperson()
    decide(adjustment.pk, by=second, approve=True)

    assert decide(adjustment.pk, by=second, approve=True).state == "done"
    with pytest.raises(AlreadyDecided, match=str(second)):
        decide(adjustment.pk, by=third, approve=True)
    with pytest.raises(AlreadyDecided):
        decide(adjustment.pk, by=second, approve=False)
    assert state_of(balance)[0] == 40


def test_who_asked_may_withdraw_and_not_carry_out(balance, sales):
    adjustment = wish(balance, 30, by=sales)

    with pytest.raises(OwnRequest):
        decide(adjustment.pk, by=sales, approve=True)
    assert decide(adjustment.pk, by=sales, approve=False).state == "refused"
    assert state_of(balance) == (10, 10, [])


def test_database_refuses_that_one_person_does_both(balance, sales):
    adjustment = wish(balance, 30, by=sales)

    with pytest.raises(IntegrityError, match="adjustment_four_eyes"), transaction.atomic():
        Adjustment.objects.filter(pk=adjustment.pk).update(state="done", decided_by=sales, decided_at=database_now())


@pytest.mark.parametrize(
    "change",
    [{"state": "refused"}, {"state": "waiting", "decided_by": None}, {"amount": 3}, {"needs_second": True}],
)
def test_database_keeps_what_was_decided(balance, sales, change):
    adjustment = wish(balance, 5, by=sales)

    with pytest.raises(REFUSALS), transaction.atomic():
        Adjustment.objects.filter(pk=adjustment.pk).update(**change)


def test_nothing_falls_below_zero(balance, sales):
    with pytest.raises(BadAmount):
        wish(balance, -11, by=sales)
    waiting = wish(balance, -10, by=sales)
    assert waiting.state == "done"

    assert state_of(balance)[0] == 0
    assert LedgerEntry.objects.count() == 2


def test_what_waits_is_checked_again_when_it_is_carried_out(sales):
    balance = make_subscription(photos=100, stories=0).balances.get()
    waiting = wish(balance, -95, by=sales)
    wish(balance, -10, by=make_salesperson())

    with pytest.raises(BadAmount, match="90"):
        decide(waiting.pk, by=make_salesperson(), approve=True)
    waiting.refresh_from_db()
    assert (waiting.state, state_of(balance)[0]) == ("waiting", 90)


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_package_that_is_over_is_not_brought_back_to_life(balance, sales, status):
    waiting = wish(balance, 30, by=sales)
    Subscription.objects.update(status=status)

    with pytest.raises(PackageNotRunning):
        wish(balance, 5, by=sales)
    with pytest.raises(PackageNotRunning):
        decide(waiting.pk, by=make_salesperson(), approve=True)
    assert decide(waiting.pk, by=make_salesperson(), approve=False).state == "refused"


def test_package_whose_time_is_over_is_not_moved_before_the_clock_has_ended_it(balance, sales):
    Subscription.objects.update(ends_at=database_now())

    with pytest.raises(PackageNotRunning):
        wish(balance, 5, by=sales)


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        ({"reason": " "}, NoReason),
        ({"amount": 0}, BadAmount),
        ({"amount": 1_000_001}, BadAmount),
        ({"amount": -1, "kind": GRANT}, BadAmount),
        ({"kind": LedgerEntry.Kind.REFUND}, BadAmount),
    ],
)
def test_wish_that_is_no_wish_is_refused(balance, sales, told, refusal):
    wanted = {"amount": 5, "kind": ADJUSTMENT, "reason": "r"} | told
    with pytest.raises(refusal):
        ask(balance.pk, by=sales, request_key="k", **wanted)
    assert not Adjustment.objects.exists()


def test_only_sales_ask_and_decide(balance, sales):
    waiting = wish(balance, 30, by=sales)

    with pytest.raises(NotPermitted):
        wish(balance, 5, by=make_journalist())
    with pytest.raises(NotPermitted):
        decide(waiting.pk, by=make_journalist(), approve=True)
