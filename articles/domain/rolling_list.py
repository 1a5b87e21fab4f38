"""The rolling list: what went out today, the newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from articles.models import PublicStory

RAIL_LINES = 40
_DAY_LIMIT = 500


@dataclass(frozen=True, slots=True)
class RollingList:
    """Stories as of a moment. Before the first of the day these are the latest ones, and `is_today` is false."""

    as_of: dt.datetime
    is_today: bool
    stories: list[PublicStory]


def rolling_list(language: str, *, at: dt.datetime, limit: int = RAIL_LINES) -> RollingList:
    """The lines beside a page: today's stories at `at`, or the latest ones when the day has none yet. One query."""
    latest = list(PublicStory.objects.visible(at=at).in_language(language).for_lists().newest_first()[:limit])
    midnight = start_of_day(at)
    today = [story for story in latest if story.public_since >= midnight]
    return RollingList(as_of=at, is_today=bool(today), stories=today or latest)


def stories_of_the_day(language: str, *, at: dt.datetime) -> RollingList:
    """All of today's stories at `at`, up to a number that no newsroom writes in a day. One query."""
    today = PublicStory.objects.visible(at=at).in_language(language).filter(public_since__gte=start_of_day(at))
    return RollingList(as_of=at, is_today=True, stories=list(today.for_lists().newest_first()[:_DAY_LIMIT]))


def start_of_day(moment: dt.datetime) -> dt.datetime:
    """Midnight before `moment` in the newsroom's zone."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
