"""How a story that was found is shown: the matches marked in its headline and in a few words round them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from articles.models import Article, PublicStory, Version
from newsroom.shared.matched_words import Piece, WordMatcher

_LENGTH = 240  # characters of a snippet
_LOOKED_AT = 20_000  # characters of a body; what stands further down is found, and not shown
_BLOCK_TAGS = re.compile(r"</?(?:p|h2|ul|ol|li|br|blockquote|table|thead|tbody|tr|td|th|figure)\b[^>]*>")
_INLINE_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story of a list of results, in pieces of which some are matches."""

    story: PublicStory
    headline: list[Piece]
    snippet: list[Piece]


def show_matches(story: PublicStory, matcher: WordMatcher) -> FoundStory:
    """The headline and, of the lead or else of the body, what lies round the first match; else the lead's beginning.

    Of a story that is for subscribers no word of the body is shown.
    """
    version = story.version
    headline = matcher.pieces(version.headline)
    snippet = matcher.snippet(version.lead, length=_LENGTH, limit=_LOOKED_AT)
    if not snippet and version.access == Article.Access.FREE:
        snippet = matcher.snippet(_readable(version), length=_LENGTH, limit=_LOOKED_AT)
    return FoundStory(story, headline, snippet or _beginning(version.lead))


def _readable(version: Version) -> str:
    """The beginning of the body without its markup, which is our own: patterns are enough to take it away."""
    text = _INLINE_TAGS.sub("", _BLOCK_TAGS.sub(" ", version.body[: 2 * _LOOKED_AT]))
    return " ".join(html.unescape(text).split())


def _beginning(text: str) -> list[Piece]:
    if len(text) <= _LENGTH:
        return [Piece(text, is_match=False)] if text else []
    return [Piece(f"{text[: text.rfind(' ', 0, _LENGTH)]}…", is_match=False)]
