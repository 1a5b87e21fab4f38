"""Names of countries in both languages, and what they are called in the trade, as ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from babel import Locale

from media_library.domain.restrictions.words import Gap, Word, keys_of

MOST_IN_A_LIST = 60
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
# Georgia is a state of the USA too, and the two Koreas, Congos and Irelands are told apart only by their full names.
_AMBIGUOUS = frozenset({("georgia",)})
_ALIASES = {
    "US": "USA|US|United States of America|САЩ|Съединените щати|Съединени американски щати",
    "GB": "UK|GB|Great Britain|Великобритания|Обединено кралство",
    "AE": "UAE|ОАЕ|Обединените арабски емирства",
    "RU": "Russian Federation|Руска федерация|Руската федерация",
    "CZ": "Czech Republic|Чешка република|Чешката република",
    "NL": "Holland|Холандия",
    "TR": "Turkey",
    "HK": "Hong Kong|Хонконг|Хонг Конг",
    "MO": "Macao|Macau|Макао",
    "CI": "Ivory Coast|Бряг на слоновата кост",
    "MM": "Myanmar|Burma|Мианмар|Бирма",
    "KR": "Republic of Korea|Република Корея",
    "IE": "Republic of Ireland|Eire",
    "MK": "Republic of North Macedonia|Македония",
    "VA": "Vatican",
    "VN": "Viet Nam",
    "MD": "Молдавия",
    "BA": "Bosnia",
    "SZ": "Swaziland",
    "TL": "East Timor|Източен Тимор",
    "CV": "Cabo Verde",
    "BY": "Беларусия",
}
_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_GROUPS = {
    "EU|European Union|ЕС|Европейски съюз|Европейския съюз|Европейският съюз": _EU,
    "Scandinavia|Скандинавия": "DK NO SE",
    "Nordic countries|Nordics": "DK FI IS NO SE",
    "Baltics|Baltic states|Балтийските държави|Прибалтика": "EE LT LV",
    "Benelux|Бенелюкс": "BE LU NL",
    "DACH|GSA": "AT CH DE",
}
# Written small they are other words: «contact us».
_ONLY_IN_CAPITALS = frozenset({"us", "eu", "uk", "gb", "gsa", "ес"})
_AND = frozenset({"and", "or", "и", "или"})


def _gather_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    names: dict[tuple[str, ...], tuple[str, ...]] = {}
    for language in ("en", "bg"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                names[keys_of(name)] = (code,)
    for code, aliases in _ALIASES.items():
        names |= {keys_of(alias): (code,) for alias in aliases.split("|")}
    for written, codes in _GROUPS.items():
        names |= {keys_of(name): tuple(codes.split()) for name in written.split("|")}
    return {keys: codes for keys, codes in names.items() if keys not in _AMBIGUOUS}


NAMES: Mapping[tuple[str, ...], tuple[str, ...]] = _gather_names()
_LONGEST = max(map(len, NAMES))


def read_territory(words: Sequence[Word], at: int) -> tuple[int, tuple[str, ...]] | None:
    """The index behind the longest name that begins at `at`, with THE before it or without, and its codes."""
    if words[at].key == "the" and at + 1 < len(words) and words[at + 1].gap <= Gap.LINE:
        at += 1
    for end in range(min(at + _LONGEST, len(words)), at, -1):
        if any(word.gap > Gap.LINE for word in words[at + 1 : end]):
            continue
        codes = NAMES.get(tuple(word.key for word in words[at:end]))
        if codes and not (end == at + 1 and words[at].key in _ONLY_IN_CAPITALS and not words[at].is_upper):
            return end, codes
    return None


def read_territories(words: Sequence[Word], at: int) -> list[tuple[int, tuple[str, ...]]]:
    """A list such as GERMANY, AUSTRIA AND SWITZERLAND: for each of its names the index behind it and its codes."""
    found: list[tuple[int, tuple[str, ...]]] = []
    start: int | None = at
    while start is not None and start < len(words) and len(found) < MOST_IN_A_LIST:
        name = read_territory(words, start)
        if name is None:
            break
        found.append(name)
        start = _next_of_list(words, name[0])
    return found


def _next_of_list(words: Sequence[Word], at: int) -> int | None:
    """Where the next name of a list would begin, if the list goes on at `at`."""
    if at >= len(words) or words[at].gap > Gap.COMMA:
        return None
    if words[at].key in _AND:
        return at + 1 if at + 1 < len(words) and words[at + 1].gap <= Gap.LINE else None
    return at if words[at].gap in {Gap.SLASH, Gap.COMMA} else None
