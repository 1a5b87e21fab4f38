"""The public photo library: its pages of thumbnails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from media_library.domain.tiles import Tile, for_tiles, make_tiles
from media_library.models import Photo
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.addresses import PageAddress, path_in
from newsroom.shared.pagination import (
    LAST_NUMBERED_PAGE,
    NoSuchPage,
    Page,
    read_cursor,
    read_page,
    write_cursor,
)

PAGE_SIZE = 48
COUNTED_TO = 10_000
# Among so many of the newest that match the best are looked for: a word that half of the library has must not make
# the database weigh half of the library.
_WEIGHED = 2_000
_NUMBERS = {str(number): number for number in range(1, LAST_NUMBERED_PAGE + 1)}
NEWEST, OLDEST, BEST = "newest", "oldest", "best"
SORT_WORDS = {BEST: _("best match"), NEWEST: _("newest"), OLDEST: _("oldest")}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is set, and the query of the same page without it."""

    label: str
    value: str
    query: str


@dataclass(frozen=True, slots=True)
class SortLink:
    """A way to sort, and the query that leads to it."""

    words: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see: the query that says so in its canonical spelling, its parts, and the order."""

    query: Mapping[str, str] = field(default_factory=dict)
    chips: list[Chip] = field(default_factory=list)
    sort: str = NEWEST
    is_search: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPage:
    """What `media_library/photos.html` shows. `form` is the filters' form, with what is wrong in it.

    `action` is the path of the page, to which every query of it belongs.
    """

    address: PageAddress
    action: str
    language: str
    now: dt.datetime
    wish: Wish
    form: Any
    tiles: list[Tile]
    count: int
    is_capped: bool
    sorts: list[SortLink]
    number: int
    newer: str | None
    older: str | None
    is_refused: bool = False

    @property
    def is_library(self) -> bool:
        """Whether this is the library itself, and not a search that shows it."""
        return self.action == path_in(self.language, "media_library:photos")


def read_library(
    photos: PhotoQuerySet,
    query: Mapping[str, str],
    *,
    wish: Wish,
    form: Any,
    language: str,
    now: dt.datetime,
    view_name: str = "media_library:photos",
    is_refused: bool = False,
) -> LibraryPage:
    """The page of these photos that `query` names. Raises NoSuchPage. Five queries, however many photos there are.

    `view_name` is of the page that shows them, the library's own by default; `is_refused` says that nothing was looked
    for, because of what is wrong in the form or because it asks for too much.
    """
    page = _read_page(photos, query, sort=wish.sort)
    count = photos.order_by().values("pk")[: COUNTED_TO + 1].count()
    return LibraryPage(
        address=_address_of(language, wish, page, view_name=view_name),
        action=path_in(language, view_name),
        language=language,
        now=now,
        wish=wish,
        form=form,
        tiles=make_tiles(page.rows, language=language, now=now),
        count=min(count, COUNTED_TO),
        is_capped=count > COUNTED_TO,
        sorts=_sort_links(wish),
        number=page.number,
        newer=_join(wish.query, page.newer),
        older=_join(wish.query, page.older),
        is_refused=is_refused,
    )


# --- Pages ------------------------------------------------------------------------------------------------------


def _read_page(photos: PhotoQuerySet, query: Mapping[str, str], *, sort: str) -> Page[Photo]:
    if sort == BEST:
        return _read_best(photos, query)
    if sort == OLDEST:
        return _read_oldest(for_tiles(photos), query)
    return read_page(for_tiles(photos), query, size=PAGE_SIZE, time_field="arrived_at", id_field="id")


def _read_best(photos: PhotoQuerySet, query: Mapping[str, str]) -> Page[Photo]:
    """A numbered page of the best matches; there are no others, as nobody looks for the five hundredth best."""
    number = _numbered_page(query, other="before")
    start = (number - 1) * PAGE_SIZE
    weighed = photos.newest_first().values("pk")[:_WEIGHED]
    ranked = for_tiles(photos.filter(pk__in=weighed)).order_by(F("rank").desc(), "-arrived_at", "-pk")
    found = list(ranked[start : start + PAGE_SIZE + 1])
    is_last = len(found) <= PAGE_SIZE or number == LAST_NUMBERED_PAGE
    return _page_of(found, number, older=None if is_last else f"?page={number + 1}")


def _read_oldest(photos: PhotoQuerySet, query: Mapping[str, str]) -> Page[Photo]:
    """A page from the oldest end: numbered near it, then by a cursor (`after`), as `read_page` does from the newest."""
    photos = photos.order_by("arrived_at", "pk")
    if "after" in query and "page" not in query:
        moment, row_id = read_cursor(query["after"])
        later = photos.filter(arrived_at__gte=moment).exclude(arrived_at=moment, pk__lte=row_id)
        found = list(later[: PAGE_SIZE + 1])
        if not found:
            raise NoSuchPage
        older = _after(found[PAGE_SIZE - 1]) if len(found) > PAGE_SIZE else None
        # The page before begins behind the row that stands just above it.
        before = photos.filter(arrived_at__lte=moment).exclude(arrived_at=moment, pk__gt=row_id).reverse()
        above = before.prefetch_related(None)[PAGE_SIZE : PAGE_SIZE + 1].first()
        return Page(found[:PAGE_SIZE], 0, f"?after={query['after']}", _after(above) if above else "", older)
    number = _numbered_page(query, other="after")
    start = (number - 1) * PAGE_SIZE
    found = list(photos[start : start + PAGE_SIZE + 1])
    older = None
    if len(found) > PAGE_SIZE:
        older = f"?page={number + 1}" if number < LAST_NUMBERED_PAGE else _after(found[PAGE_SIZE - 1])
    return _page_of(found, number, older=older)


def _page_of(found: list[Photo], number: int, *, older: str | None) -> Page[Photo]:
    if number > 1 and not found:
        raise NoSuchPage
    newer = None if number == 1 else f"?page={number - 1}" if number > 2 else ""
    return Page(found[:PAGE_SIZE], number, f"?page={number}" if number > 1 else "", newer, older)


def _numbered_page(query: Mapping[str, str], *, other: str) -> int:
    number = _NUMBERS.get(query.get("page", "1"))
    if number is None or other in query:
        raise NoSuchPage
    return number


def _after(photo: Photo) -> str:
    return f"?after={write_cursor(photo.arrived_at, photo.pk)}"


# --- Addresses --------------------------------------------------------------------------------------------------


def _address_of(language: str, wish: Wish, page: Page[Photo], *, view_name: str) -> PageAddress:
    """The address of a page of the library; what is filtered is for readers, not for search engines."""
    query = _join(wish.query, page.query) or ""
    others = {code: path_in(code, view_name) for code, _name in settings.LANGUAGES if code != language}
    # Every filter means the same in the other language, so that the switch keeps them; its pages are its own.
    kept = _join(wish.query, "") or ""
    return PageAddress(
        path=path_in(language, view_name) + query,
        others={code: path + kept for code, path in others.items()},
        has_alternates=not query,
        is_indexed=not wish.query,
    )


def _sort_links(wish: Wish) -> list[SortLink]:
    """The ways to sort; by the best match only what was searched for."""
    usual = BEST if wish.is_search else NEWEST
    plain = {name: value for name, value in wish.query.items() if name != "sort"}
    links = []
    for sort, words in SORT_WORDS.items():
        if sort != BEST or wish.is_search:
            query = plain if sort == usual else plain | {"sort": sort}
            links.append(SortLink(str(words), join_query(query), sort == wish.sort))
    return links


def join_query(query: Mapping[str, str]) -> str:
    """“?q=…&page=2”, or nothing."""
    return f"?{urlencode(query)}" if query else ""


def _join(query: Mapping[str, str], page_query: str | None) -> str | None:
    """The query of a page among the filters; None where there is no such page."""
    if page_query is None:
        return None
    return join_query(query) + (page_query.replace("?", "&") if query else page_query)
