"""The series has no gap and no number twice, whoever issues at once and whatever fails in the middle."""

import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from subscriptions.domain.invoicing import MoreThanBilled, issue_credit_note, issue_invoice, uncredited
from subscriptions.models import Invoice, InvoiceCounter
from tests.at_once import all_at_once
from tests.factories.customers import make_salesperson, make_subscription

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, EACH = 16, 6


class ChangedMind(Exception):
    """What makes a transaction roll back."""


def _issue_some(subscriptions, *, by, chance):
    """Issue for each, and roll every third back or so, with a second try after it."""
    for subscription in subscriptions:
        while True:
            try:
                with transaction.atomic():
                    issue_invoice(subscription, by=by)
                    if chance.random() < 0.35:
                        raise ChangedMind
            except ChangedMind:
                continue
            break


def _work(subscriptions_each):
    sales = make_salesperson()
    subscriptions = [make_subscription() for _number in range(PEOPLE * subscriptions_each)]
    return [
        lambda part=subscriptions[start::PEOPLE], seed=start: _issue_some(part, by=sales, chance=random.Random(seed))
        for start in range(PEOPLE)
    ]


def test_sixteen_people_and_many_rollbacks_leave_no_gap_and_no_number_twice():
    assert all_at_once(_work(EACH)) == {"NoneType": PEOPLE}
    numbers = list(Invoice.objects.order_by("pk").values_list("number", flat=True))
    assert sorted(numbers) == [f"{number:010d}" for number in range(1, PEOPLE * EACH + 1)]
    assert InvoiceCounter.objects.get().last == PEOPLE * EACH
    by_number = list(Invoice.objects.order_by("number").values_list("issued_at", flat=True))
    assert by_number == sorted(by_number)


def test_without_the_lock_the_race_shows(monkeypatch):
    """The control: if this passes through unhurt, the test above proves nothing."""
    InvoiceCounter.objects.create(last=0)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for _round in range(10):
        if all_at_once(_work(1), refusals=(IntegrityError,))["IntegrityError"]:
            return
    pytest.fail("160 invoices without a lock never met")


def _issue_and_fail(subscription, *, by):
    with transaction.atomic(), connection.cursor() as cursor:
        issue_invoice(subscription, by=by)
        cursor.execute("INSERT INTO subscriptions_invoicecounter (id, last) VALUES (2, 0)")


def test_failure_of_the_database_in_the_middle_gives_the_number_back():
    sales, first, second = make_salesperson(), make_subscription(), make_subscription()
    with pytest.raises(IntegrityError):
        _issue_and_fail(first, by=sales)
    assert issue_invoice(second, by=sales).number == "0000000001"
    assert issue_invoice(first, by=sales).number == "0000000002"


def test_credit_notes_at_once_never_take_back_more_than_was_billed():
    sales = make_salesperson()
    invoice = issue_invoice(make_subscription(price_cents=10_000), by=sales)
    outcomes = all_at_once(
        [lambda: issue_credit_note(invoice.pk, by=sales, reason="Част", net_cents=3_000)] * 8,
        refusals=(MoreThanBilled,),
    )
    assert outcomes == {"Invoice": 3, "MoreThanBilled": 5}
    assert uncredited(invoice) == (1_000, 200)
    assert InvoiceCounter.objects.get().last == 4
