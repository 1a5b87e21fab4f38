"""The demo's front pages, as its editors have placed them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from articles.domain.front_places import WantedPlace, place_stories
from articles.models import Article, ArticlePhoto
from media_library.models import Photo, PhotoOfTheDay
from newsroom.demo.content_files import read_tables
from newsroom.models import User

_FILE = "front_page.toml"


def tend_front_pages(
    stories: dict[str, Article],
    photos: dict[str, list[tuple[Photo, str]]],
    *,
    accounts: dict[str, User],
    now: dt.datetime,
) -> None:
    """Place stories at the top of each language's front page, and choose today's photo, where there are photos."""
    for front in read_tables(_FILE, "front"):
        wanted = {position: WantedPlace(stories[key].pk) for position, key in enumerate(front["stories"], start=1)}
        place_stories(front["language"], wanted, by=accounts["chief"])
    for row in read_tables(_FILE, "photo"):
        leads = [photo for photo, place in photos.get(row["story"], []) if place == ArticlePhoto.Place.LEAD]
        for photo in leads[:1]:
            PhotoOfTheDay.objects.create(date=timezone.localdate(now), photo=photo, chosen_by=accounts["photo"])
