"""Amounts of money as people of each language write them."""

from __future__ import annotations

_NO_BREAK_SPACE = "\u00a0"


def euros(cents: int, language: str) -> str:
    """Whole EUR cents in words of the page: «1 234,50 €» in Bulgarian, “€1,234.50” in English."""
    whole, rest = divmod(abs(cents), 100)
    sign = "\u2212" if cents < 0 else ""
    if language == "en":
        return f"{sign}€{whole:,}.{rest:02d}"
    return f"{sign}{whole:,}".replace(",", _NO_BREAK_SPACE) + f",{rest:02d}{_NO_BREAK_SPACE}€"
