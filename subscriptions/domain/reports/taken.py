"""How much was taken over time, for a picture of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum
from django.db.models.functions import TruncDay, TruncMonth, TruncYear
from django.utils import timezone

from subscriptions.domain.statement import Days
from subscriptions.models import Purchase, Unit

_MOST_BARS: Final = 36
_STEPS: Final = {"day": TruncDay, "month": TruncMonth, "year": TruncYear}


@dataclass(frozen=True, slots=True)
class TakenSpan:
    """One day, month or year (`step`) by the newsroom's calendar: its first day, and the units taken in it."""

    first_day: dt.date
    step: str
    photos: int
    stories: int


def count_taken(days: Days) -> list[TakenSpan]:
    """The units that were taken, without those that were refunded, in as many spans as a picture has room for.

    Spans in which nothing was taken are there too. One query.
    """
    step = _step_for(days)
    truncated = _STEPS[step]("at", tzinfo=timezone.get_default_timezone())
    rows = (
        Purchase.objects.filter(at__gte=days.start, at__lt=days.end, refunded_at__isnull=True)
        .order_by()
        .annotate(span=truncated)
        .values_list("span", "unit")
        .annotate(Sum("cost"))
    )
    taken: defaultdict[tuple[dt.date, str], int] = defaultdict(int)
    for span, unit, units in rows:
        taken[span.date(), unit] = units
    return [
        TakenSpan(first, step, taken[first, Unit.PHOTO], taken[first, Unit.STORY]) for first in _spans(days, step=step)
    ]


def _step_for(days: Days) -> str:
    length = (days.last - days.first).days + 1
    if length <= _MOST_BARS:
        return "day"
    return "month" if length <= _MOST_BARS * 28 else "year"


def _spans(days: Days, *, step: str) -> Iterator[dt.date]:
    """The first day of each span that the days touch."""
    match step:
        case "day":
            for number in range((days.last - days.first).days + 1):
                yield days.first + dt.timedelta(days=number)
        case "month":
            for number in range(days.first.year * 12 + days.first.month - 1, days.last.year * 12 + days.last.month):
                yield dt.date(number // 12, number % 12 + 1, 1)
        case _:
            for year in range(days.first.year, days.last.year + 1):
                yield dt.date(year, 1, 1)
