"""The breaking news that stands across all pages."""

from __future__ import annotations

import datetime as dt

from articles.domain.reading import BREAKING_FOR, BREAKING_URGENCY
from articles.models import PublicStory


def breaking_story(language: str, *, at: dt.datetime) -> PublicStory | None:
    """The newest story of the language that is breaking news at `at`. One query, of the last hours only."""
    urgent = PublicStory.objects.visible(at=at).in_language(language).filter(public_since__gt=at - BREAKING_FOR)
    return urgent.filter(version__urgency__lte=BREAKING_URGENCY).for_lists().newest_first().first()
