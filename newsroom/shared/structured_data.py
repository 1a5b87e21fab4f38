"""What pages tell machines about themselves, in the words of schema.org (JSON-LD)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from newsroom.shared.addresses import on_site, path_in

Thing = dict[str, Any]
CONTEXT = "https://schema.org"
# Nothing in a headline may end the block, or begin a comment or a script in it; the last two end lines in JavaScript.
_ESCAPES = [(character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029"]
_LOGO_SIDE = 512  # pixels


def data_block(*things: Thing) -> SafeString:
    """The things as a block of data in a page: no script, so that the strictest policy lets it stand."""
    content = [{"@context": CONTEXT, **thing} for thing in things]
    text = json.dumps(content[0] if len(content) == 1 else content, ensure_ascii=False, separators=(",", ":"))
    for character, escaped in _ESCAPES:
        text = text.replace(character, escaped)
    # What could leave the block has just been escaped.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def without_blanks(thing: Thing) -> Thing:
    """The thing without the properties of which nothing is known."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}


def describe_agency(language: str) -> Thing:
    """The agency as the publisher of what the page shows."""
    return _agency(language, settings.AGENCY_NAME[language], settings.AGENCY_SIGN[language], settings.SITE_URL)


@lru_cache(maxsize=8)
def _agency(language: str, name: str, sign: str, _site: str) -> Thing:
    return {
        "@type": "NewsMediaOrganization",
        "name": name,
        "alternateName": sign,
        "url": on_site(path_in(language, "front-page")),
        "logo": {
            "@type": "ImageObject",
            "url": on_site(static("newsroom/icons/agency-512.png")),
            "width": _LOGO_SIDE,
            "height": _LOGO_SIDE,
        },
    }


def describe_trail(language: str, *steps: tuple[str, str]) -> Thing:
    """The way from the front page to this one: name and path of each step (BreadcrumbList)."""
    agency = describe_agency(language)
    trail = [(agency["name"], agency["url"]), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": on_site(path)}
            for position, (name, path) in enumerate(trail, start=1)
        ],
    }


def describe_people(names: Sequence[str]) -> list[Thing]:
    """Persons of whom nothing is known but the name."""
    return [{"@type": "Person", "name": name} for name in names]


def time_with_offset(value: dt.datetime) -> str:
    """A time to the second with the offset that the newsroom's zone had then (ISO 8601)."""
    return timezone.localtime(value).isoformat(timespec="seconds")
