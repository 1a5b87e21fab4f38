"""Dates, times and periods as instructions write them. What can be read in two ways is not read at all."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from media_library.domain.restrictions.words import Gap, Word, fold

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        [
            "january jan януари", "february feb февруари", "march mar март", "april apr април", "may май",
            "june jun юни", "july jul юли", "august aug август", "september sept sep септември",
            "october oct октомври", "november nov ноември", "december dec декември",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_UNITS = {
    fold(name): unit
    for unit, names in {
        "hours": "hour hours hrs час часа",
        "days": "day days ден дни дена",
        "weeks": "week weeks седмица седмици",
        "months": "month months месец месеца",
        "years": "year years година години",
    }.items()
    for name in names.split()
}
_ZONES = frozenset({"gmt", "utc"})
_YEAR_MARKS = frozenset({"г", "год", "година"})
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|ви|ри|ти|и)?")
_TIME_WITH_ZONE = re.compile(r"(\d{1,2}:?\d{2})(?:gmt|utc|z)")
_TIME = re.compile(r"\d{1,2}:\d{2}|\d{4}")
_TIME_WORDS = frozenset({"at", "noon", "midnight", "hrs", "hours", "am", "pm", "ч", "часа", "в"}) | _ZONES
# More than nine digits of days are no period, and would not fit into a date.
_AMOUNT = re.compile(r"\d{1,4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day in the newsroom's zone, or, with a time and its zone, an instant."""

    day: dt.date
    instant: dt.datetime | None = None

    def beginning(self) -> dt.datetime:
        """The instant, or the day's first."""
        return self.instant or _midnight(self.day)

    def end(self) -> dt.datetime:
        """The instant, or the first after the day."""
        return self.instant or _midnight(self.day + dt.timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Period:
    """So many hours, days, weeks, months or years."""

    amount: int
    unit: str

    def since(self, base: dt.datetime) -> dt.datetime:
        """`base` and the period; of months, the same day or the month's last. Raises OverflowError."""
        if self.unit in {"months", "years"}:
            return _add_months(base, self.amount * (12 if self.unit == "years" else 1))
        return base + dt.timedelta(**{self.unit: self.amount})


def read_period(words: Sequence[Word], at: int) -> tuple[int, Period] | None:
    """The index behind a period such as 14 DAYS, and the period."""
    if at + 1 >= len(words) or words[at + 1].gap > Gap.LINE:
        return None
    amount, unit = words[at].key, _UNITS.get(words[at + 1].key)
    return (at + 2, Period(int(amount), unit)) if unit and _AMOUNT.fullmatch(amount) else None


def read_moment(words: Sequence[Word], at: int) -> tuple[int, Moment] | None:
    """The index behind a date, with a time before or behind it if one is there, and the moment.

    A time without its zone, 3/4/2025, and a date without a year are not read: they could be taken for another moment.
    """
    early = _read_time(words, at)
    date = _read_date(words, _skip(words, early[0], {"on", "на"}) if early else at)
    if date is None:
        return None
    end, day = date
    late = None if early else _read_time(words, _skip(words, end, {"at", "в"}))
    time = early or late
    if time is None:
        is_timed = end < len(words) and words[end].gap < Gap.STOP and _is_of_time(words[end].key)
        return None if is_timed else (end, Moment(day))
    return max(end, time[0]), Moment(day, dt.datetime.combine(day, time[1], dt.UTC))


def _read_date(words: Sequence[Word], at: int) -> tuple[int, dt.date] | None:
    if at >= len(words):
        return None
    keys = [word.key for word in words[at : at + 4]]
    if found := _written_in_digits(keys[0]):
        end, numbers = at + 1, found
    else:
        if len(keys) == 4 and keys[1] == "of":
            used, keys = 4, [keys[0], keys[2], keys[3]]
        else:
            used, keys = 3, keys[:3]
        if len(keys) < 3 or any(word.gap > Gap.COMMA for word in words[at + 1 : at + used]):
            return None
        day, month = (keys[1], keys[0]) if keys[0] in _MONTHS else (keys[0], keys[1])
        match = _DAY.fullmatch(day)
        if not match or month not in _MONTHS or not re.fullmatch(r"\d{4}", keys[2]):
            return None
        end, numbers = at + used, (int(keys[2]), _MONTHS[month], int(match.group(1)))
    try:
        date = dt.date(*numbers)
    except ValueError:
        return None
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        return None
    return _skip(words, end, _YEAR_MARKS), date


def _written_in_digits(key: str) -> tuple[int, int, int] | None:
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", key):
        year, month, day = map(int, key.split("-"))
        return year, month, day
    if not re.fullmatch(r"\d{1,2}[./]\d{1,2}[./]\d{4}", key):
        return None
    first, second, year = map(int, re.split(r"[./]", key))
    if "/" not in key or first > 12 or first == second:
        return year, second, first
    # With slashes the English put the day first and the Americans the month.
    return (year, first, second) if second > 12 else None


def _read_time(words: Sequence[Word], at: int) -> tuple[int, dt.time] | None:
    """A time of day with its zone, which is Greenwich: 18:00 GMT, 1800 UTC, 1800GMT."""
    if at >= len(words):
        return None
    joined = _TIME_WITH_ZONE.fullmatch(words[at].key)
    if joined:
        written, end = joined.group(1), at + 1
    elif at + 1 < len(words) and words[at + 1].gap <= Gap.LINE and words[at + 1].key in _ZONES:
        written, end = words[at].key, at + 2
    else:
        return None
    digits = written.replace(":", "").zfill(4)
    if not re.fullmatch(r"\d{4}", digits) or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        return None
    return end, dt.time(int(digits[:2]), int(digits[2:]))


def _is_of_time(key: str) -> bool:
    return key in _TIME_WORDS or bool(_TIME.fullmatch(key) or _TIME_WITH_ZONE.fullmatch(key))


def _skip(words: Sequence[Word], at: int, keys: set[str] | frozenset[str]) -> int:
    return at + 1 if at < len(words) and words[at].gap <= Gap.COMMA and words[at].key in keys else at


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone()).astimezone(dt.UTC)


def _add_months(base: dt.datetime, months: int) -> dt.datetime:
    years, month = divmod(base.month - 1 + months, 12)
    year = base.year + years
    if year > dt.MAXYEAR:
        raise OverflowError(year)
    return base.replace(year=year, month=month + 1, day=min(base.day, calendar.monthrange(year, month + 1)[1]))
