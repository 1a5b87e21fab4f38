"""Where the feed of a list of stories is found."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from newsroom.shared.addresses import path_in

FORMS: Final = ("rss", "atom")
_FEEDS_OF: Final = {
    "articles:news": "articles:news-feed",
    "articles:section": "articles:section-feed",
    "articles:tag": "articles:tag-feed",
    "articles:author": "articles:author-feed",
}


@lru_cache(maxsize=1024)
def feed_paths(language: str, view_name: str, *args: object) -> Mapping[str, str]:
    """Form ("rss", "atom") → path of the feed of that list; empty for a list that has none."""
    feed = _FEEDS_OF.get(view_name)
    return MappingProxyType({form: path_in(language, feed, *args, form) for form in FORMS} if feed else {})
