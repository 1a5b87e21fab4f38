"""The statement adds up, for any days, whatever has happened."""

import datetime as dt
from itertools import count, pairwise

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscriptions.domain.statement import Days, read_statement
from subscriptions.models import Balance, LedgerEntry
from tests.factories.customers import make_customer, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

SEPTEMBER = Days(dt.date(2025, 9, 1), dt.date(2025, 9, 30))
_keys = count(1)


def write_entry(balance, amount, at):
    """An entry of some past moment: the ledger itself only writes those of now."""
    last = balance.entries.order_by("number").last()
    before = last.balance_after if last else 0
    return LedgerEntry.objects.create(
        balance=balance,
        number=(last.number if last else 0) + 1,
        kind=LedgerEntry.Kind.ADJUSTMENT,
        amount=amount,
        balance_after=before + amount,
        reason="Проба",
        actor=make_user(),
        request_key=f"statement-{next(_keys)}",
        at=at,
    )


def make_empty_balance(customer):
    subscription = make_subscription(customer, photos=0, stories=1)
    return Balance.objects.create(subscription=subscription, unit="photo")


def in_sofia(year, month, day, hour=12, minute=0):
    zone = dt.timezone(dt.timedelta(hours=3 if 4 <= month <= 10 else 2))
    return dt.datetime(year, month, day, hour, minute, tzinfo=zone)


def test_account_shows_what_there_was_what_moved_and_what_was_left():
    customer = make_customer()
    balance = make_empty_balance(customer)
    write_entry(balance, 10, in_sofia(2025, 8, 31, 23, 59))
    write_entry(balance, -3, in_sofia(2025, 9, 1, 0, 0))
    write_entry(balance, 1, in_sofia(2025, 9, 30, 23, 59))
    write_entry(balance, -5, in_sofia(2025, 10, 1, 0, 0))

    (account,) = read_statement(customer, SEPTEMBER).accounts

    assert (account.opening, account.received, account.taken, account.closing) == (10, 1, -3, 8)
    assert [entry.amount for entry in account.entries] == [-3, 1]


def test_days_are_those_of_the_newsroom_in_the_night_of_the_time_change():
    autumn = Days(dt.date(2025, 10, 26), dt.date(2025, 10, 26))
    spring = Days(dt.date(2025, 3, 30), dt.date(2025, 3, 30))

    assert autumn.end - autumn.start == dt.timedelta(hours=24)  # By the clock on the wall,
    assert autumn.end.astimezone(dt.UTC) - autumn.start.astimezone(dt.UTC) == dt.timedelta(hours=25)
    assert spring.end.astimezone(dt.UTC) - spring.start.astimezone(dt.UTC) == dt.timedelta(hours=23)


def test_account_that_held_something_and_did_not_move_is_told():
    customer = make_customer()
    balance = make_empty_balance(customer)
    write_entry(balance, 4, in_sofia(2025, 8, 1))

    (account,) = read_statement(customer, SEPTEMBER).accounts

    assert (account.opening, account.entries, account.closing) == (4, [], 4)


def test_account_that_was_empty_and_did_not_move_is_left_out():
    customer = make_customer()
    balance = make_empty_balance(customer)
    write_entry(balance, 4, in_sofia(2025, 7, 1))
    write_entry(balance, -4, in_sofia(2025, 8, 1))

    assert read_statement(customer, SEPTEMBER).accounts == []


def test_another_customers_ledger_is_not_told():
    write_entry(make_empty_balance(make_customer()), 4, in_sofia(2025, 9, 2))

    assert read_statement(make_customer(), SEPTEMBER).accounts == []


def test_statement_takes_two_queries_however_many_accounts_there_are(django_assert_num_queries):
    customer = make_customer()
    for number in range(3):
        write_entry(make_empty_balance(customer), number + 1, in_sofia(2025, 9, 2))

    with django_assert_num_queries(2):
        statement = read_statement(customer, SEPTEMBER)
        words = [(entry.actor.get_full_name(), entry.purchase) for a in statement.accounts for entry in a.entries]

    assert len(words) == 3


_MOMENTS = st.integers(0, 46 * 24 * 60).map(lambda minutes: in_sofia(2025, 9, 20) + dt.timedelta(minutes=minutes))


@st.composite
def ledgers(draw):
    """Amounts that never take a balance below zero, at moments of two months, in any order of time."""
    amounts, left = [], 0
    for _ in range(draw(st.integers(0, 12))):
        amount = draw(st.integers(-left, 20).filter(bool))
        left += amount
        amounts.append((amount, draw(_MOMENTS)))
    return amounts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ledger=ledgers(),
    cuts=st.lists(st.dates(dt.date(2025, 9, 18), dt.date(2025, 11, 8)), min_size=2, max_size=6, unique=True),
)
def test_statements_add_up_and_chain_for_any_ledger_and_any_days(ledger, cuts):
    customer = make_customer()
    balance = make_empty_balance(customer)
    for amount, moment in ledger:
        write_entry(balance, amount, moment)
    cuts.sort()
    periods = [Days(first, second - dt.timedelta(days=1)) for first, second in pairwise(cuts)]

    closings = []
    for days in periods:
        accounts = [account for account in read_statement(customer, days).accounts if account.unit == "photo"]
        opening, closing = (accounts[0].opening, accounts[0].closing) if accounts else (0, 0)
        amounts = [entry.amount for account in accounts for entry in account.entries]
        assert opening + sum(amounts) == closing
        assert len(amounts) == balance.entries.filter(at__gte=days.start, at__lt=days.end).count()
        closings.append((opening, closing))

    for (_opening, closing), (following, _closing) in pairwise(closings):
        assert closing == following
    everything = Days(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    all_accounts = [account for account in read_statement(customer, everything).accounts if account.unit == "photo"]
    told = all_accounts[0].closing if all_accounts else 0
    assert told == (balance.entries.aggregate(sum=Sum("amount"))["sum"] or 0)
