"""The statement of a customer's ledger: what there was, what moved it, and what was left, for any days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Final

from django.db.models import Q, Sum
from django.utils import timezone

from subscriptions.domain.replacing import load_replacements
from subscriptions.models import Balance, Customer, LedgerEntry, Subscription

MOST_ON_A_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days of the newsroom's calendar, the first and the last among them."""

    first: dt.date
    last: dt.date

    @property
    def start(self) -> dt.datetime:
        """The first moment that belongs to the days."""
        return _midnight(self.first)

    @property
    def end(self) -> dt.datetime:
        """The first moment that no longer does."""
        return _midnight(self.last + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One entry, and what was left with it."""

    entry: LedgerEntry
    left: int


@dataclass(slots=True)
class StatementAccount:
    """One balance over the days: `opening` + the entries' amounts = `closing`, always."""

    subscription: Subscription
    unit: str
    unit_name: str
    opening: int
    entries: list[LedgerEntry] = field(default_factory=list)

    @property
    def received(self) -> int:
        return sum(entry.amount for entry in self.entries if entry.amount > 0)

    @property
    def taken(self) -> int:
        """What went out, as a negative number."""
        return sum(entry.amount for entry in self.entries if entry.amount < 0)

    @property
    def moved(self) -> int:
        return self.received + self.taken

    @property
    def closing(self) -> int:
        return self.opening + self.moved

    @property
    def lines(self) -> list[StatementLine]:
        """The entries in their order, each with what was left: the last one with the closing balance."""
        left = accumulate((entry.amount for entry in self.entries), initial=self.opening)
        return [StatementLine(entry, after) for entry, after in zip(self.entries, islice(left, 1, None), strict=True)]

    @property
    def first_lines(self) -> list[StatementLine]:
        """As many as a page can show."""
        return self.lines[:MOST_ON_A_PAGE]

    @property
    def hidden_count(self) -> int:
        """How many entries a page leaves to the table that is downloaded."""
        return max(0, len(self.entries) - MOST_ON_A_PAGE)


@dataclass(frozen=True, slots=True)
class Statement:
    """Every account of the customer that held something, or moved, in the days."""

    customer: Customer
    days: Days
    accounts: list[StatementAccount]

    @property
    def entry_count(self) -> int:
        return sum(len(account.entries) for account in self.accounts)


def read_statement(customer: Customer, days: Days) -> Statement:
    """Sum up and list the customer's ledger over whole days of the newsroom's calendar. Three queries at most.

    What there was before is the sum of the earlier entries, so the closing balance of any days is the opening
    balance of those that follow.
    """
    earlier = Sum("entries__amount", filter=Q(entries__at__lt=days.start), default=0)
    balances = (
        Balance.objects.filter(subscription__customer=customer)
        .select_related("subscription")
        .annotate(opening=earlier)
        .order_by("subscription__starts_at", "subscription", "unit")
    )
    moved = _entries_of(customer, days)
    accounts = [
        StatementAccount(
            subscription=balance.subscription,
            unit=balance.unit,
            unit_name=balance.get_unit_display(),
            opening=balance.opening,
            entries=moved[balance.pk],
        )
        for balance in balances
        if balance.opening or moved[balance.pk]
    ]
    return Statement(customer, days, accounts)


def _entries_of(customer: Customer, days: Days) -> defaultdict[int, list[LedgerEntry]]:
    entries: list[LedgerEntry] = list(
        LedgerEntry.objects.filter(balance__subscription__customer=customer, at__gte=days.start, at__lt=days.end)
        .select_related("actor", "purchase")
        .order_by("balance", "number")
    )
    load_replacements(entry.purchase for entry in entries)
    found: defaultdict[int, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.balance_id].append(entry)
    return found


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, timezone.get_default_timezone())
