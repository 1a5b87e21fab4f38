"""The card that a shared link becomes elsewhere: Open Graph, and what Twitter reads besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from newsroom.shared.addresses import PageAddress, on_site

_LOCALES = {"bg": "bg_BG", "en": "en_GB"}
_LONGEST_DESCRIPTION = 300  # Letters; what is longer is cut off on every card.
# A picture that is narrower than this stands small on a card, beside the words.
_WIDE_ENOUGH = 600


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture for a card: the path of a JPEG, its size in pixels, and the words for who can't see it."""

    path: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """What the card of a page says. `facts` are further properties, as `("article:section", "World")`."""

    address: PageAddress
    language: str
    title: str
    description: str
    kind: str = "website"
    picture: CardPicture | None = None
    facts: Sequence[tuple[str, str]] = ()


def write_card(card: ShareCard) -> SafeString:
    """The card as <meta> elements for the page's head."""
    properties = [
        ("og:type", card.kind),
        ("og:site_name", settings.AGENCY_NAME[card.language]),
        ("og:title", card.title),
        ("og:description", _shorten(card.description)),
        ("og:url", on_site(card.address.path)),
        ("og:locale", _LOCALES[card.language]),
    ]
    if card.address.has_alternates:
        properties += [("og:locale:alternate", _LOCALES[code]) for code in card.address.others]
    names = [("twitter:card", "summary")]
    picture = card.picture
    if picture is not None:
        properties += [
            ("og:image", on_site(picture.path)),
            ("og:image:type", "image/jpeg"),
            ("og:image:width", str(picture.width)),
            ("og:image:height", str(picture.height)),
            ("og:image:alt", picture.alt),
        ]
        names = [("twitter:card", "summary_large_image" if picture.width >= _WIDE_ENOUGH else "summary")]
        names += [("twitter:image:alt", picture.alt)]
    rows = [("property", *each) for each in (*properties, *card.facts) if each[1]]
    rows += [("name", *each) for each in names if each[1]]
    lines = [f'<meta {kind}="{name}" content="{escape(value)}">' for kind, name, value in rows]
    return mark_safe("\n".join(lines))  # noqa: S308 (the values are escaped, the names are ours)


def _shorten(text: str) -> str:
    return Truncator(text).chars(_LONGEST_DESCRIPTION) if len(text) > _LONGEST_DESCRIPTION else text
