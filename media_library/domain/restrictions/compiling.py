"""Instructions compiled into rules; what is not understood is kept apart, word by word, and never half understood.

A text is a row of *clauses* (between full stops), each a row of *parts* (between commas, slashes, dashes). A part
counts only when every word of it belongs to a phrase that we know. An exception, a condition or a part that leans on
another (NO SALES, EXCEPT TO SUBSCRIBERS) takes its whole clause with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from media_library.domain.restrictions import small_words
from media_library.domain.restrictions.phrases import Phrase, read_phrase
from media_library.domain.restrictions.words import Gap, Word, cut_words
from media_library.models.rights import Restriction

# Longer texts are no instructions. They are kept whole as not understood.
LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text: `text[start:end] == words`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class CompiledRestriction:
    """One rule, ready to become a row, with the piece of the text that it was read from."""

    kind: Restriction.Kind
    effect: Restriction.Effect
    territories_in: tuple[str, ...]
    territories_out: tuple[str, ...]
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Compiled:
    """All of a text: the rules, what was not understood, and the notices that restrict nothing."""

    restrictions: tuple[CompiledRestriction, ...]
    unparsed: tuple[Span, ...]
    notices: tuple[Span, ...]


@dataclass(slots=True)
class _Part:
    """What stands between two separators: phrases that we know, and the indices of words that we don't."""

    clause: int
    phrases: list[Phrase]
    unknown: list[int]
    start: int = 0
    end: int = 0
    is_lost: bool = False


def compile_instructions(
    text: str, *, taken_at: dt.datetime | None = None, received_at: dt.datetime | None = None
) -> Compiled:
    """The rules that a text of instructions lays down, English or Bulgarian, in any case and with any separators.

    Times are aware. A period (AFTER 14 DAYS) counts from the date taken, else from arrival; where both are unknown it
    is not understood. A day begins and ends in the newsroom's zone. Never raises for what a text says.
    """
    words = cut_words(text)
    if not words:
        return Compiled((), (), ())
    if len(text) > LONGEST_TEXT:
        return Compiled((), (_span(text, words, 0, len(words)),), ())
    parts = _cut_parts(words, base=taken_at or received_at)
    _lose_what_leans(parts, words)
    return _compiled(text, words, parts)


def _cut_parts(words: Sequence[Word], *, base: dt.datetime | None) -> list[_Part]:
    parts: list[_Part] = []
    at = clause = 0
    while at < len(words):
        gap = words[at].gap if at else Gap.STOP
        if gap > Gap.NONE:
            clause += gap == Gap.STOP
            parts.append(_Part(clause, [], [], start=at))
        part = parts[-1]
        phrase = read_phrase(words, at, base=base)
        if phrase:
            part.phrases.append(phrase)
            at = phrase.end
        else:
            part.unknown.append(at)
            at += 1
        part.end = at
    return parts


def _lose_what_leans(parts: Sequence[_Part], words: Sequence[Word]) -> None:
    """Mark every part whose sense may depend on words that were not understood."""
    clauses: dict[int, list[_Part]] = {}
    for part in parts:
        clauses.setdefault(part.clause, []).append(part)
    for number, clause in clauses.items():
        _drop_loose_joiners(clause)
        _lose([part for part in clause if part.unknown])
        keys = [words[index].key for part in clause for index in part.unknown]
        leaning = [
            part for part in clause if part.start in part.unknown and words[part.start].key in small_words.BINDING
        ]
        dangling = [part for part in clause if part.unknown and _ends_in_negation(part, words)]
        if leaning or dangling or not small_words.EXCEPTIONS.isdisjoint(keys):
            _lose(clause)
        if clause[0].start in clause[0].unknown and words[clause[0].start].key in small_words.EXCEPTIONS:
            # «NO SALES. Except in Bulgaria.» The first clause of all can only speak of the next.
            _lose(clauses.get(number - 1) or clauses.get(number + 1, []))


def _drop_loose_joiners(clause: Sequence[_Part]) -> None:
    """An AND that does not stand between two phrases that we know is a word that we don't."""
    phrases = [phrase for part in clause for phrase in part.phrases if not phrase.is_joiner]
    for part in clause:
        loose = [
            phrase
            for phrase in part.phrases
            if phrase.is_joiner and not (phrases and phrases[0].start < phrase.start < phrases[-1].start)
        ]
        part.phrases = [phrase for phrase in part.phrases if phrase not in loose]
        part.unknown = sorted(part.unknown + [phrase.start for phrase in loose])


def _ends_in_negation(part: _Part, words: Sequence[Word]) -> bool:
    return part.end - 1 in part.unknown and words[part.end - 1].key in small_words.NEGATIONS


def _lose(parts: Sequence[_Part]) -> None:
    for part in parts:
        part.is_lost = True


def _compiled(text: str, words: Sequence[Word], parts: Sequence[_Part]) -> Compiled:
    restrictions: list[CompiledRestriction] = []
    notices: list[Span] = []
    lost: list[_Part] = []
    for part in parts:
        if part.is_lost:
            if lost and lost[-1].clause == part.clause and lost[-1].end == part.start:
                lost[-1].end = part.end
            else:
                lost.append(part)
            continue
        for phrase in part.phrases:
            span = _span(text, words, phrase.start, phrase.end)
            if not phrase.rules:
                notices.append(span)
            restrictions += [
                CompiledRestriction(
                    rule.kind,
                    rule.effect,
                    rule.territories_in,
                    rule.territories_out,
                    rule.starts_at,
                    rule.ends_at,
                    span.words,
                    span,
                )
                for rule in phrase.rules
            ]
    unparsed = tuple(_span(text, words, part.start, part.end) for part in lost)
    return Compiled(tuple(restrictions), unparsed, tuple(notices))


def _span(text: str, words: Sequence[Word], start: int, end: int) -> Span:
    first, last = words[start].start, words[end - 1].end
    return Span(first, last, text[first:last])
