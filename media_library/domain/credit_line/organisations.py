"""Words by which a line says what a party is, where its name alone would not."""

from __future__ import annotations

import re


def _whole_words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", re.IGNORECASE)


_POOL = re.compile(r"(?<![\w-])(?:пул|пулът|пула|pool)(?![\w-])", re.IGNORECASE)
_POOL_ALONE = re.compile(
    r"^(?:пул|pool)(?:\s+(?:photos?|pictures?|images?|снимк[аи]|фото))?$|^(?:photo|фото)\s+(?:pool|пул)$",
    re.IGNORECASE,
)
_HANDOUT_ALONE = re.compile(
    r"^(?:(?:photos?|снимк[аи]),?\s+)?"
    r"(?:handouts?|hand-outs?|hand out|ho|hdt|h\.o\.?|courtesy|released|хендаут|раздаден[аи]|предоставен[аи])"
    r"(?:\s+(?:photos?|images?|pictures?|снимк[аи]))?(?:\s+(?:of|by|от))?$",
    re.IGNORECASE,
)
_GIVEN_BY = re.compile(
    r"^(?:photos?\s+|снимк[аи],?\s+|снимката е\s+|е\s+)?"
    r"(?:(?:by\s+)?courtesy(?:\s+of|\s+by|(?!\s+(?:of|by)(?!\w)))\s*:?|(?:provided|supplied|released|distributed)\s+by"
    r"|hand-?outs?\s+(?:photo\s+)?(?:by|from|of)"
    r"|(?:любезно\s+)?(?:предоставен[аио]?|раздаден[аио]?)\s+(?:любезно\s+)?от"
    r"|с\s+любезното\s+(?:съдействие|разрешение)\s+на)\s+(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_GIVEN_AT_THE_END = re.compile(r"\s+(?:hand-?outs?|ho)(?:\s+photos?)?$", re.IGNORECASE)

# Offices: what they publish is handed out. They go first, as a “press service” is no press agency.
_OFFICES = _whole_words(
    r"press (?:office|service|department|secretary)|ministry|ministries|government|govt|presidency|presidential",
    r"embassy|consulate|police|army|navy|air force|armed forces|coast guard|department of|municipality|parliament",
    r"senate|commission|council|university|museum|theatre|opera|prosecutor'?s?|administration",
    r"foundation|federation|institute|academy|festival|gallery|hospital|family archive|personal archive",
    r"прес-?служба\w*|прес-?цент[ъе]р\w*|прес-?офис|министерств\w*|министерски\w*|правителств\w*|президентств\w*",
    r"посолств\w*|консулств\w*|полиция\w*|армия\w*|вмс|ввс|община\w*|парламент\w*|народно(?:то)? събрание|комисия\w*",
    r"съвет|съветът?|съвета|университет\w*|музе[йя]\w*|театър\w*|театъра|опера\w*|съд|прокуратура\w*|администрация\w*",
    r"библиотека\w*|институт\w*|академия\w*|фондация\w*|федерация\w*|съюз\w*|клуб\w*|фестивал\w*|галерия\w*",
    r"болница\w*|училище\w*|гимназия\w*|мвр|одмвр|сдвр|мвнр|мон|архив\w*",
)
_HOUSES = _whole_words(
    r"press|photos?|pictures|pics|images?|news|agency|agence|agencia|agenzia|agentur|media|newspapers?|magazine",
    r"newsroom|radio|television|tv|wire|syndication|library|collection|group|ltd|ltda|inc|gmbh|llc|corp",
    r"прес|фото|нюз|агенция\w*|медия|медиа|вестник|в-к|списание|радио|телевизия|тв|група|оод|ад|еоод",
    r"\w+(?:press|photo|foto|images|pix|news|прес|фото|имиджис|нюз)",
    r"(?:foto|фото)(?!граф)\w+|в\.\s*[„“«\"]\w.*",
    r"(?!(?:facebook|instagram|twitter|x|tiktok|youtube|telegram|t|фейсбук)\.)[\w-]+\.(?:bg|бг|com|net|org|eu|info|tv)",
)


def is_pool(text: str, *, exactly: bool = False) -> bool:
    """Whether the words name a pool («Кремълски пул», “White House Pool”); `exactly`, whether they say no more."""
    return bool(_POOL_ALONE.match(text) if exactly else _POOL.search(text))


def is_handout_marker(text: str) -> bool:
    """Whether the words only say that the photo was handed out: HANDOUT, HO, «предоставена»."""
    return bool(_HANDOUT_ALONE.match(text.rstrip(".")))


def without_giver_words(text: str) -> tuple[str, bool]:
    """The name in “Courtesy of X”, «предоставена от X» or “X Handout”, and whether the words said so."""
    given = _GIVEN_BY.sub("", text, count=1)
    if given == text:
        given = _GIVEN_AT_THE_END.sub("", text, count=1)
    return given, given != text


def is_office(text: str) -> bool:
    """Whether the words name an office that hands its photos out: a ministry, a press service, an army."""
    return bool(_OFFICES.search(text))


def is_organisation(text: str) -> bool:
    """Whether the words name a house or an office rather than a person: “… Press”, «… фото», “The …”, «….bg»."""
    return is_office(text) or text.casefold().startswith("the ") or bool(_HOUSES.search(text))
