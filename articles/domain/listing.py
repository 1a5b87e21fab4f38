"""Lists of public stories: all, of a section, of a tag, of an author."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.domain.feed_addresses import feed_paths
from articles.domain.photo_figures import PhotoFigure, read_lead_figures
from articles.domain.rolling_list import RollingList, rolling_list
from articles.domain.row_photos import RowPhoto, read_row_photos
from articles.models import PublicStory
from articles.models.public_story import PublicStoryQuerySet
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, address_of
from newsroom.shared.pagination import Page, read_page


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the newsroom's calendar, and the stories of a list that fall on it."""

    date: dt.date
    stories: list[PublicStory]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What `articles/list.html` shows: one page of a list, day by day, and the rolling list beside it.

    `photos` has the lead photos of those stories that have one, by the story's id; `feeds` the paths of its
    feeds.
    """

    address: PageAddress
    language: str
    now: dt.datetime
    heading: str
    heading_language: str
    subheading: str
    section: Section | None
    trail: Sequence[Any]
    previous_url: str
    next_url: str
    days: list[Day]
    photos: Mapping[int, RowPhoto | PhotoFigure]
    page: Page[PublicStory]
    rolling: RollingList
    feeds: Mapping[str, str]


def read_list(
    stories: PublicStoryQuerySet,
    query: Mapping[str, str],
    *,
    language: str,
    now: dt.datetime,
    view_name: str,
    view_args: tuple[object, ...] = (),
    heading: str,
    heading_language: str = "",
    subheading: str = "",
    section: Section | None = None,
    trail: Sequence[Any] = (),
    previous_url: str = "",
    next_url: str = "",
    with_large_photos: bool = False,
) -> ListPage:
    """The page of this list that `query` names. Raises NoSuchPage. As many queries for one story as for twenty."""
    page = read_page(
        stories.visible(at=now).in_language(language).for_lists(with_photos=True),
        query,
        size=settings.LIST_PAGE_SIZE,
        time_field="public_since",
        id_field="article_id",
    )
    return ListPage(
        address=address_of(language, view_name, *view_args, query=page.query),
        language=language,
        now=now,
        heading=heading,
        heading_language=heading_language or language,
        subheading=subheading,
        section=section,
        trail=trail,
        previous_url=previous_url,
        next_url=next_url,
        days=group_by_day(page.rows),
        photos=read_lead_figures(page.rows, language=language) if with_large_photos else read_row_photos(page.rows),
        page=page,
        rolling=rolling_list(language, at=now),
        feeds=feed_paths(language, view_name, *view_args),
    )


def group_by_day(stories: list[PublicStory]) -> list[Day]:
    """Part a list that is in the order of time into the days of the newsroom's zone."""
    return [
        Day(date, list(group))
        for date, group in groupby(stories, key=lambda story: timezone.localtime(story.public_since).date())
    ]
