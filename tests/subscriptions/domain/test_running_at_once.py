"""Acts on one subscription that meet, on real connections."""

import datetime as dt
from threading import Barrier, current_thread
from time import sleep

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from newsroom.shared.database_clock import database_now
from subscriptions.domain import invoicing, subscription_acts
from subscriptions.domain.invoicing import issue_credit_note, issue_invoice
from subscriptions.domain.purchasing import QuoteChanged, confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.running import AlreadyRenewed, approve, cancel, expire_due, renew, request_package
from subscriptions.domain.subscription_acts import WrongStatus
from subscriptions.models import Invoice, LedgerEntry, Purchase, Subscription
from tests.at_once import all_at_once
from tests.factories.customers import (
    make_customer,
    make_member,
    make_package,
    make_request,
    make_salesperson,
    make_sold_photo,
    make_subscription,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def _end_now(*subscriptions):
    now = database_now()
    Subscription.objects.filter(pk__in=[each.pk for each in subscriptions]).update(
        starts_at=now - dt.timedelta(days=30), ends_at=now
    )


def test_request_is_approved_once_however_many_approve_it():
    request, sales = make_request(photos=10, stories=10), make_salesperson()
    outcomes = all_at_once([lambda: approve(request.pk, by=sales)] * PEOPLE, refusals=(WrongStatus,))
    assert outcomes == {"Subscription": 1, "WrongStatus": PEOPLE - 1}
    assert list(LedgerEntry.objects.values_list("amount", flat=True)) == [10, 10]
    assert Invoice.objects.get().number == "0000000001"


def test_without_the_locks_two_approvals_meet(monkeypatch):
    """The control: if nothing breaks here, the test above proves nothing."""
    sales = make_salesperson()
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    for _round in range(20):
        request = make_request()
        acts = [lambda pk=request.pk: approve(pk, by=sales)] * PEOPLE
        if all_at_once(acts, refusals=(WrongStatus, IntegrityError))["IntegrityError"]:
            return
    pytest.fail("160 approvals without a lock never met")


def test_request_is_either_approved_or_declined():
    sales = make_salesperson()
    for _round in range(10):
        request = make_request()
        outcomes = all_at_once(
            [
                *[lambda pk=request.pk: approve(pk, by=sales)] * 3,
                *[lambda pk=request.pk: cancel(pk, by=sales, reason="r")] * 3,
            ],
            refusals=(WrongStatus,),
        )
        request.refresh_from_db()
        granted = LedgerEntry.objects.filter(balance__subscription=request, kind="grant").count()
        assert request.status == "cancelled"  # What was approved first was cancelled after it.
        assert outcomes["Subscription"] == (2 if granted else 1)
        assert sum(balance.remaining for balance in request.balances.all()) == 0


def test_double_click_asks_once_and_renews_once():
    package, member = make_package(), make_member(role="owner")
    all_at_once([lambda: request_package(package, member=member)] * PEOPLE)
    assert Subscription.objects.count() == 1

    old, sales = make_subscription(), make_salesperson()
    outcomes = all_at_once([lambda: renew(old.pk, by=sales)] * PEOPLE, refusals=(AlreadyRenewed,))
    assert outcomes == {"Subscription": 1, "AlreadyRenewed": PEOPLE - 1}
    assert old.renewals.count() == 1


def test_renewal_and_credit_note_of_one_package_do_not_wait_for_each_other(monkeypatch):
    """The credit note holds the counter of documents and points to the package; the renewal holds the package."""
    old, sales = make_subscription(), make_user(is_superuser=True)
    invoice = issue_invoice(old, by=sales)
    take_number, both_hold = invoicing._take_number, Barrier(2)

    def renew_once_the_number_is_taken():
        both_hold.wait(timeout=30)
        return renew(old.pk, by=sales)

    def take_number_and_let_the_renewal_begin():
        number = take_number()
        if current_thread().name == "credit":
            both_hold.wait(timeout=30)
            sleep(0.5)  # By now the renewal has its package, and waits for the counter.
        return number

    def credit():
        current_thread().name = "credit"
        return issue_credit_note(invoice.pk, by=sales, reason="Грешка")

    monkeypatch.setattr(invoicing, "_take_number", take_number_and_let_the_renewal_begin)

    assert all_at_once([credit, renew_once_the_number_is_taken]) == {"Invoice": 1, "Subscription": 1}


def test_several_workers_end_each_package_once(monkeypatch):
    ended = [make_subscription(photos=3, stories=0) for _number in range(12)]
    _end_now(*ended)
    assert all_at_once([expire_due] * 4) == {"int": 4}
    entries = LedgerEntry.objects.filter(kind="expiry")
    assert sorted(entries.values_list("request_key", flat=True)) == sorted(f"expiry:{s.pk}:photo" for s in ended)
    assert set(Subscription.objects.values_list("status", flat=True)) == {"expired"}
    monkeypatch.setattr(subscription_acts, "database_now", lambda: pytest.fail("Nothing was due."))
    assert expire_due() == 0


def _buy_until(moment, *, member, photos):
    """Take one photo after the other until a little after the moment; how many were taken, and how many refused."""
    taken = refused = 0
    for photo in photos:
        quote = quote_photos([photo.pk], member=member)
        try:
            confirm(quote.token, member=member)
            taken += 1
        except QuoteChanged:
            refused += 1
        if database_now() > moment + dt.timedelta(seconds=0.3):
            break
    return taken, refused


def _end_until(moment):
    while database_now() < moment + dt.timedelta(seconds=0.3):
        expire_due()


def test_purchase_at_the_last_second_pays_or_is_refused_and_never_both():
    customer = make_customer()
    subscription = make_subscription(customer, photos=1_000, stories=0)
    buyers = [make_member(customer) for _number in range(3)]
    photos = [[make_sold_photo(presets=()) for _number in range(40)] for _buyer in buyers]
    ends_at = database_now() + dt.timedelta(seconds=1)
    Subscription.objects.filter(pk=subscription.pk).update(ends_at=ends_at)
    all_at_once(
        [
            *[
                lambda m=member, p=mine: _buy_until(ends_at, member=m, photos=p)
                for member, mine in zip(buyers, photos, strict=True)
            ],
            *[lambda: _end_until(ends_at)] * 2,
        ]
    )
    assert _buy_until(ends_at, member=buyers[0], photos=[make_sold_photo()]) == (0, 1)
    taken = Purchase.objects.count()
    assert taken > 0
    assert all(at < ends_at for at in Purchase.objects.values_list("at", flat=True))
    assert LedgerEntry.objects.filter(kind="purchase").count() == taken
    assert LedgerEntry.objects.get(kind="expiry").amount == taken - 1_000
    assert LedgerEntry.objects.latest("number").kind == "expiry"
    assert subscription.balances.get().remaining == 0
