"""Text from strangers, made fit for a database, a page and a comparison."""

import re
import unicodedata
from typing import Final

from media_library.domain.metadata.reading_warnings import ReadingWarnings
from newsroom.shared.combining_marks import limit_combining_marks

MAX_CHARACTERS: Final = 20_000

# C0 and C1 controls but tab and newline, and the code points that are no characters.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
# Embeddings, overrides and isolates make a page show something else than it says. The plain marks (U+200E, U+200F)
# are part of Hebrew and Arabic writing and stay.
_DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE: Final = re.compile("[\u200b\u2060\ufeff\u00ad]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_LINE_END: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACE: Final = re.compile(r"[ \t]+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def clean_note(value: str, *, field: str, warnings: ReadingWarnings, limit: int = MAX_CHARACTERS) -> str:
    """NFC text with its lines, without control characters, at most `limit` characters; each loss is warned of.

    NULs at the end are padding and go without a word. Lone surrogates, which PostgreSQL refuses, become U+FFFD.
    """
    if len(value) > 2 * limit:  # Before the work is done, not after.
        value = value[: 2 * limit]
    text = _LINE_END.sub("\n", value.strip("\x00 \t\r\n"))
    text, controls = _CONTROLS.subn("", text)
    text, directions = _DIRECTIONS.subn("", text)
    if controls:
        warnings.add("control_characters", field=field)
    if directions:
        warnings.add("direction_marks", field=field)
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", limit_combining_marks(text))
    text = "\n".join(_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    text = _BLANK_LINES.sub("\n\n", text).strip()
    if len(text) > limit:
        warnings.add("value_cut", field=field, limit=limit)
        text = text[:limit].rstrip()
    return text


def clean_line(value: str, *, field: str, warnings: ReadingWarnings, limit: int = MAX_CHARACTERS) -> str:
    """The same on one line."""
    note = clean_note(value, field=field, warnings=warnings, limit=limit)
    return " ".join(line for line in note.split("\n") if line)


def is_mostly_cyrillic(text: str) -> bool:
    """Whether most of the letters are Cyrillic. Names in Latin letters inside Bulgarian text do not change that."""
    letters = [character for character in text if character.isalpha()]
    return sum("\u0400" <= letter <= "\u052f" for letter in letters) * 2 > len(letters)
