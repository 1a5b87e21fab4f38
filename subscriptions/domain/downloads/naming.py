"""What files are called when they leave."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

from newsroom.shared.slugs import slug_of
from subscriptions.models import Purchase, Size

_TITLE_CHARACTERS = 80
# Disks hold names of 255 bytes, and a letter takes up to four; the rest is for the number, the ending and a count.
_TITLE_BYTES = 200
# What Windows, macOS or a shell would stumble over, line ends and invisible marks of direction among it.
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\\/:*?"<>|%]')
_SPACES = re.compile(r"\s+")


def file_name_of(purchase: Purchase, *, size: str) -> str:
    """The photo's headline and the number of the licence: «Среща в Пекин 2025-0000017.jpg»."""
    title = _NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", purchase.title))
    title = _SPACES.sub(" ", title)[:_TITLE_CHARACTERS]
    title = title.encode()[:_TITLE_BYTES].decode(errors="ignore").strip(" .-~")
    ending = " web.jpg" if size == Size.WEB else ".jpg"
    return f"{title} {purchase.number}{ending}".lstrip()


def zip_name_of(purchases: Iterable[Purchase]) -> str:
    """The numbers of the first and the last licence in it."""
    numbers = sorted(purchase.number for purchase in purchases)
    return f"{numbers[0]}.zip" if len(numbers) == 1 else f"{numbers[0]} – {numbers[-1]}.zip"


def unique_names(names: Iterable[str]) -> list[str]:
    """The names, of which no two are the same on any disk: some fold capitals, some take letters apart."""
    taken: set[str] = set()
    unique = []
    for name in names:
        stem, _dot, ending = name.rpartition(".")
        candidate, count = name, 1
        while unicodedata.normalize("NFKD", candidate.casefold()) in taken:
            count += 1
            candidate = f"{stem} ({count}).{ending}"
        taken.add(unicodedata.normalize("NFKD", candidate.casefold()))
        unique.append(candidate)
    return unique


def attachment(name: str) -> str:
    """The Content-Disposition of a file (RFC 6266): the name in Latin letters for old programs, and the name itself."""
    stem, _dot, ending = name.rpartition(".")
    plain = f"{slug_of(stem)}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
