"""What a demo photo says of itself, put together from `content/photos.toml`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Europe/Sofia")


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """The words and facts that a photographer sends inside the file. `taken_at` is aware.

    `legacy` means IIM in windows-1251 instead of XMP.
    """

    headline: str
    caption_bg: str
    creator: str
    credit: str
    taken_at: dt.datetime
    caption_en: str = ""
    alt_bg: str = ""
    alt_en: str = ""
    source: str = ""
    instructions: str = ""
    city: str = ""
    country: str = ""
    country_code: str = ""
    event: str = ""
    persons: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    usage_terms_bg: str = ""
    usage_terms_en: str = ""
    web_statement: str = ""
    legacy: bool = False


_COPIED = (
    "headline", "caption_bg", "caption_en", "alt_bg", "alt_en", "creator", "credit", "source", "instructions", "city",
    "country", "country_code", "event", "persons", "keywords",
)  # fmt: skip


def tell_facts(photo: dict[str, Any], *, licence: dict[str, Any], now: dt.datetime) -> PhotoFacts:
    """The facts of one `[[photo]]`, taken so long before `now`, under the `[[licence]]` of its supplier."""
    ago = dt.timedelta(days=photo.get("days_ago", 0), hours=photo.get("hours_ago", 0))
    return PhotoFacts(
        **{name: photo[name] for name in _COPIED},
        taken_at=(now - ago).astimezone(_ZONE).replace(microsecond=0),
        usage_terms_bg=licence["terms_bg"],
        usage_terms_en=licence["terms_en"],
        web_statement=f"https://newsroom.example/licences/{licence['slug']}",
        legacy=photo.get("legacy", False),
    )
