"""What a customer took over time, for a plain picture of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from subscriptions.models import Customer, Unit

_BARS: Final = 12
# A picture of months says nothing about a customer who began a few weeks ago.
_WEEKS_SHOWN: Final = dt.timedelta(weeks=_BARS)


@dataclass(frozen=True, slots=True)
class UsageSpan:
    """One month or week, by the newsroom's calendar: its first day, and the units taken in it."""

    first_day: dt.date
    photos: int
    stories: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Twelve months or weeks in a row, the oldest first. Purchases that were refunded do not count as use."""

    is_weekly: bool
    spans: list[UsageSpan]

    @property
    def most(self) -> int:
        """The highest number of one unit in one span."""
        return max((max(span.photos, span.stories) for span in self.spans), default=0)

    @property
    def photos(self) -> int:
        return sum(span.photos for span in self.spans)

    @property
    def stories(self) -> int:
        return sum(span.stories for span in self.spans)


def read_usage(customer: Customer, *, now: dt.datetime) -> Usage:
    """The last twelve months up to `now` (aware), or weeks, while the customer is new. Two queries."""
    purchases = customer.purchases.filter(refunded_at__isnull=True)
    first = purchases.order_by("at").values_list("at", flat=True).first()
    is_weekly = first is None or now - first < _WEEKS_SHOWN
    today = timezone.localdate(now, timezone.get_default_timezone())
    days = _weeks_up_to(today) if is_weekly else _months_up_to(today)
    zone = timezone.get_default_timezone()
    start = dt.datetime.combine(days[0], dt.time.min, zone)
    span = (TruncWeek if is_weekly else TruncMonth)("at", tzinfo=zone)
    taken = {
        (row["span"].date(), row["unit"]): row["units"]
        for row in purchases.filter(at__gte=start)
        .annotate(span=span)
        .order_by()
        .values("span", "unit")
        .annotate(units=Sum("cost"))
    }
    return Usage(
        is_weekly,
        [UsageSpan(day, taken.get((day, Unit.PHOTO), 0), taken.get((day, Unit.STORY), 0)) for day in days],
    )


def _weeks_up_to(today: dt.date) -> list[dt.date]:
    monday = today - dt.timedelta(days=today.weekday())
    return [monday - dt.timedelta(weeks=number) for number in range(_BARS - 1, -1, -1)]


def _months_up_to(today: dt.date) -> list[dt.date]:
    months = [today.year * 12 + today.month - 1 - number for number in range(_BARS - 1, -1, -1)]
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]
