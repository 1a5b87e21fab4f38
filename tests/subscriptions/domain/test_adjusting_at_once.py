"""Adjustments that meet, on real connections."""

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet

from subscriptions.domain.adjusting import AlreadyDecided, BadAmount, ask, decide
from subscriptions.models import LedgerEntry
from tests.at_once import all_at_once
from tests.factories.customers import make_salesperson, make_subscription

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8
ADJUSTMENT = LedgerEntry.Kind.ADJUSTMENT


def _ask(balance, amount, *, by, key):
    return ask(balance.pk, kind=ADJUSTMENT, amount=amount, reason="r", by=by, request_key=key)


def test_deciders_at_once_carry_it_out_once():
    balance = make_subscription(photos=10, stories=0).balances.get()
    deciders = [make_salesperson() for _number in range(PEOPLE)]
    for round_number in range(5):
        waiting = _ask(balance, 25, by=make_salesperson(), key=f"k{round_number}")
        acts = [lambda by=by, pk=waiting.pk: decide(pk, by=by, approve=True) for by in deciders]

        assert all_at_once(acts, refusals=(AlreadyDecided,)) == {"Adjustment": 1, "AlreadyDecided": PEOPLE - 1}

    balance.refresh_from_db()
    assert (balance.remaining, balance.entries.count()) == (135, 6)


def test_without_the_locks_two_deciders_meet(monkeypatch):
    """The control: if nothing breaks here, the test above proves nothing."""
    deciders = [make_salesperson() for _number in range(PEOPLE)]
    asker = make_salesperson()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for round_number in range(20):
        balance = make_subscription(photos=10, stories=0).balances.get()
        waiting = _ask(balance, 25, by=asker, key=f"k{round_number}")
        acts = [lambda by=by, pk=waiting.pk: decide(pk, by=by, approve=True) for by in deciders]
        outcomes = all_at_once(acts, refusals=(AlreadyDecided, DatabaseError))
        if outcomes["AlreadyDecided"] < PEOPLE - 1:
            return
    pytest.fail("160 decisions without a lock never met")


def test_either_is_it_carried_out_or_refused():
    deciders = [make_salesperson() for _number in range(PEOPLE)]
    balance = make_subscription(photos=10, stories=0).balances.get()
    for round_number in range(5):
        waiting = _ask(balance, 25, by=make_salesperson(), key=f"k{round_number}")
        acts = [
            lambda by=by, pk=waiting.pk, yes=bool(place % 2): decide(pk, by=by, approve=yes)
            for place, by in enumerate(deciders)
        ]
        before = balance.entries.count()

        outcomes = all_at_once(acts, refusals=(AlreadyDecided,))

        waiting.refresh_from_db()
        assert outcomes == {"Adjustment": 1, "AlreadyDecided": PEOPLE - 1}
        assert balance.entries.count() - before == (1 if waiting.state == "done" else 0)


def test_double_click_moves_once_and_many_hands_never_go_below_zero():
    balance = make_subscription(photos=10, stories=0).balances.get()
    sales = make_salesperson()
    assert all_at_once([lambda: _ask(balance, 5, by=sales, key="same")] * PEOPLE) == {"Adjustment": PEOPLE}
    balance.refresh_from_db()
    assert balance.remaining == 15

    people = [make_salesperson() for _number in range(PEOPLE)]
    acts = [lambda by=by: _ask(balance, -4, by=by, key=f"take{by.pk}") for by in people]
    assert all_at_once(acts, refusals=(BadAmount,)) == {"Adjustment": 3, "BadAmount": PEOPLE - 3}
    balance.refresh_from_db()
    assert balance.remaining == 3


def test_small_steps_at_once_do_not_get_past_the_limit():
    balance = make_subscription(photos=10, stories=0).balances.get()
    sales = make_salesperson()
    all_at_once([lambda key=key: _ask(balance, 10, by=sales, key=f"step{key}") for key in range(PEOPLE)])

    balance.refresh_from_db()
    assert balance.remaining == 30
