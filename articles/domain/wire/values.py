"""Single values of a wire item: text, dates, languages, versions, urgencies, statuses."""

import math
import re
import unicodedata
from datetime import UTC, datetime
from typing import Final

from articles.domain.wire.item import BadDate, MissingDate, MissingUri, Status, UnknownLanguage
from newsroom.shared.combining_marks import limit_combining_marks

MAX_URI: Final = 1000
MAX_VERSION: Final = 2**31 - 1  # what a PostgreSQL integer holds

LANGUAGES: Final = (
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bi", "bm", "bn",
    "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee", "el",
    "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu", "gv",
    "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is", "it",
    "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky",
    "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mr", "ms", "mt",
    "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa",
    "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si", "sk", "sl",
    "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn",
    "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo",
    "za", "zh", "zu",
)  # fmt: skip

# C0 and C1 controls but tab and newline, surrogates, and the two code points that XML forbids.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Ordinary white space only: a no-break or thin space inside «25 000» is part of the text.
_SPACE = re.compile(r"[ \t\n]{2,}|[\t\n]")
_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*", re.ASCII)
_DATE = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[T ][0-9:.,]{2,20}(?:Z|[+-][0-9:]{2,5})?)?", re.IGNORECASE)


def clean_text(value: str) -> str:
    """Text that every store and feed can hold: NFC, one kind of newline, no control characters.

    Lone surrogates, which JSON can spell and PostgreSQL refuses, become U+FFFD. More than 30 combining
    marks on one letter are cut: normalising longer runs takes quadratic time.
    """
    text = _LINE_END.sub("\n", value)
    text = _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text))
    if unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", limit_combining_marks(text))


def fold_space(value: str) -> str:
    """One ordinary space for every run of spaces, tabs and newlines, as HTML folds them."""
    return _SPACE.sub(" ", value)


def clean_line(value: str) -> str:
    """Clean text on one line, without space at its ends."""
    return fold_space(clean_text(value)).strip()


def clean_note(value: str) -> str:
    """Clean text that keeps its lines."""
    return "\n".join(_SPACE.sub(" ", line).strip() for line in clean_text(value).strip().split("\n"))


def shorten(value: object) -> str:
    """A foreign value short enough for a message."""
    line = clean_line(str(value)[:200])
    return line if len(line) <= 60 else f"{line[:59]}…"


def read_uri(value: object) -> str:
    """The item's lasting identity; MissingUri when there is none to keep."""
    uri = clean_line(value) if isinstance(value, str) else ""
    if not uri or len(uri) > MAX_URI or len(uri.encode()) > 2 * MAX_URI:
        raise MissingUri(limit=MAX_URI)
    return uri


def read_date(value: object, *, field: str) -> datetime:
    """An ISO 8601 (RFC 3339) date in UTC; one without a zone is read as UTC. BadDate otherwise.

    MissingDate, which is a BadDate, when there is none. Years outside 1900–2100 are refused: no news is
    that old, and such dates break time zones.
    """
    if value is None or value == "":
        raise MissingDate(field=field)
    text = value.strip() if isinstance(value, str) else ""
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        moment = datetime.fromisoformat(text.upper())
        if not 1900 <= moment.year <= 2100:
            raise ValueError(text)
    except ValueError as error:
        raise BadDate(field=field, value=shorten(value)) from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def read_language(value: object) -> str:
    """The primary subtag of a BCP 47 tag ("nb-NO" is "nb"), "" when none is named; else UnknownLanguage."""
    if value is None or value == "":
        return ""
    match = _LANGUAGE_TAG.fullmatch(value.strip()) if isinstance(value, str) else None
    language = match[1].lower() if match else ""
    if language not in LANGUAGES:
        raise UnknownLanguage(tag=shorten(value))
    return language


def read_whole_number(value: object, *, lowest: int, highest: int) -> int | None:
    """4, 4.0 or "4" is 4; anything else, or out of range, is None."""
    if isinstance(value, str):
        if not re.fullmatch(r"\s*[0-9]{1,10}\s*", value, re.ASCII):
            return None
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    number = int(value)
    return number if number == value and lowest <= number <= highest else None


def read_status(value: str) -> tuple[Status, bool]:
    """The publishing status, and whether the word was one of the standard's.

    IPTC knows three (NewsCodes pubstatusg2), "usable" by default. A word that we do not know withholds
    the item: publishing what its owner may have held back can't be undone.
    """
    match value.strip().lower():
        case "" | "usable":
            return "usable", True
        case "canceled" | "cancelled":
            return "canceled", True
        case "withheld":
            return "withheld", True
        case _:
            return "withheld", False
