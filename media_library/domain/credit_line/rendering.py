"""The credit line in words: «Александър Казаков/Спутник/Кремълски пул чрез АП»."""

from __future__ import annotations

from collections.abc import Sequence

from media_library.domain.credit_line.chain import CreditParty, Role
from media_library.domain.credit_line.names import transliterate_name

# The line is kept with the photo in both languages, whichever the reader of a page has chosen: content, no interface.
_VIA = {"bg": "чрез", "en": "via"}
_PHOTO = {"bg": "Снимка", "en": "Photo"}


def name_in(party: CreditParty, language: str) -> str:
    """A party's name as a line in `language` has it.

    Known names are given in that language. Other Cyrillic ones are transliterated into English by the official
    Bulgarian system; Latin ones stay as they are in Bulgarian, since nobody can tell how they are spoken.
    """
    if language == "en":
        return party.name_en or transliterate_name(party.name)
    return party.name_bg or party.name


def render_credit(chain: Sequence[CreditParty], language: str) -> str:
    """The chain as one line, "bg" or "en": names with `/` between, and «чрез» or “via” before each distributor.

    A photo of which only the distributor is known is credited with the bare name. An empty chain gives "".
    """
    named = [name_in(party, language) for party in chain if party.role != Role.DISTRIBUTOR]
    distributors = [name_in(party, language) for party in chain if party.role == Role.DISTRIBUTOR]
    if not named:
        named, distributors = distributors[:1], distributors[1:]
    via = _VIA["en" if language == "en" else "bg"]
    return " ".join(["/".join(named), *(f"{via} {name}" for name in distributors)])


def with_photo_before(line: str, language: str) -> str:
    """A rendered line as a page shows it, with «Снимка: » or “Photo: ” in front. An empty line gives ""."""
    return f"{_PHOTO['en' if language == 'en' else 'bg']}: {line}" if line else ""
