"""Names of people and agencies: how they are compared, turned round, capitalised and transliterated."""

from __future__ import annotations

import re
import unicodedata

from newsroom.shared.slugs import transliterate

_BREVE = "\u0306"
# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "-": " "})
_LATIN_LETTERS, _CYRILLIC_LETTERS = "abcehkmoptxy", "авсенкмортху"
_AS_CYRILLIC = str.maketrans(_LATIN_LETTERS, _CYRILLIC_LETTERS)
_AS_LATIN = str.maketrans(_CYRILLIC_LETTERS, _LATIN_LETTERS)
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[а-яё]")
_SILENT = re.compile(r"[^\w\s]")

PARTICLES = frozenset(
    word
    for words in (
        "van von der den de del della dello degli dei di da das do dos du d la le el al as ar bin ibn ben abu zu zur",
        "af av ter ten te st y e",
        "ван фон дер ден де дел дела дело ди да дос дю дьо ла льо ле ел ал ас бин ибн бен абу цу тер тен",
    )
    for word in words.split()
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "мл", "ст"})
_SURNAME_ENDINGS = (
    "ов", "ова", "ев", "ева", "ски", "ска", "цки", "цка", "ий", "ян", "енко", "ич",
    "ov", "ova", "ev", "eva", "off", "ski", "ska", "sky", "yan", "enko", "ich",
)  # fmt: skip
_OTHER_CYRILLIC = {
    "ы": "y", "э": "e", "ё": "yo", "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    "ј": "y", "љ": "ly", "њ": "ny", "ђ": "dj", "ћ": "ch", "џ": "dzh", "ѓ": "g", "ќ": "k", "ѕ": "dz", "ѐ": "e",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_INITIAL = re.compile(r"^(?:[^\W\d_]{1,2}\.)+(?:-?[^\W\d_]\.)*$|^[^\W\d_]$")
_ALL_PARTS = re.compile(r"[^\s\-'’]+")
_MC = re.compile(r"^Mc(\w)(\w{2,})$")


def fold_name(text: str) -> str:
    """The form in which two spellings of a name are compared: no letter case, accents, points or hyphens.

    «й» stays apart from «и». A word in which Latin and Cyrillic letters are mixed (an A from the wrong keyboard)
    is read as Cyrillic, and “the” in front of a name is nothing.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    kept = [
        letter
        for position, letter in enumerate(decomposed)
        if not unicodedata.combining(letter) or (letter == _BREVE and decomposed[position - 1] in "иу")
    ]
    plain = _SILENT.sub("", unicodedata.normalize("NFC", "".join(kept)).translate(_PLAIN))
    words = [_one_alphabet(word) for word in plain.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def _one_alphabet(word: str) -> str:
    return word.translate(_AS_CYRILLIC) if _LATIN.search(word) and _CYRILLIC.search(word) else word


def fold_as_latin(text: str) -> str:
    """The folded form of what looks Latin and was typed in Cyrillic letters: «АР» that is meant to be “AP”."""
    return fold_name(text).translate(_AS_LATIN)


def is_same_person(first: str, second: str) -> bool:
    """Whether two spellings are one person's: the same name, also in the other script, or shortened («Ал.», «И.»)."""
    ours, theirs = _person_words(first), _person_words(second)
    if ours == theirs:
        return bool(ours)
    if len(ours) != len(theirs) or len(ours) < 2 or ours[-1] != theirs[-1]:
        return False
    shortened = [word.endswith(".") for word in (*_spaced(first), *_spaced(second))]
    return all(
        one == other
        or ((shortened[place] or len(one) == 1) and other.startswith(one))
        or ((shortened[len(ours) + place] or len(other) == 1) and one.startswith(other))
        for place, (one, other) in enumerate(zip(ours[:-1], theirs[:-1], strict=True))
    )


def _spaced(name: str) -> list[str]:
    return re.sub(r"\.(?=\S)", ". ", name).replace("-", " ").split()


def _person_words(name: str) -> list[str]:
    return fold_name(transliterate_name(" ".join(_spaced(name)))).split()


def is_surname_of(word: str, name: str) -> bool:
    """Whether a single word is the surname in a full name, in either script."""
    words = _person_words(name)
    return len(words) > 1 and _person_words(word) == words[-1:]


def better_spelling(first: str, second: str) -> str:
    """The spelling of one person's name that a credit line should keep.

    Not in capitals, with names rather than initials, in Cyrillic (which can be written in both languages), with its
    accents; else the first.
    """

    def worth(name: str) -> tuple[bool, int, bool, int]:
        marks = sum(1 for letter in unicodedata.normalize("NFD", name) if unicodedata.combining(letter))
        initials = sum(1 for word in name.split() if is_initial(word))
        return not name.isupper(), -initials, bool(_CYRILLIC.search(name.casefold())), marks

    return second if worth(second) > worth(first) else first


def is_initial(word: str) -> bool:
    """Whether a word stands for a given name: «И.», “J.R.”, “Y.-S.”."""
    return bool(_INITIAL.match(word))


def looks_like_surname(word: str) -> bool:
    """Whether a single word ends as Bulgarian and other Slavic surnames do."""
    return word.casefold().endswith(_SURNAME_ENDINGS) and len(word) > 3


def is_full_name(text: str) -> bool:
    """Whether these words could be one person's: two or three with a capital, with initials and particles between.

    The last word is never an initial or a particle; digits, commas and other signs are in nobody's name.
    """
    words = [word for word in text.split() if word.rstrip(".").casefold() not in SUFFIXES]
    if not words or not all(_is_name_word(word) for word in words):
        return False
    main = [word for word in words if not is_initial(word) and word.casefold() not in PARTICLES]
    initials = [word for word in words if is_initial(word)]
    if not main or is_initial(words[-1]) or words[-1].casefold() in PARTICLES or len(main) > 3 or len(initials) > 3:
        return False
    return len(main) > 1 or bool(initials)


def _is_name_word(word: str) -> bool:
    if is_initial(word):
        return word[0].isupper()
    letters = re.sub(r"['’`\-–]", "", word)
    if not letters.isalpha():
        return False
    if word.casefold() in PARTICLES:
        return True
    return letters[0].isupper() or bool(re.match(r"^\w{1,3}['’`\-][^\W\d_]", word) and any(map(str.isupper, letters)))


def is_one_word(text: str) -> bool:
    """Whether the text is a single word, or a single one with particles before it («ван Дорн»)."""
    words = text.split()
    return bool(words) and all(word.casefold() in PARTICLES for word in words[:-1]) and _is_name_word(words[-1])


def turn_round(last: str, first: str) -> str:
    """“Last, First” as people say it, with a “Jr.” of either at the end."""
    words = [*first.split(), *last.split()]
    suffixes = [word for word in words if word.rstrip(".").casefold() in SUFFIXES]
    return " ".join([word for word in words if word not in suffixes] + suffixes)


def capitalise_name(name: str) -> str:
    """A full name that was typed in capitals as it is printed: “Jan van der Berg”, “Conan O'Brien”, “McKay”.

    So is a surname in capitals behind a given name (“Ludovic MARIN”), from four letters on. A single word is left as
    it is: it may be an abbreviation. So are initials.
    """
    words = name.split()
    if len(words) < 2:
        return name
    if not name.isupper():
        return " ".join(_capitalise_word(word) if word.isupper() and len(word) > 3 else word for word in words)
    written = [
        word.lower() if 0 < place < len(words) - 1 and word.casefold() in PARTICLES else _capitalise_word(word)
        for place, word in enumerate(words)
    ]
    return " ".join(written)


def _capitalise_word(word: str) -> str:
    if is_initial(word) or word.rstrip(".").casefold() in {"ii", "iii", "iv"}:
        return word
    capitalised = _ALL_PARTS.sub(lambda part: part.group().capitalize(), word)
    return _MC.sub(lambda found: f"Mc{found.group(1).upper()}{found.group(2)}", capitalised)


def transliterate_name(name: str) -> str:
    """A Cyrillic name in Latin letters by the official Bulgarian system, its capitals kept.

    The Transliteration Act of 2009: «ия» at the end of a word is “ia” («Мария» → Maria), «ь» before «о» is “y”.
    Letters that Bulgarian does not have are written as they sound. Latin letters stay as they are.
    """
    return _WORD.sub(lambda word: _transliterate_word(word.group()), unicodedata.normalize("NFC", name))


def _transliterate_word(word: str) -> str:
    lowered = word.lower()
    if not re.search(r"[\u0400-\u04ff]", lowered):
        return word
    if lowered == "българия":
        written = ["bulgaria"]
    else:
        written = [_OTHER_CYRILLIC.get(letter) or transliterate(letter) for letter in lowered]
        if lowered.endswith("ия"):
            written[-1] = "a"
    if len(word) > 1 and word.isupper():
        return "".join(written).upper()
    if len(written) != len(word):
        return written[0].capitalize() if word[0].isupper() else written[0]
    return "".join(
        latin.capitalize() if letter.isupper() else latin for letter, latin in zip(word, written, strict=True)
    )
