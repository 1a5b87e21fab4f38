"""The places at the top of the front page: what editors have put there, and for how long that stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.models import Article, FrontPlace, PublicStory
from newsroom.shared.advisory_lock import lock_until_commit
from newsroom.shared.page_cache import bump

if TYPE_CHECKING:
    from newsroom.models import User

# A place that nobody has touched for so long is the clock's again: yesterday's choice must not lead today.
STANDS_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PlacedStory:
    """A public story at its place, and when it leaves that by itself."""

    story: PublicStory
    ends_at: dt.datetime


@dataclass(frozen=True, slots=True)
class WantedPlace:
    """What an editor wants at a place: a story, and until when (aware; None: as long as a place stands)."""

    story_id: int
    until: dt.datetime | None = None


def placed_stories(language: str, *, now: dt.datetime) -> dict[int, PlacedStory]:
    """The places of a language that are filled at `now`: position, from 1 → story. Two queries.

    A withdrawn story, one under an embargo, and one whose time is over leave their place to the clock.
    """
    still = Q(until__isnull=True) | Q(until__gt=now)
    places = list(FrontPlace.objects.filter(still, language=language, placed_at__gt=now - STANDS_FOR))
    rows = _visible([place.story_id for place in places], language=language, now=now)
    return {
        place.position: PlacedStory(rows[place.story_id], _end_of(place)) for place in places if place.story_id in rows
    }


def preview_places(wanted: Mapping[int, WantedPlace], *, language: str, now: dt.datetime) -> dict[int, PlacedStory]:
    """The same of places that are not stored."""
    rows = _visible([place.story_id for place in wanted.values()], language=language, now=now)
    return {
        position: PlacedStory(rows[place.story_id], place.until or now + STANDS_FOR)
        for position, place in wanted.items()
        if place.story_id in rows and (place.until is None or place.until > now)
    }


def place_stories(language: str, wanted: Mapping[int, WantedPlace], *, by: User | None) -> list[Article]:
    """Make these the places of a language's front page; returns the stories that stand elsewhere than before.

    All of them stand for STANDS_FOR from now on: who tends the page has looked at all of it.
    """
    now = timezone.now()
    with transaction.atomic():
        # Two editors at once: the page is what the second one saved, whole.
        lock_until_commit(f"front page {language}")
        before = {place.position: place for place in FrontPlace.objects.filter(language=language)}
        FrontPlace.objects.filter(language=language).delete()
        FrontPlace.objects.bulk_create(
            FrontPlace(
                language=language,
                position=position,
                story_id=place.story_id,
                until=place.until,
                placed_at=now,
                placed_by=by,
            )
            for position, place in wanted.items()
        )
        bump(f"front-{language}")
    old = {place.story_id: position for position, place in before.items()}
    new = {place.story_id: position for position, place in wanted.items()}
    moved = [pk for pk in old.keys() | new.keys() if old.get(pk) != new.get(pk)]
    return list(Article.objects.filter(pk__in=moved).order_by("pk"))


def _visible(ids: list[int], *, language: str, now: dt.datetime) -> dict[int, PublicStory]:
    return PublicStory.objects.visible(at=now).in_language(language).for_lists(with_photos=True).in_bulk(ids)


def _end_of(place: FrontPlace) -> dt.datetime:
    end = place.placed_at + STANDS_FOR
    return min(end, place.until) if place.until else end
