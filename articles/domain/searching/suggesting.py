"""What is offered while somebody types: stories, tags and people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from articles.domain.searching.finding import StorySearch
from articles.domain.searching.time_limit import SearchTooWide, time_limit
from articles.domain.searching.wish import StoryWish
from articles.models import Author, PublicStory
from media_library.models import Tag
from newsroom.shared.slugs import slug_of

SHORTEST = 2  # characters; fewer are the beginning of everything
_MOST = 5  # of each kind


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that is offered, and its address. `language` is that of its words, if it is not the page's."""

    words: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    """Suggestions of one kind."""

    words: str
    suggestions: list[Suggestion]


def suggest(text: str, *, language: str, at: dt.datetime, milliseconds: int) -> list[SuggestionGroup]:
    """What begins like this, of what readers can see now. Four queries; nothing where that takes too long."""
    text = " ".join(text.split())
    if len(text) < SHORTEST:
        return []
    try:
        with time_limit(milliseconds):
            tags = _tags_like(text, at=at)
            people = [tag for tag in tags if tag.kind == Tag.Kind.PERSON]
            groups = [
                SuggestionGroup(_("Tags"), [_of_tag(tag, language) for tag in tags if tag not in people]),
                SuggestionGroup(
                    _("People"),
                    [_of_author(author, language) for author in _authors_like(text, at=at)]
                    + [_of_tag(tag, language) for tag in people],
                ),
                SuggestionGroup(_("Stories"), _stories_like(text, language=language, at=at)),
            ]
    except SearchTooWide:
        return []
    return [group for group in groups if group.suggestions]


def _tags_like(text: str, *, at: dt.datetime) -> list[Tag]:
    """Tags a word of whose name begins like this, and that a story carries which readers can see."""
    carrying = PublicStory.objects.visible(at=at).filter(tags=OuterRef("pk"))
    named = _slug_begins(text) | Q(name_en__istartswith=text)
    return list(Tag.objects.filter(named).filter(Exists(carrying)).order_by("name")[:_MOST])


def _authors_like(text: str, *, at: dt.datetime) -> list[Author]:
    signed = PublicStory.objects.visible(at=at).filter(authors=OuterRef("pk"))
    named = _slug_begins(text) | Q(name_bg__istartswith=text) | Q(name_en__istartswith=text)
    return list(Author.objects.filter(named).filter(Exists(signed)).order_by("name_bg")[:_MOST])


def _slug_begins(text: str) -> Q:
    """Slugs are names in Latin letters, by which a name is found in either alphabet."""
    slug = slug_of(text)
    return Q(slug__startswith=slug) | Q(slug__contains=f"-{slug}")


def _stories_like(text: str, *, language: str, at: dt.datetime) -> list[Suggestion]:
    matches = StorySearch(StoryWish(words=text, language=language), at=at, is_unfinished=True).newest(count=_MOST)
    stories = PublicStory.objects.visible(at=at).filter(pk__in=[match.story_id for match in matches])
    found = stories.select_related("version", "section").defer("version__body", "version__lead", "version__photos")
    return [Suggestion(story.version.headline, story.get_absolute_url()) for story in found.newest_first()]


def _of_tag(tag: Tag, language: str) -> Suggestion:
    return Suggestion(
        tag.name_in(language), tag.get_absolute_url(), "bg" if language == "en" and not tag.name_en else ""
    )


def _of_author(author: Author, language: str) -> Suggestion:
    return Suggestion(author.name(language), author.get_absolute_url())
