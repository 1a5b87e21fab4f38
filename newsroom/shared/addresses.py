"""Where a public page lives, in each language of the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, override


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The canonical path of a page, and where the switch of languages leads from it.

    `others` maps a language to a path; a language that is missing has no such page, and the switch leads to its
    front page. `has_alternates` says that those pages are this very page in another language (hreflang).
    """

    path: str
    others: Mapping[str, str]
    has_alternates: bool = True
    is_indexed: bool = True


def path_without_blanks(request: HttpRequest) -> str | None:
    """The address of the request without the fields that nothing was written in; None if it has no such fields.

    Forms send all their fields; the address that is kept and shared has what was asked for.
    """
    query = request.GET.copy()
    for name, values in request.GET.lists():
        query.setlist(name, [value for value in values if value.strip()])
    if query == request.GET:
        return None
    kept = query.urlencode()
    return f"{request.path}?{kept}" if kept else request.path


def active_language() -> str:
    """The language of the page that is being answered: that of the address's prefix."""
    return get_language() or settings.LANGUAGE_CODE


def on_site(path: str) -> str:
    """The path under the site's one public name, by whatever name the reader came: for canonical links and machines.

    What is an address already, as of a file in a store of photos, stays as it is.
    """
    return path if "://" in path else f"{settings.SITE_URL}{path}"


@lru_cache(maxsize=10_000)
def path_in(language: str, view_name: str, *args: object) -> str:
    """The path of a view under the prefix of `language`. A page asks for dozens, which hardly ever change."""
    with override(language):
        return reverse(view_name, args=args)


def address_of(language: str, view_name: str, *args: object, query: str = "") -> PageAddress:
    """The address of a page that exists in every language; with a `query` (“?page=2”) it has no counterparts."""
    return PageAddress(
        path=path_in(language, view_name, *args) + query,
        others={code: path_in(code, view_name, *args) for code, _ in settings.LANGUAGES if code != language},
        has_alternates=not query,
    )
