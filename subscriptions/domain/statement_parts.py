"""A statement that is too long for one document, divided into several by the calendar."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from subscriptions.domain.statement import Days, Statement

_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatementPart:
    """Days that follow those of the part before, and how many entries they have."""

    days: Days
    entry_count: int


def divide(statement: Statement, *, most: int) -> list[StatementPart]:
    """Divide the statement's days into parts of at most `most` entries: whole months where that goes, else whole days.

    Together the parts are the statement's days, none missing and none twice. One day that has more is a part too.
    """
    parts = []
    first, count = statement.days.first, 0
    for begins, entries in _spans(statement, most=most):
        if count and count + entries > most:
            parts.append(StatementPart(Days(first, begins - _ONE_DAY), count))
            first, count = begins, 0
        count += entries
    return [*parts, StatementPart(Days(first, statement.days.last), count)]


def _spans(statement: Statement, *, most: int) -> Iterator[tuple[dt.date, int]]:
    """The months that have entries, each with its first day and their number; of one that has too many, its days."""
    entries = (entry for account in statement.accounts for entry in account.entries)
    by_day = sorted(Counter(timezone.localtime(entry.at).date() for entry in entries).items())
    for month, days in groupby(by_day, key=lambda counted: counted[0].replace(day=1)):
        counted = list(days)
        total = sum(number for _day, number in counted)
        if total > most:
            yield from counted
        else:
            yield max(month, statement.days.first), total
