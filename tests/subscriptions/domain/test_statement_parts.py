"""A long statement in parts: every day in exactly one, none with more entries than a document holds."""

import datetime as dt

import pytest

from subscriptions.domain.statement import Days, read_statement
from subscriptions.domain.statement_parts import divide
from tests.factories.customers import make_customer
from tests.subscriptions.domain.test_statement import in_sofia, make_empty_balance, write_entry

pytestmark = pytest.mark.django_db

YEAR = Days(dt.date(2025, 1, 10), dt.date(2025, 12, 20))


def parts_of(*days, most):
    """The parts of a statement of YEAR with an entry on each of these days, as strings and counts."""
    customer = make_customer()
    balance = make_empty_balance(customer)
    for month, day in days:
        write_entry(balance, 1, in_sofia(2025, month, day, 0, 30))
    parts = divide(read_statement(customer, YEAR), most=most)
    return [(f"{part.days.first:%m-%d}", f"{part.days.last:%m-%d}", part.entry_count) for part in parts]


def test_whole_months_go_together_while_there_is_room():
    assert parts_of((1, 11), (2, 1), (2, 28), (3, 1), (9, 3), most=3) == [
        ("01-10", "02-28", 3),
        ("03-01", "12-20", 2),
    ]


def test_month_with_too_many_is_divided_by_days():
    assert parts_of((3, 1), (3, 1), (3, 5), (3, 5), (3, 9), (4, 1), most=3) == [
        ("01-10", "03-04", 2),
        ("03-05", "03-31", 3),
        ("04-01", "12-20", 1),
    ]


def test_day_with_too_many_stands_alone():
    assert parts_of((5, 1), (5, 2), (5, 2), (5, 2), (5, 3), most=2) == [
        ("01-10", "05-01", 1),
        ("05-02", "05-02", 3),
        ("05-03", "12-20", 1),
    ]


def test_what_has_room_in_one_document_is_one_part():
    assert parts_of((5, 1), most=1) == [("01-10", "12-20", 1)]
    assert parts_of(most=1) == [("01-10", "12-20", 0)]
