"""Letters with more marks on them than any language has."""

import unicodedata
from typing import Final

MOST_MARKS: Final = 30  # Stream-Safe Text Format, Unicode Standard Annex #15


def limit_combining_marks(text: str) -> str:
    """The text without the marks beyond MOST_MARKS in a row: longer runs take quadratic time to normalise."""
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
