"""The front page: what leads, what stands beside it, and what each section has."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Value, When

from articles.domain.photo_figures import PhotoFigure, read_lead_figures
from articles.domain.rolling_list import RollingList, rolling_list
from articles.models import PublicStory
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, address_of

LEAD_WITHIN = dt.timedelta(hours=24)
SECONDS = 4
SECTION_LINES = 6
_NO_URGENCY = 10
_WEIGHED = 1000


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A section and its newest stories."""

    section: Section
    stories: list[PublicStory]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What `newsroom/front_page.html` shows. No story stands twice, except in the rolling list."""

    address: PageAddress
    language: str
    now: dt.datetime
    lead: PublicStory | None
    lead_photo: PhotoFigure | None
    seconds: list[PublicStory]
    columns: list[SectionColumn]
    rolling: RollingList
    is_front: bool = True


def read_front_page(language: str, *, now: dt.datetime) -> FrontPage:
    """The front page of a language at `now`.

    Four queries, however many sections and stories there are; two more where the lead story has a photo.
    """
    top = _top_stories(language, now=now)
    photos = read_lead_figures(top[:1], language=language)
    return FrontPage(
        address=address_of(language, "front-page"),
        language=language,
        now=now,
        lead=top[0] if top else None,
        lead_photo=photos.get(top[0].pk) if top else None,
        seconds=top[1:],
        columns=_columns(language, now=now, without=[story.pk for story in top]),
        rolling=rolling_list(language, at=now),
    )


def _top_stories(language: str, *, now: dt.datetime) -> list[PublicStory]:
    """The most urgent of the last day, then the newest; older news fills the places that a quiet day leaves."""
    visible = PublicStory.objects.visible(at=now).in_language(language)
    urgency = Case(When(public_since__gte=now - LEAD_WITHIN, then=F("version__urgency")), default=Value(_NO_URGENCY))
    # Only the newest are weighed: sorting by urgency would otherwise go through the whole archive.
    newest = visible.filter(pk__in=visible.newest_first().values("pk")[:_WEIGHED])
    return list(newest.for_lists(with_photos=True).order_by(urgency, "-public_since", "-article_id")[: 1 + SECONDS])


def _columns(language: str, *, now: dt.datetime, without: list[int]) -> list[SectionColumn]:
    """The sections of the menu that have stories, each with its newest ones. Two queries."""
    newest = (
        PublicStory.objects.visible(at=now)
        .in_language(language)
        .filter(section=OuterRef("pk"))
        .exclude(pk__in=without)
        .newest_first()
    )
    sections = Section.objects.filter(in_menu=True).annotate(newest=ArraySubquery(newest.values("pk")[:SECTION_LINES]))
    ids_of = {section: cast("list[int]", section.newest) for section in sections}
    stories = PublicStory.objects.visible(at=now).for_lists().in_bulk([pk for ids in ids_of.values() for pk in ids])
    columns = [SectionColumn(section, [stories[pk] for pk in ids if pk in stories]) for section, ids in ids_of.items()]
    return [column for column in columns if column.stories]
