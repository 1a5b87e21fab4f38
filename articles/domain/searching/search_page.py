"""The page of the advanced search of stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from articles.domain.searching.counting import Counts, count_matches
from articles.domain.searching.facets import Facet, read_facets
from articles.domain.searching.finding import Match, Place, StorySearch
from articles.domain.searching.snippets import FoundStory, show_matches
from articles.domain.searching.spelling import FEW, guess_meant
from articles.domain.searching.time_limit import SearchTooWide, time_limit
from articles.domain.searching.wish import BEST, StoryWish
from articles.models import PublicStory
from media_library.domain.library import Chip, SortLink, join_query
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, path_in
from newsroom.shared.matched_words import WordMatcher
from newsroom.shared.pagination import LAST_NUMBERED_PAGE, NoSuchPage, read_cursor, write_cursor

_NUMBERS = {str(number): number for number in range(1, LAST_NUMBERED_PAGE + 1)}
# Of the time for the stories: without counts a page is still a page.
_SHARE_OF_COUNTS = 0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the wish, the query that says so in its one canonical spelling, and its parts in words."""

    wish: StoryWish = field(default_factory=StoryWish)
    query: Mapping[str, str] = field(default_factory=dict)
    chips: Sequence[Chip] = ()
    sections: Sequence[Section] = ()


@dataclass(frozen=True, slots=True)
class MeantLink:
    """What the reader may have meant, and the query that looks for it."""

    words: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """What `articles/search.html` shows. `form` is the filters' form, with what is wrong in it.

    `is_partial` says that a phrase of common words was looked for among the newest stories only. `counts` is None where
    nothing was looked for, or counting would have taken too long. `newer` and `older` are the queries of the
    neighbours, None where there are none.
    """

    address: PageAddress
    language: str
    now: dt.datetime
    form: Any
    asked: Asked
    stories: Sequence[FoundStory] = ()
    counts: Counts | None = None
    facets: Sequence[Facet] = ()
    sorts: Sequence[SortLink] = ()
    newer: str | None = None
    older: str | None = None
    meant: MeantLink | None = None
    is_partial: bool = False
    is_too_wide: bool = False
    is_search: bool = True

    @property
    def feed_query(self) -> str:
        """The query of the feed of this search: a feed is in the order of time, whatever the page is in."""
        return join_query({name: value for name, value in self.asked.query.items() if name != "sort"})


@dataclass(frozen=True, slots=True)
class _Found:
    """The matches of a page, and the queries of its neighbours without the filters."""

    matches: list[Match]
    newer: Mapping[str, str] | None = None
    older: Mapping[str, str] | None = None


def read_search(
    asked: Asked, query: Mapping[str, str], *, form: Any, language: str, now: dt.datetime, sort_words: Mapping[str, str]
) -> SearchPage:
    """The page of results that `query` names. Raises NoSuchPage, and SearchTooWide where the database gives up.

    As many queries for one story as for twenty. Without anything asked for, and with nothing but signs, none.
    """
    if not asked.query or asked.wish.is_hopeless:
        return empty_page(form, language=language, now=now, asked=asked)
    search = StorySearch(asked.wish, at=now)
    with time_limit(settings.SEARCH_TIME_LIMIT):
        found = _read_best(search, query) if asked.wish.sort == BEST else _read_newest(search, query)
    counts = _count(search)
    return SearchPage(
        address=_address_of(language, asked.query),
        language=language,
        now=now,
        form=form,
        asked=asked,
        stories=_show(found.matches, WordMatcher(asked.wish.words)),
        counts=counts,
        facets=read_facets(counts, asked.query, sections=asked.sections) if counts else [],
        sorts=_sort_links(asked, sort_words),
        newer=_join(asked.query, found.newer),
        older=_join(asked.query, found.older),
        is_partial=search.is_partial,
        meant=_guess(asked, found.matches, query, now=now),
    )


def empty_page(
    form: Any, *, language: str, now: dt.datetime, asked: Asked | None = None, is_too_wide: bool = False
) -> SearchPage:
    """The page without results: nothing was asked for, or what was can't be answered."""
    asked = asked or Asked()
    return SearchPage(
        address=_address_of(language, asked.query),
        language=language,
        now=now,
        form=form,
        asked=asked,
        is_too_wide=is_too_wide,
    )


def newest_found(wish: StoryWish, *, at: dt.datetime, count: int = 50) -> list[PublicStory]:
    """The newest stories that the wish finds, for a feed. Raises SearchTooWide."""
    with time_limit(settings.SEARCH_TIME_LIMIT):
        matches = [] if wish.is_hopeless else StorySearch(wish, at=at).newest(count=count)
    return _load(matches)


def _count(search: StorySearch) -> Counts | None:
    try:
        with time_limit(int(settings.SEARCH_TIME_LIMIT * _SHARE_OF_COUNTS)):
            return count_matches(search)
    except SearchTooWide:
        return None


def _guess(asked: Asked, matches: Sequence[Match], query: Mapping[str, str], *, now: dt.datetime) -> MeantLink | None:
    """What who finds little on the first page may have meant."""
    if len(matches) > FEW or not asked.wish.words or {"before", "after", "page"} & query.keys():
        return None
    limit = int(settings.SEARCH_TIME_LIMIT * _SHARE_OF_COUNTS)
    meant = guess_meant(asked.wish, at=now, milliseconds=limit)
    return MeantLink(meant, join_query({**asked.query, "q": meant})) if meant else None


def _load(matches: Sequence[Match]) -> list[PublicStory]:
    """The stories in the order of the matches. One query; a story that was withdrawn meanwhile is left out."""
    ids = [match.story_id for match in matches]
    stories = PublicStory.objects.filter(pk__in=ids, killed=False).select_related("version", "section")
    by_id = {story.pk: story for story in stories.defer("version__photos")}
    return [by_id[story_id] for story_id in ids if story_id in by_id]


def _show(matches: Sequence[Match], matcher: WordMatcher) -> list[FoundStory]:
    return [show_matches(story, matcher) for story in _load(matches)]


# --- Pages ------------------------------------------------------------------------------------------------------


def _read_newest(search: StorySearch, query: Mapping[str, str]) -> _Found:
    """The newest matches, or those behind a cursor (`before`) or before one (`after`)."""
    size = settings.LIST_PAGE_SIZE
    if sum(name in query for name in ("before", "after", "page")) > 1 or "page" in query:
        raise NoSuchPage
    if "after" in query:
        near = search.oldest_after(Place(*read_cursor(query["after"])), count=size + 1)
        if len(near) <= size:
            return _read_newest(search, {})  # So few are newer that this is the first page.
        matches = near[:size][::-1]
        return _Found(matches, newer={"after": _cursor(matches[0])}, older={"before": _cursor(matches[-1])})
    place = Place(*read_cursor(query["before"])) if "before" in query else None
    found = search.newest(count=size + 1, before=place)
    if place is not None and not found:
        raise NoSuchPage
    matches = found[:size]
    return _Found(
        matches,
        newer={"after": _cursor(matches[0])} if place is not None else None,
        older={"before": _cursor(matches[-1])} if len(found) > size else None,
    )


def _read_best(search: StorySearch, query: Mapping[str, str]) -> _Found:
    """A numbered page of the best matches; there are no others, as nobody looks for the three hundredth best."""
    size, number = settings.LIST_PAGE_SIZE, _NUMBERS.get(query.get("page", "1"))
    if number is None or "before" in query or "after" in query:
        raise NoSuchPage
    found = search.best(count=size + 1, skipped=(number - 1) * size)
    if number > 1 and not found:
        raise NoSuchPage
    is_last = len(found) <= size or number == LAST_NUMBERED_PAGE
    newer = None if number == 1 else {"page": str(number - 1)} if number > 2 else {}
    return _Found(found[:size], newer, None if is_last else {"page": str(number + 1)})


def _cursor(match: Match) -> str:
    return write_cursor(match.public_since, match.story_id)


# --- Addresses --------------------------------------------------------------------------------------------------


def _address_of(language: str, query: Mapping[str, str]) -> PageAddress:
    """The address of a search. What was looked for is for readers, not for search engines."""
    kept = join_query(query)
    others = {code: path_in(code, "articles:search") + kept for code, _ in settings.LANGUAGES if code != language}
    return PageAddress(
        path=path_in(language, "articles:search") + kept,
        others=others,
        has_alternates=not query,
        is_indexed=not query,
    )


def _sort_links(asked: Asked, words: Mapping[str, str]) -> list[SortLink]:
    """The ways to sort; by the best match only what was searched for by words."""
    if not asked.wish.words:
        return []
    plain = {name: value for name, value in asked.query.items() if name != "sort"}
    return [
        SortLink(
            str(words[sort]), join_query(plain | ({"sort": sort} if sort == BEST else {})), sort == asked.wish.sort
        )
        for sort in words
    ]


def _join(query: Mapping[str, str], page: Mapping[str, str] | None) -> str | None:
    return None if page is None else join_query({**query, **page})
