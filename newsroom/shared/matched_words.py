"""Which words of a text a search has found: in whatever form, case, accent or alphabet they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from newsroom.shared.full_text import LONGEST_WORD, beginnings_of, document_lexemes, fold, phrases_of, query_lexemes

_WORD = re.compile(r"[^\W_]+")
_AROUND = 90  # characters before the first match, and so many more behind it as make a snippet
_ELLIPSIS = "…"


class Piece(NamedTuple):
    """A stretch of a text, and whether it is a match."""

    text: str
    is_match: bool


class _Word(NamedTuple):
    """A word that is asked for: any of these lexemes, or one that begins like this."""

    lexemes: frozenset[str]
    beginnings: tuple[str, ...] = ()

    def fits(self, lexemes: tuple[str, ...]) -> bool:
        if not self.lexemes.isdisjoint(lexemes):
            return True
        return bool(self.beginnings) and any(lexeme.startswith(self.beginnings) for lexeme in lexemes)


@lru_cache(maxsize=50_000)
def _lexemes_of(written: str) -> tuple[str, ...]:
    """What a word stands as in a vector, however it is written: most words of a story are those of others."""
    return document_lexemes(fold(written)[:LONGEST_WORD])


class WordMatcher:
    """Finds the words of one search in texts. Words of a phrase count only where they follow each other."""

    def __init__(self, words: str, *, field: str = "") -> None:
        self._phrases = [
            [
                _Word(
                    frozenset(query_lexemes(word)),
                    tuple(beginnings_of(word)) if phrase.is_unfinished and word is phrase.words[-1] else (),
                )
                for word in phrase.words
            ]
            for phrase in phrases_of(words, field)
            if not phrase.is_unwanted
        ]
        # What a word of a text, as it is written, stands as: each is looked at once a search.
        self._seen: dict[str, tuple[tuple[str, ...], bool]] = {}

    def find(self, text: str, *, limit: int | None = None) -> Iterator[tuple[int, int]]:
        """Where the matches begin and end, in their order; those that touch each other apart."""
        if not self._phrases:
            return
        row: list[tuple[tuple[str, ...], int, int]] = []
        longest = max(map(len, self._phrases))
        end = 0
        for word in _WORD.finditer(text, 0, len(text) if limit is None else limit):
            lexemes, is_asked = self._look_at(word[0])
            # A word that nobody asks for ends whatever may have begun.
            row = [*row[1 - longest :], (lexemes, *word.span())] if is_asked and longest > 1 else []
            if not is_asked:
                continue
            row = row or [(lexemes, *word.span())]
            length = self._longest_that_ends(row)
            for _lexemes, start, stop in row[len(row) - length :]:
                if start >= end:
                    yield start, stop
                    end = stop

    def pieces(self, text: str) -> list[Piece]:
        """The whole text, cut where matches begin and end."""
        pieces, done = [], 0
        for start, stop in self.find(text):
            pieces += [Piece(text[done:start], is_match=False), Piece(text[start:stop], is_match=True)]
            done = stop
        return [piece for piece in [*pieces, Piece(text[done:], is_match=False)] if piece.text]

    def snippet(self, text: str, *, length: int, limit: int) -> list[Piece]:
        """About `length` characters of the text round its first match; nothing if there is none within `limit`."""
        first = next(self.find(text, limit=limit), None)
        if first is None:
            return []
        start = max(0, first[0] - _AROUND)
        if start:
            start = text.find(" ", start, first[0]) + 1 or first[0]
        stop = min(len(text), start + length)
        if stop < len(text):
            stop = max(text.rfind(" ", first[1], stop), first[1])
        pieces = self.pieces(text[start:stop])
        before = [Piece(_ELLIPSIS, is_match=False)] if start else []
        behind = [Piece(_ELLIPSIS, is_match=False)] if stop < len(text) else []
        return [*before, *pieces, *behind]

    def _look_at(self, word: str) -> tuple[tuple[str, ...], bool]:
        known = self._seen.get(word)
        if known is None:
            lexemes = _lexemes_of(word)
            is_asked = any(asked.fits(lexemes) for phrase in self._phrases for asked in phrase)
            known = self._seen[word] = (lexemes, is_asked)
        return known

    def _longest_that_ends(self, row: list[tuple[tuple[str, ...], int, int]]) -> int:
        """How many words the longest phrase has that ends with the row; 0 for none."""
        return max(
            (
                len(phrase)
                for phrase in self._phrases
                if len(phrase) <= len(row)
                and all(asked.fits(word[0]) for asked, word in zip(phrase, row[len(row) - len(phrase) :], strict=True))
            ),
            default=0,
        )
