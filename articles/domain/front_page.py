"""The front page: what leads, what stands beside it, and what each section has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, OuterRef, Value, When

from articles.domain.front_places import PlacedStory, placed_stories
from articles.domain.photo_figures import PhotoFigure, lead_entries, read_figures_of
from articles.domain.rolling_list import RollingList, rolling_list
from articles.models import PublicStory
from articles.models.front_place import PLACES
from media_library.domain.photo_of_the_day import day_photo_entry
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, address_of

LEAD_WITHIN = dt.timedelta(hours=24)
SECTION_LINES = 6
_NO_URGENCY = 10
_WEIGHED = 1000
_DAY = 0  # The photo of the day among the figures of stories, which count from 1.


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
    # When the page changes by itself, as far as its places tell; None: not that they know.
    changes_at: dt.datetime | None
    lead: PublicStory | None
    lead_photo: PhotoFigure | None
    seconds: list[PublicStory]
    columns: list[SectionColumn]
    day_photo: PhotoFigure | None
    rolling: RollingList
    is_front: bool = True
    is_preview: bool = False


def read_front_page(language: str, *, now: dt.datetime, places: Mapping[int, PlacedStory] | None = None) -> FrontPage:
    """The front page of a language at `now`, with the stories where the editors have placed them.

    `places` (position, from 1 → story) stand in for the stored ones, for a preview. Eight queries, however many
    sections and stories there are; two more where a photo is shown.
    """
    if places is None:
        places = placed_stories(language, now=now)
    top = _top_stories(language, now=now, places=places)
    shown = lead_entries(top[:1]) | {_DAY: [entry] if (entry := day_photo_entry(language, at=now)) else []}
    figures = read_figures_of(shown, language=language)
    lead_photos = figures[top[0].pk] if top else []
    return FrontPage(
        address=address_of(language, "front-page"),
        language=language,
        now=now,
        changes_at=min((place.ends_at for place in places.values()), default=None),
        lead=top[0] if top else None,
        lead_photo=next((figure for figure in lead_photos if not figure.notice), None),
        seconds=top[1:],
        columns=_columns(language, now=now, without=[story.pk for story in top]),
        day_photo=next((figure for figure in figures[_DAY] if not figure.notice), None),
        rolling=rolling_list(language, at=now),
    )


def _top_stories(language: str, *, now: dt.datetime, places: Mapping[int, PlacedStory]) -> list[PublicStory]:
    """What the editors have placed; where they have not, the most urgent of the last day, then the newest.

    Older news fills the places that a quiet day leaves. One query.
    """
    visible = PublicStory.objects.visible(at=now).in_language(language)
    urgency = Case(When(public_since__gte=now - LEAD_WITHIN, then=F("version__urgency")), default=Value(_NO_URGENCY))
    # Only the newest are weighed: sorting by urgency would otherwise go through the whole archive.
    newest = visible.filter(pk__in=visible.newest_first().values("pk")[:_WEIGHED])
    placed = [place.story.pk for place in places.values()]
    ranked = newest.exclude(pk__in=placed).for_lists(with_photos=True)
    by_clock = list(ranked.order_by(urgency, "-public_since", "-article_id")[:PLACES])
    return _fill(places, by_clock)


def _fill(places: Mapping[int, PlacedStory], by_clock: Iterable[PublicStory]) -> list[PublicStory]:
    others = iter(by_clock)
    top = [places[position].story if position in places else next(others, None) for position in range(1, PLACES + 1)]
    return [story for story in top if story is not None]


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
