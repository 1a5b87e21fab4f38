"""The names on a story's page, and where they lead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from articles.models import Author, PublicStory, Version
from media_library.models import Tag
from newsroom.shared.addresses import path_in


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A name as the page shows it, the language that the name is in, and its page (empty: it has none)."""

    name: str
    language: str
    url: str = ""


def printed_name(entry: dict[str, Any], *, language: str) -> str:
    """The name of one entry of a version's byline, as a story in `language` prints it."""
    name: str = entry.get("guest") or entry["name_en" if language == "en" else "name_bg"]
    return name


def printed_tag(entry: dict[str, Any], *, language: str) -> tuple[str, str]:
    """The name of one of a version's tags in a story in `language`, and the language that the name is in."""
    is_english = language == "en" and bool(entry["name_en"])
    return (entry["name_en"], "en") if is_english else (entry["name"], "bg")


def link_byline(version: Version) -> list[NamedLink]:
    """The names as they were printed, linked to where the authors' pages are today."""
    language = version.language
    slugs = dict(Author.objects.filter(pk__in=_ids(version.byline, "author")).values_list("pk", "slug"))
    names = []
    for entry in version.byline:
        name = printed_name(entry, language=language)
        slug = slugs.get(entry.get("author"))
        names.append(NamedLink(name, language, path_in(language, "articles:author", slug) if slug else ""))
    return names


def link_tags(version: Version, *, now: dt.datetime, with_all_links: bool) -> list[NamedLink]:
    """The tags as they were, linked where a tag page has something to show today."""
    tags = Tag.objects.filter(pk__in=_ids(version.tags, "tag"))
    if not with_all_links:
        tags = tags.filter(Exists(PublicStory.objects.visible(at=now).filter(tags=OuterRef("pk"))))
    slugs = dict(tags.values_list("pk", "slug"))
    links = []
    for entry in version.tags:
        name, language = printed_tag(entry, language=version.language)
        slug = slugs.get(entry["tag"])
        links.append(NamedLink(name, language, path_in(version.language, "articles:tag", slug) if slug else ""))
    return links


def _ids(entries: list[dict[str, Any]], key: str) -> list[int]:
    # A key that no row has keeps the number of queries the same for an empty list.
    return [int(entry[key]) for entry in entries if key in entry] or [0]
