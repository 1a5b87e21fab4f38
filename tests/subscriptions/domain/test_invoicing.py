"""Invoices and credit notes: what is on them, and that they add up."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from newsroom.shared.database_clock import database_now
from subscriptions.domain.invoicing import (
    MoreThanBilled,
    NotIssued,
    SellerUnknown,
    issue_credit_note,
    issue_invoice,
    uncredited,
)
from subscriptions.models import Invoice, InvoiceCounter, Subscription
from tests.factories.customers import make_customer, make_request, make_salesperson, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def invoice_for(price_cents=10_000, **terms):
    return issue_invoice(make_subscription(price_cents=price_cents, **terms), by=make_user())


def amounts(document):
    return document.net_cents, document.vat_cents, document.total_cents


def test_invoice_bills_the_package_to_the_customer_as_it_is_now(settings):
    customer = make_customer(
        "„Вестник“ ЕООД", registration_number="203456789", vat_number="BG203456789", address="ул. „Шипка“ 3, София"
    )
    subscription = make_subscription(
        customer,
        name_bg="Голям",
        name_en="Large",
        price_cents=120_000,
        starts_at=dt.datetime.fromisoformat("2025-09-02T22:30Z"),
        ends_at=dt.datetime.fromisoformat("2025-10-02T21:00Z"),
    )
    sales = make_user()
    invoice = issue_invoice(subscription, by=sales)
    customer.name = "Друго име"
    customer.save()

    invoice.refresh_from_db()
    assert (invoice.number, invoice.kind, invoice.issued_by) == ("0000000001", "invoice", sales)
    assert amounts(invoice) == (120_000, 24_000, 144_000)
    assert invoice.buyer == {
        "name": "„Вестник“ ЕООД",
        "registration_number": "203456789",
        "vat_number": "BG203456789",
        "address": "ул. „Шипка“ 3, София",
        "country": "BG",
    }
    assert invoice.seller == settings.INVOICE_SELLER
    assert invoice.lines == [
        {
            "text_bg": "Абонамент „Голям“, 03.09.2025–02.10.2025",
            "text_en": "Subscription “Large”, 03.09.2025–02.10.2025",
            "quantity": 1,
            "net_cents": 120_000,
        }
    ]
    assert invoice.supplied_on == dt.date(2025, 9, 3)
    assert abs(database_now() - invoice.issued_at) < dt.timedelta(minutes=1)


def test_package_has_one_invoice():
    subscription, sales = make_subscription(), make_user()
    assert issue_invoice(subscription, by=sales) == issue_invoice(subscription, by=sales)
    assert InvoiceCounter.objects.get().last == 1


def test_series_begins_with_the_number_of_the_setting_and_goes_on(settings):
    settings.INVOICE_FIRST_NUMBER = 2_000_000_001
    assert invoice_for().number == "2000000001"
    settings.INVOICE_FIRST_NUMBER = 7
    assert invoice_for().number == "2000000002"


@pytest.mark.parametrize(
    ("net", "rate", "vat"),
    [(1, 2000, 0), (2, 2000, 0), (3, 2000, 1), (9_999, 2000, 2_000), (5_000, 0, 0), (50, 900, 5)],
)
def test_vat_is_rounded_to_the_cent(net, rate, vat):
    assert amounts(invoice_for(net, vat_rate=rate)) == (net, vat, net + vat)


def test_large_amount_adds_up_in_the_database_too():
    assert amounts(invoice_for(1_500_000_000)) == (1_500_000_000, 300_000_000, 1_800_000_000)


def test_request_is_not_billed_and_nobody_bills_without_a_name(settings):
    sales = make_salesperson()
    with pytest.raises(NotIssued, match="одобрен"):
        issue_invoice(make_request(), by=sales)
    settings.INVOICE_SELLER = settings.INVOICE_SELLER | {"name_bg": ""}
    with pytest.raises(SellerUnknown):
        issue_invoice(make_subscription(), by=sales)
    assert not InvoiceCounter.objects.exists()


# --- Credit notes ------------------------------------------------------------------------------------------------


def test_credit_note_takes_the_whole_invoice_back_with_its_parties_and_its_reason():
    invoice, sales = invoice_for(9_999), make_salesperson()
    note = issue_credit_note(invoice.pk, by=sales, reason=" Договорът е прекратен ")
    assert (note.number, note.kind, note.credits) == ("0000000002", "credit_note", invoice)
    assert amounts(note) == amounts(invoice)
    assert (note.buyer, note.seller, note.reason) == (invoice.buyer, invoice.seller, "Договорът е прекратен")
    assert uncredited(invoice) == (0, 0)
    with pytest.raises(MoreThanBilled):
        issue_credit_note(invoice.pk, by=sales, reason="Още веднъж")


def test_parts_add_up_to_the_whole_to_the_cent():
    invoice, sales = invoice_for(1_000), make_salesperson()
    # 333 and 20 %: 66.6, up to 67 each; the last part takes what is left.
    parts = [issue_credit_note(invoice.pk, by=sales, reason="Част", net_cents=333) for _part in range(3)]
    rest = issue_credit_note(invoice.pk, by=sales, reason="Остатък")
    assert [amounts(part) for part in [*parts, rest]] == [(333, 67, 400)] * 2 + [(333, 66, 399), (1, 0, 1)]


@pytest.mark.parametrize("net", [-1, 0, 601])
def test_credit_note_for_nothing_or_for_more_than_is_left_is_refused(net):
    invoice, sales = invoice_for(1_000), make_salesperson()
    issue_credit_note(invoice.pk, by=sales, reason="Част", net_cents=400)
    with pytest.raises(MoreThanBilled, match=r"0\.01.*6\.00"):
        issue_credit_note(invoice.pk, by=sales, reason="Част", net_cents=net)
    assert uncredited(invoice) == (600, 120)
    assert InvoiceCounter.objects.get().last == 2


def test_credit_note_needs_the_permission():
    invoice = invoice_for()
    with pytest.raises(NotIssued, match="Ролята"):
        issue_credit_note(invoice.pk, by=make_user(), reason="Грешка")
    assert uncredited(invoice) == (10_000, 2_000)


def test_credit_note_needs_a_reason_and_an_invoice():
    invoice, sales = invoice_for(), make_salesperson()
    with pytest.raises(NotIssued):
        issue_credit_note(invoice.pk, by=sales, reason=" ")
    note = issue_credit_note(invoice.pk, by=sales, reason="Грешка")
    with pytest.raises(Invoice.DoesNotExist):
        issue_credit_note(note.pk, by=sales, reason="Грешка")


# --- What the database refuses, whoever asks ---------------------------------------------------------------------


def copy_of(invoice, **changes):
    fields = {field.attname: getattr(invoice, field.attname) for field in Invoice._meta.concrete_fields}
    return Invoice(**(fields | {"id": None, "number": "0000000099"} | changes))


def credit(invoice, **changes):
    return copy_of(invoice, **({"kind": "credit_note", "credits_id": invoice.pk, "reason": "Грешка"} | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"total_cents": 11_999},
        {"vat_cents": 1_999, "total_cents": 11_999},
        {"lines": [{"net_cents": 9_999}]},
        {"lines": []},
        {"number": "99"},
        {"number": "0000000001"},
    ],
)
def test_invoice_that_does_not_add_up_is_refused(changes):
    invoice = invoice_for(10_000)
    other = make_subscription()
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        copy_of(invoice, **({"subscription_id": other.pk, "customer_id": other.customer_id} | changes)).save()
    assert Invoice.objects.count() == 1


def test_second_invoice_of_a_package_is_refused():
    invoice = invoice_for()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_of(invoice).save()


@pytest.mark.parametrize(
    "changes",
    [
        {"net_cents": 10_001, "total_cents": 12_001, "lines": [{"net_cents": 10_001}]},
        {"vat_cents": 2_001, "total_cents": 12_001},
        {"vat_rate": 900},
        {"reason": ""},
        {"credits_id": None},
    ],
)
def test_credit_note_beyond_its_invoice_is_refused(changes):
    invoice = invoice_for(10_000)
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        credit(invoice, **changes).save()
    credit(invoice).save()


def test_credit_note_of_another_customer_is_refused():
    invoice, other = invoice_for(), make_subscription()
    with pytest.raises(DatabaseError), transaction.atomic():
        credit(invoice, customer_id=other.customer_id).save()
    with pytest.raises(DatabaseError), transaction.atomic():
        credit(invoice, subscription_id=other.pk).save()


def test_issued_document_can_not_be_changed_or_deleted():
    invoice = invoice_for()
    with pytest.raises(DatabaseError), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(reason="друго")
    with pytest.raises(DatabaseError), transaction.atomic():
        invoice.delete()
    assert Subscription.objects.get().invoices.get() == invoice
