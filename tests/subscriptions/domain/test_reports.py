"""The numbers of the reports, exact on small data."""

import datetime as dt
import uuid

import pgtrigger
import pytest
from django.utils import timezone, translation

from newsroom.shared.database_clock import database_now
from subscriptions.domain.adjusting import ask
from subscriptions.domain.invoicing import issue_credit_note
from subscriptions.domain.refunding import refund_purchase
from subscriptions.domain.reports import (
    count_downloads,
    count_taken,
    list_ending,
    rank_photographers,
    rank_photos,
    sum_sales,
    sum_use_by_customer,
    sum_use_by_package,
)
from subscriptions.domain.reports.tables import REPORTS, Asked
from subscriptions.domain.running import approve, cancel, renew, request_package
from subscriptions.domain.statement import Days, read_statement
from subscriptions.models import Download, Invoice, LedgerEntry, Purchase
from tests.factories.customers import (
    make_customer,
    make_member,
    make_package,
    make_request,
    make_salesperson,
    make_sold_photo,
    make_subscription,
)
from tests.factories.purchases import buy_photos

pytestmark = pytest.mark.django_db
ALWAYS = Days(dt.date(2020, 1, 1), dt.date(2040, 12, 31))


@pytest.fixture
def sales():
    return make_salesperson()


def sofia(*when: int) -> dt.datetime:
    return dt.datetime(*when, tzinfo=timezone.get_default_timezone())


def move_time(model, moment, **which) -> None:
    """Give rows that nobody may change the time of the tale."""
    with pgtrigger.ignore(
        "subscriptions.LedgerEntry:entries_are_kept",
        "subscriptions.Purchase:licences_are_frozen",
        "subscriptions.Invoice:invoices_are_kept",
        "subscriptions.Download:downloads_are_kept",
    ):
        fields = {"issued_on": moment} if model is Invoice else {"at": moment}
        assert model.objects.filter(**which).update(**fields)


def sell(package, *, by, on):
    """Approve a request for the package, billed on a day."""
    request = request_package(package, member=make_member(role="owner"))
    approve(request.pk, by=by)
    invoice = request.invoices.get()
    move_time(Invoice, on, pk=invoice.pk)
    return invoice


def test_sales_are_summed_by_month_and_package_less_credit_notes(sales):
    small = make_package(price_cents=10_000, position=1)
    large = make_package(price_cents=99_999, position=2)
    for day in (dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2026, 2, 28)):
        sell(small, by=sales, on=day)
    billed = sell(large, by=sales, on=dt.date(2026, 2, 10))
    note = issue_credit_note(billed.pk, by=sales, reason="r", net_cents=10_000)
    move_time(Invoice, dt.date(2026, 3, 1), pk=note.pk)

    told = [
        (
            each.month.month,
            each.package,
            each.sold,
            each.net_cents,
            each.vat_cents,
            each.gross_cents,
            each.credited_cents,
        )
        for each in sum_sales(Days(dt.date(2026, 1, 1), dt.date(2026, 3, 1)))
    ]

    assert told == [
        (1, small, 1, 10_000, 2_000, 12_000, 0),
        (2, small, 2, 20_000, 4_000, 24_000, 0),
        (2, large, 1, 99_999, 20_000, 119_999, 0),
        (3, large, 0, -10_000, -2_000, -12_000, 12_000),
    ]
    assert sum_sales(Days(dt.date(2026, 2, 2), dt.date(2026, 2, 9))) == []


def test_use_adds_up_and_agrees_with_the_statement(sales):
    buyer = make_member(make_customer("Вестник"))
    running = make_subscription(buyer.customer, photos=50, stories=0)
    balance = running.balances.get()
    first, _second, third = buy_photos([make_sold_photo() for _number in range(3)], member=buyer)
    refund_purchase(first.pk, by=sales, reason="r")
    for kind, amount in ((LedgerEntry.Kind.GRANT, 5), (LedgerEntry.Kind.ADJUSTMENT, -2)):
        ask(balance.pk, kind=kind, amount=amount, reason="r", by=sales, request_key=str(uuid.uuid4()))
    cancel(running.pk, by=sales, reason="r")
    # The grant lay before the days, the third purchase and the writing off after them.
    move_time(LedgerEntry, sofia(2026, 1, 31, 23, 59), balance=balance, number=1)
    move_time(LedgerEntry, sofia(2026, 2, 1), balance=balance, number__in=[2, 3, 5, 6, 7])
    move_time(LedgerEntry, sofia(2026, 3, 1), balance=balance, purchase=third)
    move_time(LedgerEntry, sofia(2026, 3, 1), balance=balance, kind="expiry")
    february = Days(dt.date(2026, 2, 1), dt.date(2026, 2, 28))

    (used,) = sum_use_by_customer(february)

    numbers = (used.before, used.granted, used.adjusted, used.used, used.expired, used.left)
    assert (used.name, used.unit, numbers) == ("Вестник", "photo", (50, 5, -2, 1, 0, 52))
    (account,) = read_statement(buyer.customer, february).accounts
    assert (account.opening, account.closing) == (used.before, used.left)
    (later,) = sum_use_by_customer(Days(dt.date(2026, 3, 1), dt.date(2026, 3, 1)))
    assert (later.before, later.used, later.expired, later.left) == (52, 1, 51, 0)


def test_use_is_told_for_each_package_over_all_its_customers():
    package = make_package(photos=10, stories=5, name_bg="Пакет")
    sales = make_salesperson()
    buyers = [make_member(role="owner"), make_member(role="owner")]
    for buyer in buyers:
        approve(request_package(package, member=buyer).pk, by=sales)
    buy_photos([make_sold_photo(), make_sold_photo()], member=buyers[0])
    buy_photos([make_sold_photo()], member=buyers[1])

    told = [
        (each.name, each.unit, each.granted, each.used, each.left) for each in sum_use_by_package(ALWAYS, language="bg")
    ]

    assert told == [("Пакет", "photo", 20, 3, 17), ("Пакет", "story", 10, 0, 10)]


def test_packages_that_end_within_days_are_listed_in_order(sales):
    now = database_now()
    later = make_subscription(ends_at=now + dt.timedelta(days=20), photos=4, stories=0)
    sooner = make_subscription(ends_at=now + dt.timedelta(days=3), photos=10, stories=6)
    make_subscription(ends_at=now + dt.timedelta(days=31))
    make_subscription(ends_at=now + dt.timedelta(days=5), status="cancelled")
    renew(sooner.pk, by=sales)

    told = [
        (each.subscription, each.photos_left, each.stories_left, each.is_renewed)
        for each in list_ending(now=now, within_days=30)
        if each.subscription in {later, sooner}
    ]

    assert told == [(sooner, 10, 6, True), (later, 4, None, False)]


def test_most_bought_photos_and_photographers_without_refunds(sales):
    good = make_sold_photo(creators=["Мария Георгиева", "Иван Петров"])
    other = make_sold_photo(creators=["Иван Петров"])
    refunded = make_sold_photo(creators=["Никой"])
    buyers = [make_member() for _number in range(3)]
    for buyer in buyers:
        make_subscription(buyer.customer)
    for buyer in buyers[:2]:
        buy_photos([good], member=buyer)
    buy_photos([other], member=buyers[2])
    (taken_back,) = buy_photos([refunded], member=buyers[2])
    refund_purchase(taken_back.pk, by=sales, reason="r")

    assert [(each.photo, each.purchases, each.customers) for each in rank_photos(ALWAYS)] == [
        (good, 2, 2),
        (other, 1, 1),
    ]
    assert [(each.name, each.purchases, each.photos) for each in rank_photographers(ALWAYS)] == [
        ("Иван Петров", 3, 2), ("Мария Георгиева", 2, 1),
    ]  # fmt: skip


def test_downloads_are_counted_by_customer():
    buyer = make_member(make_customer("Вестник"))
    make_subscription(buyer.customer)
    purchases = buy_photos([make_sold_photo(), make_sold_photo()], member=buyer)
    for number, purchase in enumerate([purchases[0], purchases[0], purchases[1]]):
        Download.objects.create(
            customer=buyer.customer, purchase=purchase, user=buyer.user, format="download-web", bytes=1_000,
            request_key=str(number),
        )  # fmt: skip

    (told,) = count_downloads(ALWAYS)

    assert (told.customer, told.downloads, told.licences, told.people, told.bytes) == (buyer.customer, 3, 2, 1, 3_000)
    assert count_downloads(Days(dt.date(2020, 1, 1), dt.date(2020, 1, 2))) == []


def test_days_are_those_of_the_newsroom_on_the_night_of_the_time_change():
    buyer = make_member()
    make_subscription(buyer.customer)
    purchases = buy_photos([make_sold_photo() for _number in range(4)], member=buyer)
    # The clock goes back on 25 October 2026: the day has 25 hours.
    moments = [
        dt.datetime(2026, 10, 24, 20, 59, tzinfo=dt.UTC),  # 23:59 of the day before
        dt.datetime(2026, 10, 24, 21, 0, tzinfo=dt.UTC),  # midnight
        dt.datetime(2026, 10, 25, 21, 59, tzinfo=dt.UTC),  # 23:59
        dt.datetime(2026, 10, 25, 22, 0, tzinfo=dt.UTC),  # midnight again
    ]
    for purchase, moment in zip(purchases, moments, strict=True):
        move_time(Purchase, moment, pk=purchase.pk)

    spans = count_taken(Days(dt.date(2026, 10, 24), dt.date(2026, 10, 26)))

    assert [(span.first_day.day, span.photos) for span in spans] == [(24, 1), (25, 2), (26, 1)]
    months = count_taken(Days(dt.date(2026, 9, 15), dt.date(2026, 11, 1)))
    assert [(span.step, span.first_day, span.photos) for span in months] == [
        ("month", dt.date(2026, 9, 1), 0), ("month", dt.date(2026, 10, 1), 4), ("month", dt.date(2026, 11, 1), 0),
    ]  # fmt: skip
    assert [span.step for span in count_taken(Days(dt.date(2020, 1, 1), dt.date(2026, 12, 31)))] == ["year"] * 7


@pytest.mark.parametrize("customers", [1, 3])
def test_reports_ask_the_same_however_much_there_is(customers, django_assert_max_num_queries, sales):
    for _number in range(customers):
        request = make_request()
        approve(request.pk, by=sales)
        buy_photos([make_sold_photo()], member=make_member(request.customer))
    asked = Asked(days=ALWAYS, within_days=60, now=database_now(), language="bg")

    for report in REPORTS:
        with django_assert_max_num_queries(3):
            report.build(asked)


def test_table_in_a_spreadsheet_has_numbers_and_no_formulas(sales):
    package = make_package(price_cents=12_345, name_bg='=HYPERLINK("x")')
    billed = sell(package, by=sales, on=dt.date(2026, 2, 10))
    note = issue_credit_note(billed.pk, by=sales, reason="r")
    move_time(Invoice, dt.date(2026, 3, 1), pk=note.pk)
    asked = Asked(days=ALWAYS, within_days=30, now=database_now(), language="bg")

    with translation.override("en"):
        written = REPORTS[0].build(asked).to_csv()

    assert written.startswith(b"\xef\xbb\xbf")
    assert written.decode("utf-8-sig").splitlines() == [
        "Month,Package,Sold,Net,VAT,Gross,Taken back",
        '2026-02,"\'=HYPERLINK(""x"")",1,123.45,24.69,148.14,0.00',
        '2026-03,"\'=HYPERLINK(""x"")",0,-123.45,-24.69,-148.14,148.14',
        "In all,,1,0.00,0.00,0.00,148.14",
    ]
