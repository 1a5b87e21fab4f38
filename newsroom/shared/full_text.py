"""Search over text in Bulgarian and English: whichever form, case, accent or alphabet a word is written in.

Words are prepared here rather than by PostgreSQL, which ships no Bulgarian dictionary: vectors and queries are made of
ready lexemes, under the configuration 'simple'. A word stands in a vector as it is written (folded), as its lemma, and
by its sound in Latin letters, so that `президентите` is found by `президент`, and `Путин` by `putin`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from newsroom.shared.slugs import transliterate

MOST_QUERY_WORDS = 24
_LONGEST_QUERY = 2_000  # characters that are looked at
_LAST_POSITION = 16_383  # as far as PostgreSQL counts
_MOST_BYTES = 900_000  # of one vector; PostgreSQL refuses to store a megabyte
_BYTES_OF_A_PLACE = 8  # at most, with what aligns it
LONGEST_WORD = 60  # characters; longer ones are cut, here and in queries alike
_MOST_PLACES = 255  # of one lexeme, as PostgreSQL keeps them
_GAP = 2  # between two parts, so that no phrase reaches over their border
_SHORTEST_PREFIX = 2

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_QUERY_PIECE = re.compile(r"(-?)[\"„“”«»]([^\"„“”«»]*)[\"„“”«»]|([^\s\"„“”«»]+)")
_FACT = re.compile(r"[a-z]+=[a-z0-9]+", re.ASCII)
_BREVE = "\u0306"
# Sounds of words of the one alphabet are told from those of the other: a Cyrillic query has no business with the
# sound of a Cyrillic word.
_SOUND_OF_CYRILLIC, _SOUND_OF_LATIN = "~", "^"
# Spellings of one sound, brought to one, the longer first: what Bulgarian and Russian names are written like by the
# official system, by older passports, by English, French and German papers. Sounds without a Latin letter of their own
# are noted by the Cyrillic one, so that no later rule takes them apart.
_SPELLINGS = (
    ("stch", "щ"), ("shch", "щ"), ("scht", "щ"), ("sht", "щ"), ("sch", "ш"), ("tch", "ч"), ("dzh", "дж"), ("dj", "дж"),
    ("zh", "ж"), ("sh", "ш"), ("ch", "ч"), ("ts", "ц"), ("tz", "ц"), ("kh", "h"), ("gh", "g"), ("th", "t"), ("ph", "f"),
    ("ff", "v"), ("ck", "k"), ("cv", "цv"), ("ce", "цe"), ("ci", "цi"), ("cy", "цi"), ("c", "k"), ("q", "k"),
    ("x", "ks"), ("w", "v"), ("ou", "u"),
    ("ija", "ia"), ("ij", "i"), ("ja", "ia"), ("jo", "io"), ("ju", "iu"), ("ye", "e"), ("y", "i"), ("j", "ж"),
)  # fmt: skip
_RUN = re.compile(r"(.)\1+")
# «ъ» is “a” officially; Първанов is Parvanov and Purvanov, Александър is Alexander.
_READINGS_OF_ER = "aue"


class Part(NamedTuple):
    """A text that goes into a vector, its weight ("A" to "D"), and the field it can be asked for by, if any."""

    text: str
    weight: str = "D"
    field: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is asked for by one or several words in a row: forms of them that must, or must not, follow each other.

    The last word of an unfinished one is only the beginning of a word.
    """

    words: list[str]
    is_unwanted: bool = False
    is_unfinished: bool = False


def fold(text: str) -> str:
    """Lower case without accents, in which «й» stays a letter of its own, and «ѝ» and «ё» are «и» and «е»."""
    letters: list[str] = []
    for character in unicodedata.normalize("NFKD", text.casefold()):
        if character == _BREVE and letters and letters[-1] == "и":
            letters[-1] = "й"
        elif not unicodedata.combining(character):
            letters.append(character)
    return "".join(letters)


def words_of(text: str) -> list[str]:
    """The folded words of a text: letters and digits between whatever is neither."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=50_000)
def lemma_of(word: str) -> str:
    """The dictionary form of a folded word: Bulgarian if it is in Cyrillic, else English; itself if it is unknown."""
    if word.isdigit():
        return word
    # Imported, and its dictionaries loaded, at the first word: 27 MB and a tenth of a second for each language.
    import simplemma  # noqa: PLC0415

    lemma = fold(simplemma.lemmatize(word, lang="bg" if _CYRILLIC.search(word) else "en"))
    return lemma if _WORD.fullmatch(lemma) else word


def sounds_of(word: str) -> list[str]:
    """A folded word by its sound: one for all common spellings of a name (Жечев, Zhechev, Jetchev), rarely several."""
    readings = dict.fromkeys(word.replace("ъ", letter) for letter in _READINGS_OF_ER)
    return list(dict.fromkeys(_sound_of(transliterate(reading)) for reading in readings))


def _sound_of(latin: str) -> str:
    for spelling, sound in _SPELLINGS:
        latin = latin.replace(spelling, sound)
    return _RUN.sub(r"\1", latin)


class LexemeQuery(SearchQuery):
    """A query of ready lexemes: PostgreSQL takes them as they are, and no parser of its own cuts them up."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")


def search_document(parts: Iterable[Part | tuple[str, str]], *, facts: Iterable[str] = ()) -> Cast:
    """The vector of these texts, as an expression to store in a SearchVectorField.

    Weights are "A" (found first) to "D". The same words always give the same vector; what goes beyond the size of
    a vector (16,383 words, 900 KB) is left out. A part with a field can also be asked for by that field alone.
    `facts` are what is so without being said, as "section=17": no text has such a word, see `facts_query`.
    """
    return Cast(Value(vector_text(parts, facts=facts)), SearchVectorField())


def vector_text(parts: Iterable[Part | tuple[str, str]], *, facts: Iterable[str] = ()) -> str:
    """The vector as PostgreSQL writes it: 'lexeme':1A,5B 'other':2C 'fact=1'."""
    places: dict[str, list[str]] = {}
    position, room = 0, _MOST_BYTES
    for text, weight, field in (Part(*part) for part in parts):
        if weight not in {"A", "B", "C", "D"} or (field and not field.isalpha()):
            raise ValueError(f"Not a weight or a field of a search document: {weight!r}, {field!r}")
        for word in words_of(text):
            lexemes = list(document_lexemes(word))
            lexemes += [f"{field}/{lexeme}" for lexeme in lexemes] if field else []
            room -= sum(len(lexeme.encode()) + _BYTES_OF_A_PLACE for lexeme in lexemes)
            if position == _LAST_POSITION or room < 0:
                break
            position += 1
            for lexeme in lexemes:
                found = places.setdefault(lexeme, [])
                if len(found) < _MOST_PLACES:
                    found.append(f"{position}{weight}")
        position = min(position + _GAP, _LAST_POSITION)
    written = [f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items()]
    return " ".join([*written, *map(_write_fact, facts)])


def _write_fact(fact: str) -> str:
    if not _FACT.fullmatch(fact):
        raise ValueError(f"Not a fact of a search document: {fact!r}")
    return f"'{fact}'"


def facts_query(facts: Iterable[str]) -> str:
    """What finds every document of which all these facts were noted, as PostgreSQL reads it; empty for no facts."""
    return " & ".join(map(_write_fact, facts))


def search_query(words: str, *, field: str = "", is_unfinished: bool = False) -> LexemeQuery | None:
    """What finds every document that has all these words; None if there is not one word in them.

    Words in quotation marks must follow each other, and what has `-` before it must not be there. A word with `*`
    behind it is the beginning of one, as is the last if `is_unfinished` (for search while typing). With `field`, only
    words of that field count, and they must follow each other, as those of a name do. Safe for any input; what goes
    beyond MOST_QUERY_WORDS is not looked at.
    """
    query = lexemes_query(words, field=field, is_unfinished=is_unfinished)
    return LexemeQuery(query) if query else None


def lexemes_query(words: str, *, field: str = "", is_unfinished: bool = False, is_loose: bool = False) -> str:
    """The same as `search_query`, as PostgreSQL reads it; empty if there is not one word.

    A loose query finds more: documents in which the words of a phrase stand anywhere. The index alone answers it, while
    for a phrase each document has to be looked at.
    """
    phrases = phrases_of(words, field, is_unfinished)
    if is_loose:
        # What must not follow each other may stand there all the same.
        phrases = [phrase for phrase in phrases if not (phrase.is_unwanted and len(phrase.words) > 1)]
    return " & ".join(_write_phrase(phrase, field, between=" & " if is_loose else " <-> ") for phrase in phrases)


def phrases_of(words: str, field: str = "", is_unfinished: bool = False) -> list[Phrase]:
    """What is asked for by these words, as `search_query` understands them."""
    text = words[:_LONGEST_QUERY]
    phrases = [Phrase(words_of(text))] if field else list(_read_phrases(text))
    kept: list[Phrase] = []
    room = MOST_QUERY_WORDS
    for phrase in phrases:
        if phrase.words[:room]:
            kept.append(replace(phrase, words=phrase.words[:room]))
            room -= len(kept[-1].words)
    if kept and is_unfinished and not text[-1:].isspace():
        kept[-1] = replace(kept[-1], is_unfinished=True)
    return kept


def _read_phrases(text: str) -> Iterator[Phrase]:
    for minus, quoted, loose in _QUERY_PIECE.findall(text):
        words = words_of(quoted or loose)
        if words:
            # F-16 or 24.05.2025 is a phrase as well: its parts follow each other.
            yield Phrase(words, bool(minus) or loose.startswith("-"), loose.endswith("*"))


def _write_phrase(phrase: Phrase, field: str, *, between: str) -> str:
    last = len(phrase.words) - 1
    forms = [
        _any_form(word, phrase.is_unfinished and place == last, field=field) for place, word in enumerate(phrase.words)
    ]
    return f"{'!' if phrase.is_unwanted else ''}({between.join(forms)})"


def _any_form(word: str, is_beginning: bool, *, field: str) -> str:
    """The word in any form that a document may hold it in, as a part of a query."""
    prefix = f"{field}/" if field else ""
    if is_beginning and len(word) >= _SHORTEST_PREFIX:
        forms = [f"'{prefix}{lexeme}':*" for lexeme in beginnings_of(word)]
    else:
        forms = [f"'{prefix}{lexeme}'" for lexeme in query_lexemes(word)]
    return f"({' | '.join(forms)})"


def beginnings_of(word: str) -> list[str]:
    """What the lexemes of a document begin with where it has a word that begins with this one."""
    return [word, *([] if _CYRILLIC.search(word) else [f"{_SOUND_OF_CYRILLIC}{sound}" for sound in sounds_of(word)])]


@lru_cache(maxsize=50_000)
def document_lexemes(word: str) -> tuple[str, ...]:
    """What a folded word of a text stands as in its vector."""
    if word.isdigit():
        return (word,)
    lemma, mark = lemma_of(word), _SOUND_OF_CYRILLIC if _CYRILLIC.search(word) else _SOUND_OF_LATIN
    sounds = [f"{mark}{sound}" for form in (word, lemma) for sound in sounds_of(form)]
    return tuple(dict.fromkeys([word, lemma, *sounds]))


def query_lexemes(word: str) -> list[str]:
    """What finds a folded word in whatever form or alphabet: each of these is enough."""
    if word.isdigit():
        return [word]
    mark = _SOUND_OF_LATIN if _CYRILLIC.search(word) else _SOUND_OF_CYRILLIC
    return list(dict.fromkeys([word, lemma_of(word), *(f"{mark}{sound}" for sound in sounds_of(word))]))
