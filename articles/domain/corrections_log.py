"""The public log of what was corrected or withdrawn: every note that readers were given, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from articles.models import Version
from newsroom.shared.addresses import PageAddress, address_of
from newsroom.shared.pagination import Page, read_page

VIEW_NAME = "articles:corrections"
_TOLD = [Version.Kind.CORRECTION, Version.Kind.KILL]


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One correction or withdrawal. `headline` and `history_url` are empty where the story has been withdrawn."""

    kind: str
    note: str
    at: dt.datetime
    headline: str
    url: str
    history_url: str


@dataclass(frozen=True, slots=True)
class LogDay:
    """A day of the newsroom's calendar, and what was put right on it."""

    date: dt.date
    entries: list[LogEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsPage:
    """What `articles/corrections.html` shows: one page of the log, day by day."""

    address: PageAddress
    language: str
    days: list[LogDay]
    page: Page[Version]


def read_corrections(query: Mapping[str, str], *, language: str, now: dt.datetime) -> CorrectionsPage:
    """The page of the log that `query` names. Raises NoSuchPage. One query, two in the deep archive.

    A story that has been withdrawn since keeps only the line of its withdrawal: its headline and its earlier notes
    may be what had to go. What was mended while an embargo still held a story back was never told to anybody.
    """
    told = (
        Version.objects.filter(kind__in=_TOLD, language=language, published_at__lte=now)
        .filter(article__public__public_since__lt=F("published_at"))
        .filter(Q(kind=Version.Kind.KILL) | Q(article__public__killed=False))
        .select_related("article__public__version", "article__public__section")
        .only(
            *("kind", "public_note", "published_at", "article_id"),
            *("article__public__language", "article__public__section__slug"),
            *("article__public__version__headline", "article__public__version__slug"),
        )
    )
    page = read_page(told, query, size=settings.LIST_PAGE_SIZE, time_field="published_at", id_field="id")
    days: dict[dt.date, list[LogEntry]] = {}
    for version in page.rows:
        days.setdefault(timezone.localtime(version.published_at).date(), []).append(_entry_of(version))
    return CorrectionsPage(
        address=address_of(language, VIEW_NAME, query=page.query),
        language=language,
        days=[LogDay(date, entries) for date, entries in days.items()],
        page=page,
    )


def _entry_of(version: Version) -> LogEntry:
    story = version.article.public
    url = story.get_absolute_url()
    is_withdrawal = version.kind == Version.Kind.KILL
    return LogEntry(
        kind=version.kind,
        note=version.public_note,
        at=version.published_at,
        headline="" if is_withdrawal else story.version.headline,
        url=url,
        history_url="" if is_withdrawal else f"{url}history/",
    )
