"""Country codes: the three letters of IPTC as the two letters of the rest of the newsroom."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from babel import Locale
from babel.core import get_global

# Not ISO 3166-1, but what agencies write: the user-assigned codes of Kosovo, and the sports desks' codes of the
# International Olympic Committee where ISO has given them to nobody.
_AGENCY_CODES: Final = {
    "XKX": "XK", "XKO": "XK", "UNK": "XK", "ROM": "RO", "UK": "GB", "ENG": "GB", "SCO": "GB", "WAL": "GB", "NIR": "GB",
    "ALG": "DZ", "BUL": "BG", "CRO": "HR", "DEN": "DK", "GER": "DE", "GRE": "GR", "KSA": "SA", "LAT": "LV", "NED": "NL",
    "POR": "PT", "RSA": "ZA", "SLO": "SI", "SUI": "CH", "UAE": "AE",
}  # fmt: skip
# Groups, parts and placeholders that CLDR lists among the territories.
_NO_COUNTRIES: Final = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
_NAMES_IN: Final = ("en", "bg")


def find_alpha2(code: str) -> str:
    """The ISO 3166-1 alpha-2 code, in capitals, of an alpha-2 or alpha-3 code or an English or Bulgarian name.

    "" when there is none, or more than one: "SCG" was Serbia and Montenegro.
    """
    code = code.strip()
    return _codes().get(code.upper()) or _names().get(code.casefold(), "")


@cache
def _codes() -> dict[str, str]:
    names: Mapping[str, str] = Locale("en").territories
    aliases: Mapping[str, Sequence[str]] = get_global("territory_aliases")
    current = {code for code in names if len(code) == 2 and code.isalpha()} - _NO_COUNTRIES
    codes = {code: code for code in current}
    for old, new in aliases.items():
        if old.isalpha() and len(new) == 1 and new[0] in current:
            codes.setdefault(old, new[0])
    return _AGENCY_CODES | codes


@cache
def _names() -> dict[str, str]:
    codes = _codes()
    return {
        name.casefold(): code
        for language in _NAMES_IN
        for code, name in Locale(language).territories.items()
        if codes.get(code) == code
    }
