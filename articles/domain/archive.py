"""The archive by year, month and day, with how many stories each has."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Min, Sum
from django.db.models.functions import Extract
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format

from articles.domain.rolling_list import RollingList, end_of_day, rolling_list, start_of_day
from articles.models import ArchiveDay, PublicStory
from articles.models.public_story import PublicStoryQuerySet
from newsroom.shared.addresses import PageAddress, address_of, path_in


class NoSuchPeriod(LookupError):
    """There is no such date, or the archive has nothing of it."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, a month or a day of the archive; `url` is empty where it has no stories."""

    name: str
    url: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """What `articles/archive.html` shows: the parts of a period. `weeks` has the days of a month, by weeks from Monday.

    A None in a week is a day of another month.
    """

    address: PageAddress
    language: str
    now: dt.datetime
    heading: str
    trail: list[Period]
    periods: list[Period]
    weeks: list[list[Period | None]]
    week_days: list[str]
    rolling: RollingList


def read_archive(language: str, *parts: int, now: dt.datetime) -> ArchivePage:
    """The years of the archive, or the months of one, or the days of a month (`parts`: year, month).

    Four queries, however many stories there are. Raises NoSuchPeriod.
    """
    counts = _count_by(language, *parts, now=now)
    if parts and not counts:
        raise NoSuchPeriod(parts)
    view, field = _VIEWS[len(parts)]
    periods = [
        Period(_name_of(field, (*parts, number)), path_in(language, view, *parts, number), counts[number])
        for number in sorted(counts, reverse=field == "year")
    ]
    return ArchivePage(
        address=address_of(language, _PAGES[len(parts)], *parts),
        language=language,
        now=now,
        heading=_name_of_period(parts),
        trail=_trail(language, parts),
        periods=periods,
        weeks=_weeks(language, parts, counts) if len(parts) == 2 else [],
        week_days=[str(WEEKDAYS_ABBR[number]) for number in range(7)],
        rolling=rolling_list(language, at=now),
    )


def stories_of_day(date: dt.date) -> PublicStoryQuerySet:
    """The stories that became public on a day of the newsroom's calendar."""
    start = start_of_day(dt.datetime.combine(date, dt.time(12), tzinfo=timezone.get_default_timezone()))
    return PublicStory.objects.filter(public_since__gte=start, public_since__lt=end_of_day(start))


def neighbours_of_day(language: str, date: dt.date, *, now: dt.datetime) -> tuple[dt.date | None, dt.date | None]:
    """The nearest days before and after that have stories. One query, and one for today."""
    days = ArchiveDay.objects.filter(language=language, stories__gt=0, day__lt=timezone.localdate(now))
    before = days.filter(day__lt=date).aggregate(day=Max("day"))["day"]
    after = days.filter(day__gt=date).aggregate(day=Min("day"))["day"]
    if after is None and date < timezone.localdate(now) and _count_today(language, now=now):
        after = timezone.localdate(now)
    return before, after


def read_date(year: int, month: int, day: int = 1) -> dt.date:
    """The date of these numbers. Raises NoSuchPeriod for one that the calendar does not have."""
    try:
        return dt.date(year, month, day)
    except ValueError as error:
        raise NoSuchPeriod(year, month, day) from error


def trail_of_day(language: str, date: dt.date) -> list[Period]:
    """The way down to a day: the archive, its year, its month."""
    return _trail(language, (date.year, date.month, date.day))


# --- Counting ---------------------------------------------------------------------------------------------------


def _count_by(language: str, *parts: int, now: dt.datetime) -> dict[int, int]:
    """How many stories each part of the period has: number of the year, month or day → stories. Two queries.

    Days that are over have been counted; today is counted as far as its embargoes are over.
    """
    field = _VIEWS[len(parts)][1]
    today = timezone.localdate(now)
    days = ArchiveDay.objects.filter(language=language, day__lt=today)
    if parts:
        first, last = _bounds(*parts)
        days = days.filter(day__gte=first, day__lte=last)
    rows = days.values(part=Extract("day", field)).annotate(all=Sum("stories"))
    counts = {row["part"]: row["all"] for row in rows if row["all"] > 0}
    if not parts or first <= today <= last:
        so_far = _count_today(language, now=now)
        number = getattr(today, field)
        if so_far:
            counts[number] = counts.get(number, 0) + so_far
    return counts


def _count_today(language: str, *, now: dt.datetime) -> int:
    today = PublicStory.objects.visible(at=now).in_language(language).filter(public_since__gte=start_of_day(now))
    return today.count()


def _bounds(year: int, month: int | None = None) -> tuple[dt.date, dt.date]:
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    first = read_date(year, month)
    return first, first.replace(day=calendar.monthrange(year, month)[1])


# --- Names and ways ---------------------------------------------------------------------------------------------

_PAGES = ("articles:archive", "articles:archive-year", "articles:archive-month", "articles:archive-day")
# Where the parts of a period lead, and what they are.
_VIEWS = (("articles:archive-year", "year"), ("articles:archive-month", "month"), ("articles:archive-day", "day"))


def _name_of(field: str, parts: tuple[int, ...]) -> str:
    if field == "year":
        return str(parts[0])
    if field == "month":
        return date_format(dt.date(parts[0], parts[1], 1), "F")
    return str(parts[-1])


def _name_of_period(parts: tuple[int, ...]) -> str:
    if not parts:
        return ""
    if len(parts) == 1:
        return str(parts[0])
    return f"{date_format(dt.date(parts[0], parts[1], 1), 'F')} {parts[0]}"


def _trail(language: str, parts: tuple[int, ...]) -> list[Period]:
    return [
        Period(_name_of_period(parts[:length]), path_in(language, _PAGES[length], *parts[:length]), 0)
        for length in range(len(parts))
    ]


def _weeks(language: str, parts: tuple[int, ...], counts: dict[int, int]) -> list[list[Period | None]]:
    def cell(day: int) -> Period | None:
        url = path_in(language, _PAGES[3], *parts, day) if day in counts else ""
        return Period(str(day), url, counts.get(day, 0)) if day else None

    year, month = parts
    return [[cell(day) for day in week] for week in calendar.Calendar().monthdayscalendar(year, month)]
