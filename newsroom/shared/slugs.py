"""The part of an address that people can read."""

import re

from django.utils.text import slugify

# The table of the Bulgarian Transliteration Act (2009).
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
    "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya", "ѝ": "i",
}  # fmt: skip
_IA_AT_THE_END = re.compile(r"ия\b")


def transliterate(text: str) -> str:
    """Write Bulgarian in Latin letters by the official system, in lower case.

    «ия» at the end of a word is “ia”, and «България» is “Bulgaria”, as the Act has it. Letters of other
    alphabets are left as they are.
    """
    lowered = text.lower().replace("българия", "bulgaria")
    return "".join(_LETTERS.get(letter, letter) for letter in _IA_AT_THE_END.sub("ia", lowered))


def slug_of(text: str, *, max_length: int = 80) -> str:
    """The address part of a headline or a name: Latin letters, digits and hyphens, cut between words.

    Never empty: text without a single usable letter gives "item".
    """
    slug = slugify(transliterate(text))
    if len(slug) > max_length:
        slug = slug[: max_length + 1].rsplit("-", 1)[0][:max_length]
    return slug.strip("-_") or "item"
