"""The rolling list: what went out today, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from articles.models import PublicStory
from newsroom.shared.addresses import path_in

RAIL_LINES = 40


class RailLine(NamedTuple):
    """One story of the rolling list: what its line shows, and nothing more, since every page has forty of them."""

    headline: str
    url: str
    public_since: dt.datetime
    urgency: int


@dataclass(frozen=True, slots=True)
class RollingList:
    """Stories as of a moment. Before the first of the day these are the latest ones, and `is_today` is false."""

    as_of: dt.datetime
    is_today: bool
    stories: list[RailLine] | list[PublicStory]


def rolling_list(language: str, *, at: dt.datetime, limit: int = RAIL_LINES) -> RollingList:
    """The lines beside a page: today's stories at `at`, or the latest ones when the day has none yet. One query."""
    newest = PublicStory.objects.visible(at=at).in_language(language).newest_first()
    rows = newest.values_list(
        "version__headline", "section__slug", "article_id", "version__slug", "public_since", "version__urgency"
    )
    latest = [
        RailLine(headline, path_in(language, "articles:story", section, article_id, slug), public_since, urgency)
        for headline, section, article_id, slug, public_since, urgency in rows[:limit]
    ]
    midnight = start_of_day(at)
    today = [line for line in latest if line.public_since >= midnight]
    return RollingList(as_of=at, is_today=bool(today), stories=today or latest)


def end_of_day(moment: dt.datetime) -> dt.datetime:
    """The midnight that follows `moment` in the newsroom's zone."""
    # Of the clock on the wall: a day of the change of time has 23 or 25 hours.
    return start_of_day(moment) + dt.timedelta(days=1)


def start_of_day(moment: dt.datetime) -> dt.datetime:
    """Midnight before `moment` in the newsroom's zone."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
