"""What sitemaps say of stories and their lists.

Stories are parted by their numbers, so that each stays in its part for ever, no part is longer than STORIES_A_PART, and
nothing has to be counted. A part is read by its primary key, some hundred stories at a time.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from articles.models import Author, PublicStory
from articles.models.public_story import STORIES_A_PART, PublicStoryQuerySet
from media_library.models import Photo, Rendition, Section, Tag
from newsroom.shared.addresses import path_in
from newsroom.shared.sitemap_writing import NewsWords, SitemapEntry

TAGS_A_PART: Final = 1000
NEWS_IS_NEW_FOR: Final = dt.timedelta(days=2)
MOST_NEWS: Final = 1000
_MOST_AUTHORS: Final = 5000
_READ_AT_ONCE: Final = 500
_WEB: Final = ("web-640", "web-1280", "web-1920")
_SHOWN: Final = (
    "article_id", "language", "section__slug", "version__slug", "translation_of_id", "public_since", "marked_at",
)  # fmt: skip
Row = dict[str, Any]

# One look into the index for each part, however many stories there are.
_PARTS: Final = """
    SELECT part, (
        SELECT max(coalesce(marked_at, public_since)) FROM articles_publicstory
        WHERE article_id / %(size)s = part AND coalesce(marked_at, public_since) <= %(now)s
    ) FROM generate_series(0, (SELECT max(article_id) / %(size)s FROM articles_publicstory)) AS part
"""


def story_parts(*, now: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """The parts that have stories, from 1, with the time of the newest change in each. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"now": now, "size": STORIES_A_PART})
        return [(part + 1, changed_at) for part, changed_at in cursor.fetchall() if changed_at]


def last_change_in_part(number: int, *, now: dt.datetime) -> dt.datetime | None:
    """When a story of this part last changed, withdrawals among the changes; None where there are no stories."""
    changes = (
        PublicStory.objects.annotate(
            part=F("article_id") / Value(STORIES_A_PART), changed_at=Coalesce("marked_at", "public_since")
        )
        .filter(part=number - 1, changed_at__lte=now)
        .order_by("-changed_at")
    )
    return changes.values_list("changed_at", flat=True).first()


def stories_of_part(number: int, *, now: dt.datetime) -> Iterator[SitemapEntry]:
    """The stories of a part that readers may see, in the order of their numbers. Three queries for each 500."""
    first = (number - 1) * STORIES_A_PART
    stories = PublicStory.objects.visible(at=now).filter(pk__gte=first, pk__lt=first + STORIES_A_PART).order_by("pk")
    rows = _read(stories[:_READ_AT_ONCE])
    while rows:
        images, families = _images_of(rows), _families_of(rows, now=now)
        for row in rows:
            yield SitemapEntry(
                path=_path_of(row),
                changed_at=row["marked_at"] or row["public_since"],
                versions=families[row["translation_of_id"] or row["article_id"]],
                images=images.get(row["article_id"], ()),
            )
        rows = _read(stories.filter(pk__gt=rows[-1]["article_id"])[:_READ_AT_ONCE])


def newest_news(*, now: dt.datetime) -> list[SitemapEntry]:
    """The stories of the last two days in every language, the newest first, at most a thousand."""
    fresh = PublicStory.objects.visible(at=now).filter(public_since__gt=now - NEWS_IS_NEW_FOR)
    rows: list[Row] = []
    for language, _name in settings.LANGUAGES:
        rows += fresh.in_language(language).newest_first().values(*_SHOWN, "version__headline")[:MOST_NEWS]
    rows.sort(key=lambda row: (row["public_since"], row["article_id"]), reverse=True)
    return [
        SitemapEntry(
            path=_path_of(row),
            changed_at=row["marked_at"] or row["public_since"],
            news=NewsWords(row["language"], row["public_since"], row["version__headline"]),
        )
        for row in rows[:MOST_NEWS]
    ]


def list_entries(*, now: dt.datetime) -> Iterator[SitemapEntry]:
    """The lists that always are, those of sections, and those of authors in the languages that they have written in."""
    everywhere = [code for code, _name in settings.LANGUAGES]
    for view_name in ("articles:news", "articles:today"):
        yield from in_languages(everywhere, view_name)
    for slug in Section.objects.values_list("slug", flat=True):
        yield from in_languages(everywhere, "articles:section", slug)
    for author in Author.objects.annotate(**_has_stories("authors", now=now)).order_by("pk")[:_MOST_AUTHORS]:
        yield from in_languages(_languages_with_stories(author), "articles:author", author.slug)


def tag_parts() -> range:
    """The numbers of the parts of the tags, from 1. One query."""
    last = Tag.objects.order_by("-pk").values_list("pk", flat=True).first()
    return range(1, last // TAGS_A_PART + 2) if last is not None else range(0)


def tags_of_part(number: int, *, now: dt.datetime) -> Iterator[SitemapEntry]:
    """The tags of a part, in each language in which there are stories that carry them. One query."""
    first = (number - 1) * TAGS_A_PART
    tags = Tag.objects.filter(pk__gte=first, pk__lt=first + TAGS_A_PART).order_by("pk")
    for tag in tags.annotate(**_has_stories("tags", now=now)):
        yield from in_languages(_languages_with_stories(tag), "articles:tag", tag.slug)


def in_languages(languages: Sequence[str], view_name: str, *args: object) -> Iterator[SitemapEntry]:
    """A page that exists in these languages: an entry for each, which names the others."""
    paths = {language: path_in(language, view_name, *args) for language in languages}
    for path in paths.values():
        yield SitemapEntry(path, versions=paths)


def _read(stories: PublicStoryQuerySet) -> list[Row]:
    return list(stories.values(*_SHOWN, "version__photos"))


def _path_of(row: Row) -> str:
    return f"{_start_of_paths(row['language'], row['section__slug'])}{row['article_id']}-{row['version__slug']}/"


@lru_cache(maxsize=256)
def _start_of_paths(language: str, section: str) -> str:
    """What the paths of a section's stories begin with: looking each of 5,000 up took most of a part's time."""
    return path_in(language, "articles:story", section, 1, "x").removesuffix("1-x/")


def _families_of(rows: list[Row], *, now: dt.datetime) -> dict[int, dict[str, str]]:
    """Number of a source → the paths of it and its translations, by language. One query."""
    sources = {row["translation_of_id"] or row["article_id"] for row in rows}
    family = Q(pk__in=sources) | Q(translation_of__in=sources)
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for row in PublicStory.objects.visible(at=now).filter(family).order_by("pk").values(*_SHOWN):
        found[row["translation_of_id"] or row["article_id"]].setdefault(row["language"], _path_of(row))
    return found


def _images_of(rows: list[Row]) -> dict[int, list[str]]:
    """Number of a story → the address of the largest file of its lead photo, as far as it has one. One query."""
    leads = {
        row["article_id"]: (int(photo["photo"]), str(photo.get("crop", "")))
        for row in rows
        for photo in row["version__photos"]
        if photo["place"] == "lead"
    }
    files = (
        Rendition.objects.filter(
            photo__in={photo for photo, _crop in leads.values()}, preset__in=_WEB, format=Rendition.Format.JPEG
        )
        .exclude(photo__state=Photo.State.KILLED)
        .order_by("width")
        .values_list("photo_id", "crop", "file")
    )
    largest = {(photo, crop): file for photo, crop, file in files}
    storage = storages["renditions"]
    return {story: [str(storage.url(largest[lead]))] for story, lead in leads.items() if lead in largest}


def _has_stories(field: str, *, now: dt.datetime) -> dict[str, Exists]:
    stories = PublicStory.objects.visible(at=now).filter(**{field: OuterRef("pk")})
    return {f"has_{code}": Exists(stories.in_language(code)) for code, _name in settings.LANGUAGES}


def _languages_with_stories(row: object) -> list[str]:
    return [code for code, _name in settings.LANGUAGES if getattr(row, f"has_{code}")]
