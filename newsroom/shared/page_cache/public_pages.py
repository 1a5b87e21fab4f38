"""The mark of a response that is the same for everyone, and what it says of itself to the caches on its way."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone

# On every public page: the masthead, and what else stands on all of them.
CHROME = "chrome"
# Seconds that a shared cache (a CDN, a proxy) keeps a page without asking, and those in which it may hand the old one
# out while it asks. Browsers ask each time, and are answered 304.
_SHARED_SECONDS = 1
_WHILE_REVALIDATE = 1


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What a public response shows; when it changes by itself (aware; None: not that its view knows); what it reads.

    `parameters` are the names in the query on which the page depends; None: all.
    """

    tags: tuple[str, ...]
    changes_at: dt.datetime | None = None
    parameters: frozenset[str] | None = None


def show_publicly(
    response: HttpResponse,
    *,
    tags: Iterable[str],
    changes_at: dt.datetime | None = None,
    parameters: Iterable[str] | None = None,
) -> HttpResponse:
    """Mark a response as the same for everyone, so that it may be kept and handed to others.

    `tags` name what the page shows: a `bump` of any of them makes every copy stale. `changes_at` (aware) is when the
    page changes by itself, as at midnight; no copy outlives it. (Ends of embargoes are seen to by the cache.)
    `parameters` are those of the query that the page reads; where they are told, one copy serves all addresses that
    differ in others, as in what social networks append. Returns the response.
    """
    read = None if parameters is None else frozenset(parameters)
    page = PublicPage(tuple(dict.fromkeys((*tags, CHROME))), changes_at, read)
    response.public_page = page  # type: ignore[attr-defined]  # Read by the page cache, on its way out.
    response.headers["Cache-Tag"] = " ".join(page.tags)
    response.headers["Cache-Control"] = cache_control(page.changes_at)
    return response


def cache_control(changes_at: dt.datetime | None) -> str:
    """The header for a page that changes by itself at this time: no cache on the way keeps it for longer."""
    left = math.inf if changes_at is None else max(0, math.floor((changes_at - timezone.now()).total_seconds()))
    shared = min(_SHARED_SECONDS, left)
    return f"public, max-age=0, s-maxage={shared}, stale-while-revalidate={min(_WHILE_REVALIDATE, left - shared)}"
