"""A subscription from the wish to its end, act by act."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.db.utils import DatabaseError

from newsroom.shared.database_clock import database_now
from subscriptions.domain.membership import NotAMember
from subscriptions.domain.running import (
    AlreadyRenewed,
    NotOffered,
    TermsChanged,
    approve,
    cancel,
    end_of_package,
    expire_due,
    renew,
    request_on_behalf,
    request_package,
    resume,
    suspend,
    terms_mark,
)
from subscriptions.domain.subscription_acts import TRANSITIONS, Act, NoReason, NotPermitted, WrongStatus, possible_acts
from subscriptions.models import Balance, Invoice, LedgerEntry, Notice, Subscription, SubscriptionAct, Terms
from tests.factories.customers import (
    make_customer,
    make_member,
    make_package,
    make_request,
    make_salesperson,
    make_subscription,
)
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
SOFIA = ZoneInfo("Europe/Sofia")
Status = Subscription.Status


def acts_of(subscription):
    return list(subscription.acts.order_by("pk").values_list("act", "from_status", "to_status"))


def end_now(subscription):
    """Put the end of a package a moment into the past."""
    now = database_now()
    Subscription.objects.filter(pk=subscription.pk).update(
        starts_at=now - dt.timedelta(days=30), ends_at=now - dt.timedelta(seconds=1)
    )


def entries_of(subscription):
    entries = LedgerEntry.objects.filter(balance__subscription=subscription).order_by("pk")
    return list(entries.values_list("kind", "balance__unit", "amount", "request_key"))


# --- Asked for ---------------------------------------------------------------------------------------------------


def test_request_copies_the_terms_and_stays_as_it_was_when_the_package_changes():
    package = make_package(price_cents=120_000, photos=7)
    subscription = request_package(package, member=make_member(role="owner"), note=" Молим за фактура до петък. ")
    package.price_cents, package.photos = 999, 1
    package.save()

    subscription.refresh_from_db()
    assert (subscription.price_cents, subscription.photos, subscription.status) == (120_000, 7, "requested")
    assert subscription.request_note == "Молим за фактура до петък."
    assert acts_of(subscription) == [("request", "", "requested")]
    assert not subscription.balances.exists()


def test_every_term_is_copied():
    package = make_package(
        sections=[1, 2], suppliers=[3], events=["Олимпиада"], newest_days=5, territories=["BG"], licence_days=90,
        sizes=["download-web"], length_days=365, vat_rate=900,
    )  # fmt: skip
    subscription = request_package(package, member=make_member(role="owner"))
    for name in Terms.TERMS:
        assert getattr(subscription, name) == getattr(package, name), name


def test_same_wish_again_is_the_same_request():
    package, member = make_package(), make_member(role="owner")
    first = request_package(package, member=member)
    assert request_package(package, member=member) == first
    assert request_package(make_package(), member=member) != first


@pytest.mark.parametrize("role", ["buyer", "viewer"])
def test_only_owners_ask(role):
    with pytest.raises(NotPermitted):
        request_package(make_package(), member=make_member(role=role))
    assert not Subscription.objects.exists()


def test_removed_member_can_not_ask():
    gone = make_member(role="owner")
    type(gone).objects.filter(pk=gone.pk).update(removed_at=database_now())
    with pytest.raises(NotAMember):
        request_package(make_package(), member=gone)
    assert not Subscription.objects.exists()


def test_package_that_is_not_offered_or_was_changed_since_it_was_shown_is_refused():
    package, member = make_package(), make_member(role="owner")
    seen = terms_mark(package)
    package.price_cents += 1
    package.save()
    with pytest.raises(TermsChanged):
        request_package(package, member=member, seen=seen)
    assert request_package(package, member=member, seen=terms_mark(package)).price_cents == package.price_cents

    package.is_offered = False
    package.save()
    with pytest.raises(NotOffered):
        request_package(package, member=make_member(role="owner"))


def test_sales_note_down_what_a_customer_asked_for_by_telephone():
    customer, sales = make_customer(), make_salesperson()
    assert request_on_behalf(make_package(), customer=customer, by=sales).requested_by == sales
    with pytest.raises(NotPermitted):
        request_on_behalf(make_package(), customer=customer, by=make_user())


# --- Approved ----------------------------------------------------------------------------------------------------


def test_approval_grants_bills_and_runs_from_now_to_midnight():
    request, sales = make_request(photos=10, stories=0, length_days=30), make_salesperson()
    before = database_now()
    subscription = approve(request.pk, by=sales)

    subscription.refresh_from_db()
    assert before <= subscription.starts_at == subscription.approved_at <= database_now()
    end = subscription.ends_at.astimezone(SOFIA)
    assert (end.time(), end.date()) == (dt.time(), subscription.starts_at.astimezone(SOFIA).date() + dt.timedelta(30))
    assert entries_of(subscription) == [("grant", "photo", 10, f"grant:{subscription.pk}:photo")]
    assert subscription.balances.get().remaining == 10
    assert subscription.invoices.get().total_cents == subscription.total_cents
    assert acts_of(subscription) == [("request", "", "requested"), ("approve", "requested", "active")]
    assert list(Subscription.objects.running()) == [subscription]


def test_approval_that_can_not_be_billed_is_nothing_at_all(settings):
    settings.INVOICE_SELLER = settings.INVOICE_SELLER | {"registration_number": ""}
    request, sales = make_request(), make_salesperson()
    with pytest.raises(Exception, match="AGENCY_REGISTRATION_NUMBER"):
        approve(request.pk, by=sales)
    request.refresh_from_db()
    assert (request.status, request.starts_at) == ("requested", None)
    assert not Balance.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("starts", "days", "ends"),
    [
        ("2025-09-03T12:00+03:00", 30, "2025-10-03T00:00+03:00"),
        ("2025-09-03T12:00+03:00", 1, "2025-09-04T00:00+03:00"),
        # Half past midnight in Sofia is still yesterday in Greenwich.
        ("2025-09-03T00:30+03:00", 1, "2025-09-04T00:00+03:00"),
        ("2025-09-03T23:59:59+03:00", 1, "2025-09-04T00:00+03:00"),
        # In autumn the last day has 25 hours, in spring 23.
        ("2025-10-26T00:00+03:00", 1, "2025-10-27T00:00+02:00"),
        ("2025-10-26T03:30+03:00", 1, "2025-10-27T00:00+02:00"),
        ("2025-10-26T03:30+02:00", 1, "2025-10-27T00:00+02:00"),
        ("2025-10-20T12:00+03:00", 30, "2025-11-19T00:00+02:00"),
        ("2025-03-30T02:59+02:00", 1, "2025-03-31T00:00+03:00"),
        ("2025-03-01T12:00+02:00", 30, "2025-03-31T00:00+03:00"),
        ("2024-02-28T12:00+02:00", 2, "2024-03-01T00:00+02:00"),
        ("2025-12-31T23:30+02:00", 365, "2026-12-31T00:00+02:00"),
    ],
)
def test_package_ends_at_the_midnight_of_the_newsroom(starts, days, ends):
    end = end_of_package(dt.datetime.fromisoformat(starts), length_days=days)
    assert end.isoformat() == dt.datetime.fromisoformat(ends).astimezone(dt.UTC).isoformat()


@time_machine.travel("2031-05-05T12:00:00Z")
def test_clock_of_the_web_server_decides_nothing():
    request, sales = make_request(length_days=1), make_salesperson()
    subscription = approve(request.pk, by=sales)
    assert subscription.starts_at.year != 2031
    assert abs(database_now() - subscription.starts_at) < dt.timedelta(minutes=1)
    assert expire_due() == 0
    end_now(subscription)
    with time_machine.travel("1999-05-05T12:00:00Z"):
        assert expire_due() == 1
    assert subscription.invoices.get().issued_on == database_now().astimezone(SOFIA).date()


# --- Suspended, resumed, cancelled -------------------------------------------------------------------------------


def test_suspended_package_pays_nothing_until_it_is_resumed_and_keeps_its_end():
    subscription, sales = make_subscription(), make_salesperson()
    ends_at = subscription.ends_at
    suspend(subscription.pk, by=sales, reason="Неплатена фактура")
    assert not Subscription.objects.running().exists()
    subscription.refresh_from_db()
    assert (subscription.status, subscription.status_reason) == ("suspended", "Неплатена фактура")
    resume(subscription.pk, by=sales)
    assert Subscription.objects.running().get().ends_at == ends_at
    assert Subscription.objects.get().status_reason == ""
    assert LedgerEntry.objects.count() == 2


def test_cancelling_a_running_package_writes_off_what_is_left_and_says_why():
    subscription, sales = make_subscription(photos=10, stories=4), make_salesperson()
    cancel(subscription.pk, by=sales, reason="Договорът е прекратен")
    assert entries_of(subscription)[2:] == [
        ("expiry", "photo", -10, f"cancel:{subscription.pk}:photo"),
        ("expiry", "story", -4, f"cancel:{subscription.pk}:story"),
    ]
    last = LedgerEntry.objects.latest("pk")
    assert (last.reason, last.actor) == ("Договорът е прекратен", sales)
    assert [balance.remaining for balance in subscription.balances.all()] == [0, 0]


def test_declined_request_moves_nothing():
    request, sales = make_request(), make_salesperson()
    cancel(request.pk, by=sales, reason="Пакетът не е за този клиент")
    assert acts_of(request) == [("request", "", "requested"), ("cancel", "requested", "cancelled")]
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("act", [suspend, cancel])
def test_act_against_the_customer_needs_a_reason(act):
    subscription, sales = make_subscription(), make_salesperson()
    with pytest.raises(NoReason):
        act(subscription.pk, by=sales, reason="  ")
    subscription.refresh_from_db()
    assert subscription.status == "active"


ACTS = {
    Act.APPROVE: lambda pk, by: approve(pk, by=by),
    Act.SUSPEND: lambda pk, by: suspend(pk, by=by, reason="r"),
    Act.RESUME: lambda pk, by: resume(pk, by=by),
    Act.CANCEL: lambda pk, by: cancel(pk, by=by, reason="r"),
    Act.RENEW: lambda pk, by: renew(pk, by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("status", Status)
def test_table_alone_decides_what_goes_in_which_status(status, act):
    sales = make_salesperson()
    subscription = make_request() if status == "requested" else make_subscription(status=status)
    allowed = {(row.source, row.act): row.target for row in TRANSITIONS}
    assert possible_acts(subscription) == [row.act for row in TRANSITIONS if row.source == status]
    if (status, act) in allowed:
        ACTS[act](subscription.pk, sales)
        subscription.refresh_from_db()
        assert subscription.status == allowed[status, act]
    else:
        with pytest.raises(WrongStatus):
            ACTS[act](subscription.pk, sales)
        subscription.refresh_from_db()
        assert subscription.status == status


@pytest.mark.parametrize("act", ACTS)
def test_nobody_runs_subscriptions_without_the_permission(act):
    subscription = make_request() if act == Act.APPROVE else make_subscription()
    with pytest.raises(NotPermitted):
        ACTS[act](subscription.pk, make_user())
    assert not SubscriptionAct.objects.exclude(act="request").exists()


def test_record_of_an_act_can_not_be_changed():
    record = make_request().acts.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        SubscriptionAct.objects.filter(pk=record.pk).update(act="approve")
    with pytest.raises(DatabaseError), transaction.atomic():
        record.delete()


# --- Renewed -----------------------------------------------------------------------------------------------------


def test_renewal_begins_where_the_package_ends_on_the_terms_of_today():
    old, sales = make_subscription(photos=10, length_days=30), make_salesperson()
    end = end_of_package(database_now(), length_days=3)
    Subscription.objects.filter(pk=old.pk).update(ends_at=end)
    old.package.photos, old.package.price_cents = 15, 11_000
    old.package.save()

    new = renew(old.pk, by=sales)
    new.refresh_from_db()
    assert (new.renews, new.status, new.photos, new.price_cents) == (old, "active", 15, 11_000)
    assert new.starts_at == end
    assert new.ends_at == end_of_package(end, length_days=30)
    assert new.balances.get(unit="photo").remaining == 15
    assert new.invoices.get().net_cents == 11_000
    assert list(Subscription.objects.running()) == [old]
    assert acts_of(old) == [("renew", "active", "active")]
    assert acts_of(new) == [("approve", "", "active")]


def test_renewal_of_an_ended_package_begins_now_and_the_remainder_is_gone():
    old, sales = make_subscription(photos=10, stories=0), make_salesperson()
    end_now(old)
    new = renew(old.pk, by=sales)
    assert abs(database_now() - new.starts_at) < dt.timedelta(minutes=1)
    assert acts_of(old) == [("expire", "active", "expired"), ("renew", "expired", "expired")]
    assert entries_of(old)[1:] == [("expiry", "photo", -10, f"expiry:{old.pk}:photo")]


def test_package_is_renewed_once_unless_the_renewal_was_cancelled():
    old, sales = make_subscription(), make_salesperson()
    first = renew(old.pk, by=sales)
    with pytest.raises(AlreadyRenewed) as refused:
        renew(old.pk, by=sales)
    assert refused.value.renewal == first
    assert Invoice.objects.count() == 1
    cancel(first.pk, by=sales, reason="Грешка")
    assert renew(old.pk, by=sales).renews == old
    another = make_subscription()
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(pk=another.pk).update(renews=old)


def test_renewal_whose_terms_changed_since_sales_saw_them_is_refused():
    old, sales = make_subscription(), make_salesperson()
    with pytest.raises(TermsChanged):
        renew(old.pk, by=sales, seen="another")
    assert renew(old.pk, by=sales, seen=terms_mark(old.package))


# --- Ended by the clock ------------------------------------------------------------------------------------------


def test_what_has_ended_is_written_off_once_and_the_rest_runs_on():
    ended, suspended, running = make_subscription(photos=10), make_subscription(status="suspended"), make_subscription()
    for subscription in (ended, suspended):
        end_now(subscription)
    assert expire_due() == 2
    assert expire_due() == 0
    assert entries_of(ended)[2:] == [
        ("expiry", "photo", -10, f"expiry:{ended.pk}:photo"),
        ("expiry", "story", -10, f"expiry:{ended.pk}:story"),
    ]
    assert acts_of(suspended) == [("expire", "suspended", "expired")]
    assert entries_of(running)[2:] == []
    assert Balance.objects.aggregate(left=Sum("remaining"))["left"] == 20
    assert not Notice.objects.exclude(kind="requested").exists()


def test_entries_that_nobody_typed_speak_the_language_of_the_customer():
    sales = make_salesperson()
    for language in ("bg", "en"):
        request = make_request(make_customer(language=language), stories=0)
        end_now(approve(request.pk, by=sales))
    assert expire_due() == 2
    assert list(LedgerEntry.objects.order_by("pk").values_list("reason", flat=True)) == [
        "Пакетът е одобрен.",
        "The package was approved.",
        "Срокът на пакета изтече.",
        "The package has ended.",
    ]


def test_package_with_nothing_left_ends_without_an_entry():
    subscription = make_subscription(photos=5, stories=0)
    end_now(subscription)
    Balance.objects.filter(subscription=subscription).update(remaining=0)
    assert expire_due() == 1
    assert [kind for kind, *_rest in entries_of(subscription)] == ["grant"]


def test_act_after_the_end_meets_an_ended_package_though_the_clock_task_has_not_come():
    subscription, sales = make_subscription(), make_salesperson()
    end_now(subscription)
    with pytest.raises(WrongStatus):
        suspend(subscription.pk, by=sales, reason="Неплатено")
    assert expire_due() == 1


def test_package_that_can_not_be_ended_does_not_hold_up_the_others(caplog):
    broken, healthy = make_subscription(), make_subscription()
    # An entry out of order: the next one that continues it is refused by the database.
    Balance.objects.filter(subscription=broken, unit="photo").update(last_number=7)
    for subscription in (broken, healthy):
        end_now(subscription)
    assert expire_due() == 1
    assert acts_of(healthy) == [("expire", "active", "expired")]
    assert acts_of(broken) == []
    assert f"Subscription {broken.pk} could not be ended" in caplog.text
