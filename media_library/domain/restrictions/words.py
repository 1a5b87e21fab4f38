"""A text of instructions cut into words, each with its exact place and with what stands before it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum


class Gap(IntEnum):
    """What separates a word from the one before it; a higher value separates more."""

    NONE = 0  # Spaces, brackets, quotes, colons, a hyphen inside a compound: they separate no thought.
    LINE = 1  # A line that may have been wrapped in the middle of a phrase.
    SLASH = 2
    COMMA = 3
    DASH = 4
    STOP = 5  # A full stop, a semicolon, an empty line.


@dataclass(frozen=True, slots=True)
class Word:
    """One word: its place in the text, its letters folded for comparison, and the gap before it."""

    start: int
    end: int
    key: str
    gap: Gap
    is_upper: bool


# Every alternative begins with another kind of character and repeats without overlap: linear on any text.
_WORD = re.compile(
    r"""
    \d{4}-\d{1,2}-\d{1,2}(?![^\W_])              # 2025-07-01
    | \d{1,2}(?P<mark>[./])\d{1,2}(?P=mark)\d{4}(?![^\W_])  # 01.07.2025
    | \d{1,2}:\d{2}(?![^\W_])                    # 18:00
    | (?:[^\W\d_]\.)+[^\W\d_](?:\.|(?![^\W_]))   # U.S., U.S.A
    | [^\W_]+(?:['’ʼ][^\W_]+)*                   # SALES, DON'T
    | [&+©]
    """,
    re.VERBOSE,
)
_STOP = re.compile(r"[.;|•·!?…\u2029]|\n\s*\n|\r\s*\r")
# A hyphen or a short dash between two words without spaces makes them one compound: ONE-TIME.
_DASH = re.compile(r"--|[‒—―]|\s[-‐‑−–]|[-‐‑−–]\s")
_DROPPED = str.maketrans("", "", "'’ʼ.")


def cut_words(text: str) -> list[Word]:
    """The words of a text in their order; offsets count characters of `text` itself."""
    words: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        written = match.group()
        gap = _gap_of(text[end : match.start()]) if words else Gap.NONE
        words.append(Word(match.start(), match.end(), fold(written), gap, written == written.upper()))
        end = match.end()
    return words


def fold(written: str) -> str:
    """The letters of a word without case, accents, apostrophes and the dots of an abbreviation."""
    if written in {"&", "+"}:
        return "and"
    if written == "©":
        return "copyright"
    if written[0].isdigit() and not written.isalnum():
        return written  # A date or a time keeps its marks.
    plain = unicodedata.normalize("NFKD", written.translate(_DROPPED)).casefold()
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase of the vocabulary as the keys that its words have in any text."""
    return tuple(word.key for word in cut_words(phrase))


def _gap_of(between: str) -> Gap:
    if _STOP.search(between):
        return Gap.STOP
    if _DASH.search(between):
        return Gap.DASH
    if "," in between or "*" in between:
        return Gap.COMMA
    if "/" in between or "\\" in between:
        return Gap.SLASH
    return Gap.LINE if "\n" in between or "\r" in between else Gap.NONE
