"""What stands around the names in a credit line and is no name: lead-ins, copyright, contacts, empty words."""

from __future__ import annotations

import re
import unicodedata

from media_library.domain.credit_line.chain import CreditWarning, WarningCode
from media_library.domain.credit_line.names import SUFFIXES, is_initial

# XMP sets no limit to a credit line. The longest that agencies print have some 150 characters; more is no credit.
LONGEST_FIELD = 500
LONGEST_NAME = 250

_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_CONTACTS = (
    re.compile(r"(?:https?|ftp)://[^\s,;<>()\"]+", re.IGNORECASE),
    re.compile(r"(?<!\w)www\.[^\s,;<>()\"/]+(?:/[^\s,;<>()\"]*)?", re.IGNORECASE),
    re.compile(
        r"(?:(?<!\w)(?:e-?mail|имейл|е-?поща)\s*:?\s*)?(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:(?<!\w)(?:тел(?:ефон)?|моб|gsm|tel|phone|mob(?:ile)?|ph|t|m)\b[.:]*\s*)?"
        r"(?<!\w)(?:\+|00|0)\d(?:[\s().\-/]{0,2}\d){6,14}(?!\w)",
        re.IGNORECASE,
    ),
)
_RIGHTS = re.compile(
    r"[©®™]|\((?:c|с)\)|(?<!\w)(?:copyright|copr|авторск[оиа]\w* прав[оа])(?!\w)[.:]?"
    r"|(?<!\w)(?:all rights reserved|всички права запазени|tous droits réservés|alle rechte vorbehalten)(?!\w)",
    re.IGNORECASE,
)
# Instructions that agencies write behind the credit, and that are compiled from their own field.
_INSTRUCTIONS = re.compile(
    r"(?<!\w)(?:\(?mandatory credit\)?|задължително позоваване|задължителен кредит)(?!\w)\s*:?|\s+or licensors(?!\w)"
    r"|(?<!\w)(?:attention editors|editors'? note|editorial use only|за редакционна употреба|no sales|no resales"
    r"|no archives?)(?!\w).*",
    re.IGNORECASE | re.DOTALL,
)
_YEARS = re.compile(
    r"(?<![\w./-])(?:19|20)\d\d(?:\s?[-–—]\s?(?:(?:19|20)\d\d|\d\d))?(?![\w/-])(?:\s?г(?:од(?:ина)?)?\b\.?)?",
    re.IGNORECASE,
)
_LEAD_WORDS = (
    r"(?:снимк(?:а|и|ата|ите)|сн|стопкадър|кадър|скрийншот|screen ?(?:shot|grab)|frame grab|фото"
    r"|фотограф(?:и|ия|ията)?|илюстрация|автор(?:и|ът)?|източници?|кредит"
    r"|(?:photo |image )?credits?|photos?|photographs?|photographers?|photography|pictures?|images?|pics?|fotos?"
    r"|source|byline|author)"
)
_LEAD_IN = re.compile(
    rf"^{_LEAD_WORDS}\s*(?:[:.]+\s*(?:by\b|на\b|от\b)?"
    r"|(?:taken\s+)?(?:by|from|par|von|de|di|на|от)(?!\w)\s*:?)\s*",
    re.IGNORECASE,
)
# «Снимка» begins no name, so it needs no colon; «Фото» and “Photo” begin the names of agencies.
_BARE_LEAD_IN = re.compile(
    r"^(?:снимк(?:а|и|ата|ите)|стопкадър|скрийншот|screen ?(?:shot|grab))(?!\w)\s*(?=\S)", re.IGNORECASE
)
_LABEL = re.compile(rf"^{_LEAD_WORDS}(?:\s+(?:taken\s+)?(?:by|from|par|von|de|di|на|от))?$", re.IGNORECASE)
_BY = re.compile(r"^by(?!\w)\s*:?\s*", re.IGNORECASE)
_PHOTO_WORD = re.compile(
    r"^(?:photos?|foto|фото|архив|архивна снимка|file photo)\s*:?\s+(?:на\s+)?(?=\S)", re.IGNORECASE
)
_PHOTO_AT_THE_END = re.compile(
    r"\s+(?:(?:file\s+)?(?:photos?|foto|фото|pictures?|images?|снимк[аи]|архив|archives?)"
    r"|[(\[](?:архив|archives?|file)[)\]])$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"^(?:str|stf|stringers?|staff|staff photographer|freelancers?|freelance|contributor|uncredited|unknown|unbekannt"
    r"|anonymous|n/?a|none|null|no credit|no byline|стрингър|стринджър|хоноруван|няма|неизвестен|неизвестен автор"
    r"|без автор|анонимен|archives?|file|file photos?|архив|архивна снимка|архивни снимки|photographer|фотограф"
    r"|photos?|foto|фото|снимк[аи]|credit|source|jr|sr)$",
    re.IGNORECASE,
)
_JOB_IN_BRACKETS = re.compile(
    r"\s*[(\[](?:str|stf|staff|stringer|freelance|freelancer|photographer|фотограф|фоторепортер|кореспондент|щат"
    r"|сътрудник)[)\]]",
    re.IGNORECASE,
)
_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "„": "“", "“": "”", '"': '"', "'": "'", "<": ">"}
_EDGES = " \t\n,;:|/\\*•·_-–—=~"
_KEEP_THEIR_POINT = SUFFIXES | {"inc", "ltd", "ltda", "co", "corp", "bros", "оод", "ад"}
_PLAIN_SIGNS = {ord("\t"): " ", 0x2010: "-", 0x2011: "-"}
# Controls, directions and zero widths, halves of characters, private characters.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co"}
_GLUED_INITIAL = re.compile(r"(?<![\w.])((?:[^\W\d_]\.)+)(?=[^\W\d_]{2})")


def clean_text(text: str, *, longest: int = LONGEST_FIELD) -> tuple[str, list[CreditWarning]]:
    """A field's text as one line of visible characters, without contacts, copyright and years.

    Invisible characters (controls, directions, zero widths) are dropped, as are e-mail addresses, web addresses and
    telephone numbers, with a warning each; so is whatever comes after `longest` characters.
    """
    warnings: list[CreditWarning] = []
    # The first cut bounds the work, the second what is left when the blanks are gone.
    text, cut = text[: longest * 4], len(text) > longest * 4
    text = unicodedata.normalize("NFC", text).replace("\r", "\n").replace("\u2028", "\n").translate(_PLAIN_SIGNS)
    text = "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in _INVISIBLE)
    text = _SPACES.sub(" ", _LINES.sub("\n", text)).strip()
    if cut or len(text) > longest:
        text = text[:longest].rsplit(" ", 1)[0]
        warnings.append(CreditWarning(WarningCode.CUT))
    for pattern in _CONTACTS:
        contacts = (found.group().strip(" .")[:80] for found in pattern.finditer(text))
        warnings += [CreditWarning(WarningCode.CONTACT_DROPPED, contact) for contact in contacts]
        text = pattern.sub(" ", text)
    text = _YEARS.sub(" ", _RIGHTS.sub(" ", _INSTRUCTIONS.sub(" ", text)))
    text = _GLUED_INITIAL.sub(r"\1 ", _JOB_IN_BRACKETS.sub("", text))
    return trim(_SPACES.sub(" ", text)), warnings


def trim(text: str) -> str:
    """Without blanks, separators, full stops, and quotation marks or brackets around the whole."""
    previous = None
    while text != previous:
        previous = text
        text = _without_point(text.strip(_EDGES).lstrip(" .")).strip(_EDGES)
        if len(text) > 1 and _BRACKETS.get(text[0]) == text[-1] and text[0] not in text[1:-1]:
            text = text[1:-1]
        elif text[:1] in _BRACKETS and _BRACKETS[text[0]] not in text[1:]:
            text = text[1:]  # The other half was lost on the way.
        elif text[-1:] in {")", "]", "»", "”"} and not set(text[:-1]) & {"(", "[", "«", "“", "„"}:
            text = text[:-1]
    return text


def _without_point(text: str) -> str:
    while text.endswith((".", "…", "!")):
        last = text.rsplit(" ", 1)[-1]
        if is_initial(last) or last.rstrip(".").casefold() in _KEEP_THEIR_POINT or re.fullmatch(r"(?:\w\.){2,}", last):
            break
        text = text[:-1].rstrip()
    return text


def without_lead_in(text: str) -> str:
    """Without «Снимка:», «Снимки на», “Photo by”, “Image credit:” in front, however many there are."""
    previous = None
    while text != previous:
        previous = text
        shorter = text
        for pattern in (_LEAD_IN, _BARE_LEAD_IN, _BY):
            shorter = pattern.sub("", shorter, count=1)
        shorter = trim(shorter)
        if shorter:
            text = shorter
    return text


def without_photo_word(text: str) -> str:
    """Without a bare “Photo” or “archive” at either end: “AP Photo” → “AP”, «Фото БТА», «БТА архив» → «БТА».

    Houses have these words in their names too, so that a caller asks for the whole name first.
    """
    return _PHOTO_AT_THE_END.sub("", _PHOTO_WORD.sub("", text, count=1), count=1)


def is_nobody(text: str) -> bool:
    """Whether the words name nobody: STR, “staff”, «неизвестен автор», a lead-in without a name (“Photo by”)."""
    words = text.rstrip(".: ")
    return not any(map(str.isalnum, text)) or bool(_NOBODY.match(words) or _LABEL.match(words))
