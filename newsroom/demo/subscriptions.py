"""Customers of the demo newsroom, with people, packages and purchases, made by the acts of sales and buyers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pgtrigger

from articles.models import PublicStory
from media_library.models import Photo, Section
from newsroom.demo.accounts import DemoAccount, create_account
from newsroom.demo.content_files import read_tables
from newsroom.models import User
from subscriptions.domain.invoicing import lines_for
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.running import approve, end_of_package, expire_due, request_package
from subscriptions.models import Customer, Invoice, LedgerEntry, Member, Package, Purchase, Subscription

_FILE = "subscriptions.toml"
_CUSTOMER = (
    "name", "registration_number", "vat_number", "address", "territories", "seats", "contact_name", "contact_email",
    "contact_phone", "notes",
)  # fmt: skip

CUSTOMER_ACCOUNTS = [
    DemoAccount(row["username"], f"{customer['name']}: {row['role']}", f"{row['first_name']} {row['last_name']}")
    for customer in read_tables(_FILE, "customer")
    for row in customer["member"]
]


@dataclass
class SubscriptionBuilder:
    """Builds customers relative to `now`; `accounts` are the people of the newsroom."""

    now: dt.datetime
    accounts: dict[str, User]

    def build_all(self) -> None:
        """Make the packages and the customers, and let them ask, be approved, and buy."""
        sections = {section.slug: section.pk for section in Section.objects.all()}
        for position, row in enumerate(read_tables(_FILE, "package")):
            named = [sections[slug] for slug in row.pop("sections", [])]
            Package.objects.create(**(row | {"sections": named, "position": position, "is_offered": True}))
        for row in read_tables(_FILE, "customer"):
            self._build(row)
        withdrawn = [row["slug"] for row in read_tables(_FILE, "package") if not row.get("is_offered", True)]
        Package.objects.filter(slug__in=withdrawn).update(is_offered=False)
        expire_due()
        _number_invoices_by_date()

    def _build(self, row: dict[str, Any]) -> None:
        customer = Customer.objects.create(
            account_manager=self.accounts["sales"], **{name: row[name] for name in _CUSTOMER if name in row}
        )
        members = [self._add_member(customer, person) for person in row["member"]]
        for sold in row["subscription"]:
            self._sell(sold, members=members)

    def _add_member(self, customer: Customer, person: dict[str, Any]) -> Member:
        user = create_account(person)
        return Member.objects.create(customer=customer, user=user, role=person["role"])

    def _sell(self, row: dict[str, Any], *, members: list[Member]) -> None:
        package = Package.objects.get(slug=row["package"])
        subscription = request_package(package, member=members[0], note=row.get("note", ""))
        if row.get("is_waiting"):
            return
        subscription = approve(subscription.pk, by=self.accounts["sales"])
        buyers = [member for member in members if member.may_buy]
        self._buy_photos(row.get("photos", 0), buyers=buyers)
        self._buy_stories(row.get("stories", 0), buyers=buyers)
        self._backdate(subscription, days=row["days_ago"])

    @staticmethod
    def _buy_photos(number: int, *, buyers: list[Member]) -> None:
        """Take photos that the customer may take without a question, a few at a time, each buyer in turn."""
        bought = 0
        for turn, photo_id in enumerate(Photo.objects.visible(at=dt.datetime.now(dt.UTC)).values_list("pk", flat=True)):
            if bought == number:
                return
            buyer = buyers[turn % len(buyers)]
            quote = quote_photos([photo_id], member=buyer)
            if quote.is_takeable and not quote.to_acknowledge:
                confirm(quote.token, member=buyer)
                bought += 1

    @staticmethod
    def _buy_stories(number: int, *, buyers: list[Member]) -> None:
        sold = PublicStory.objects.visible().filter(version__access="subscribers").newest_first()
        for turn, story in enumerate(sold[:number]):
            buyer = buyers[turn % len(buyers)]
            confirm(quote_story(story.pk, member=buyer).token, member=buyer)

    def _backdate(self, subscription: Subscription, *, days: int) -> None:
        """Give the package and its purchases the times of the tale; the purchases lie evenly between then and now."""
        began = self.now - dt.timedelta(days=days)
        Subscription.objects.filter(pk=subscription.pk).update(
            requested_at=began - dt.timedelta(hours=5),
            approved_at=began,
            starts_at=began,
            ends_at=end_of_package(began, length_days=subscription.length_days),
        )
        purchases = list(Purchase.objects.filter(subscription=subscription).order_by("pk"))
        with pgtrigger.ignore(
            "subscriptions.Purchase:licences_are_frozen",
            "subscriptions.LedgerEntry:entries_are_kept",
            "subscriptions.Invoice:invoices_are_kept",
        ):
            LedgerEntry.objects.filter(balance__subscription=subscription, kind="grant").update(at=began)
            subscription.refresh_from_db()
            Invoice.objects.filter(subscription=subscription).update(
                issued_at=began, issued_on=began.date(), supplied_on=began.date(), lines=lines_for(subscription)
            )
            for number, purchase in enumerate(purchases, start=1):
                at = began + (self.now - began) * number / (len(purchases) + 1)
                Purchase.objects.filter(pk=purchase.pk).update(at=at)
                LedgerEntry.objects.filter(purchase=purchase).update(at=at)


def _number_invoices_by_date() -> None:
    """Give the invoices, which the tale has put back in time, their numbers in the order of their dates."""
    invoices = list(Invoice.objects.order_by("issued_at", "pk"))
    numbers = sorted(invoice.number for invoice in invoices)
    with pgtrigger.ignore("subscriptions.Invoice:invoices_are_kept"):
        # First out of each other's way: a number is there once.
        for invoice in invoices:
            Invoice.objects.filter(pk=invoice.pk).update(number=f"9{invoice.number[1:]}")
        for invoice, number in zip(invoices, numbers, strict=True):
            Invoice.objects.filter(pk=invoice.pk).update(number=number)
