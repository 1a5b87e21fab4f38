"""One phrase read at one place: what it forbids, where and from when to when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from media_library.domain.restrictions import small_words, vocabulary
from media_library.domain.restrictions.periods import read_moment, read_period
from media_library.domain.restrictions.territories import read_territories
from media_library.domain.restrictions.vocabulary import NATURAL_EFFECT, Effect, Kind, Meaning
from media_library.domain.restrictions.words import Gap, Word
from media_library.models.rights import Restriction

_LONGEST_NAME = 12
_LONGEST_PHRASE = max(map(len, vocabulary.PHRASES))
_BETWEEN_NAMES = {Gap.SLASH, Gap.COMMA}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes one row."""

    kind: Restriction.Kind
    effect: Restriction.Effect
    territories_in: tuple[str, ...] = ()
    territories_out: tuple[str, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words from index `start` until before `end`, understood; without rules it is a notice or joins two others."""

    start: int
    end: int
    rules: tuple[Rule, ...] = ()
    is_joiner: bool = False


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where and when a rule holds, as far as its words say."""

    end: int
    only_in: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    said: frozenset[str] = field(default=frozenset())


def read_phrase(words: Sequence[Word], at: int, *, base: dt.datetime | None) -> Phrase | None:
    """The longest phrase that begins at `at`; None if no known one does. `base` is where periods count from."""
    found = [
        phrase
        for phrase in (
            _read_territory_phrase(words, at),
            _read_list_of_nouns(words, at),
            _read_statement(words, at, base=base),
        )
        if phrase
    ]
    if found:
        return max(found, key=lambda phrase: phrase.end)
    return Phrase(at, at + 1, is_joiner=True) if words[at].key in small_words.JOINERS else None


def _read_statement(words: Sequence[Word], at: int, *, base: dt.datetime | None) -> Phrase | None:
    match = _longest(vocabulary.PHRASES, words, at)
    if match is None:
        return None
    end, meaning = match
    if meaning.takes_name:
        behind = _end_of_name(words, end)
        if meaning.needs_name and behind == end:
            return None
        end = behind
    if meaning.kind is None:
        return Phrase(at, end)
    if meaning.is_embargo:
        return _read_embargo(words, at, end)
    scope = _read_scope(words, end, base=base) if meaning.is_scoped else _Scope(end)
    if scope is None or (meaning.needs_scope and not scope.said):
        return None
    return Phrase(at, scope.end, (_rule_of(meaning, scope),))


def _rule_of(meaning: Meaning, scope: _Scope) -> Rule:
    kind = meaning.kind or Kind.TERRITORY
    effect = Effect.DENY if kind == Kind.NO_ARCHIVE and scope.starts_at else NATURAL_EFFECT[kind]
    rule = Rule(kind, effect, scope.only_in, scope.not_in, scope.starts_at, scope.ends_at)
    if kind == Kind.TERRITORY:
        # NO USE IN JAPAN: the use is allowed where this rule is not, so the two lists change places.
        rule = replace(rule, territories_in=rule.territories_out, territories_out=rule.territories_in)
    return rule


def _read_embargo(words: Sequence[Word], at: int, end: int) -> Phrase | None:
    moment = read_moment(words, end) if _goes_on(words, end, over=Gap.DASH) else None
    if moment is None:
        return None
    return Phrase(at, moment[0], (Rule(Kind.TERRITORY, Effect.DENY, ends_at=moment[1].beginning()),))


def _read_scope(words: Sequence[Word], at: int, *, base: dt.datetime | None) -> _Scope | None:
    """Where and when, in any order, each at most once. None where the two dates contradict each other."""
    scope = _Scope(at)
    while _goes_on(words, scope.end):
        wider = _read_place(words, scope) or _read_time(words, scope, base=base)
        if wider is None:
            break
        scope = wider
    if scope.starts_at and scope.ends_at and scope.ends_at <= scope.starts_at:
        return None
    return scope


def _read_place(words: Sequence[Word], scope: _Scope) -> _Scope | None:
    if "place" in scope.said:
        return None
    said = scope.said | {"place"}
    if end := _end_of(small_words.EXCEPT_WHERE, words, scope.end):
        if found := _territories(words, end):
            return replace(scope, end=found[0], not_in=found[1], said=said)
    elif (end := _end_of(small_words.WHERE, words, scope.end)) and (found := _territories(words, end)):
        return replace(scope, end=found[0], only_in=found[1], said=said)
    return None


def _territories(words: Sequence[Word], at: int) -> tuple[int, tuple[str, ...]] | None:
    """The list at `at`. Of «IN GERMANY, JAPAN OUT» only GERMANY: the rest begins a phrase of its own."""
    names = read_territories(words, at) if _goes_on(words, at) else []
    if names and _goes_on(words, names[-1][0]) and _end_of(small_words.OUT_BEHIND, words, names[-1][0]):
        names = names[:1] if words[names[0][0]].gap in _BETWEEN_NAMES else []
    return (names[-1][0], _codes(names)) if names else None


def _read_time(words: Sequence[Word], scope: _Scope, *, base: dt.datetime | None) -> _Scope | None:
    if end := _end_of(small_words.AFTER, words, scope.end):
        if "after" in scope.said or not _goes_on(words, end):
            return None
        starts = _read_start(words, end, is_after=words[end - 1].key not in {"from", "от"}, base=base)
        return starts and replace(scope, end=starts[0], starts_at=starts[1], said=scope.said | {"after"})
    end = _end_of(small_words.UNTIL, words, scope.end)
    moment = read_moment(words, end) if end and "until" not in scope.said and _goes_on(words, end) else None
    if end is None or moment is None:
        return None
    is_before = words[end - 1].key not in {"until", "till", "до"}
    ends_at = moment[1].beginning() if is_before else moment[1].end()
    return replace(scope, end=moment[0], ends_at=ends_at, said=scope.said | {"until"})


def _read_start(
    words: Sequence[Word], at: int, *, is_after: bool, base: dt.datetime | None
) -> tuple[int, dt.datetime] | None:
    if moment := read_moment(words, at):
        return moment[0], moment[1].end() if is_after else moment[1].beginning()
    period = read_period(words, at) if is_after and base else None
    if period is None or base is None:
        return None
    try:
        return period[0], period[1].since(base)
    except OverflowError:
        return None


def _read_list_of_nouns(words: Sequence[Word], at: int) -> Phrase | None:
    """NO SALES, ARCHIVES OR CROPPING: one NO for two and more. A scope behind it could belong to each: not read."""
    head = _end_of(small_words.LIST_HEADS, words, at)
    kinds: list[Restriction.Kind] = []
    end = at
    start = head
    while start is not None and (noun := _longest(vocabulary.NOUN_KINDS, words, start)):
        statement = _longest(vocabulary.PHRASES, words, start)
        if kinds and statement and statement[0] > noun[0]:
            break
        end = noun[0]
        kinds.append(noun[1])
        start = _next_noun(words, end)
    if len(kinds) < 2:
        return None
    return Phrase(at, end, tuple(Rule(kind, NATURAL_EFFECT[kind]) for kind in dict.fromkeys(kinds)))


def _next_noun(words: Sequence[Word], at: int) -> int | None:
    if not _goes_on(words, at, over=Gap.COMMA):
        return None
    if words[at].key in {"and", "or", "и", "или", "nor", "нито"}:
        return at + 1
    return at if words[at].gap in _BETWEEN_NAMES else None


def _read_territory_phrase(words: Sequence[Word], at: int) -> Phrase | None:
    """JAPAN OUT, OUT: JAPAN, BULGARIA ONLY, ONLY FOR BULGARIA, FOR USE IN BULGARIA ONLY."""
    for heads, is_out in ((small_words.OUT_BEFORE, True), (small_words.ONLY_BEFORE, False)):
        head = _end_of(heads, words, at)
        if head and (found := _territories(words, head)):
            return _territory(at, found[0], found[1], is_out=is_out)
    for heads, tails, is_out in (
        ({}, small_words.OUT_BEHIND, True),
        (small_words.FOR_USE_IN, small_words.ONLY_BEHIND, False),
    ):
        head = _end_of(heads, words, at)
        names = read_territories(words, head if head and _goes_on(words, head) else at)
        if names and _goes_on(words, names[-1][0]) and (end := _end_of(tails, words, names[-1][0])):
            return _territory(at, end, _codes(names), is_out=is_out)
    return None


def _territory(start: int, end: int, codes: tuple[str, ...], *, is_out: bool) -> Phrase:
    rule = Rule(
        Kind.TERRITORY,
        Effect.DENY,
        territories_in=() if is_out else codes,
        territories_out=codes if is_out else (),
    )
    return Phrase(start, end, (rule,))


def _codes(names: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(sorted({code for _, codes in names for code in codes}))


def _end_of_name(words: Sequence[Word], at: int) -> int:
    """Where the name of a creator or an owner ends: at the next phrase, a separator, an AND that leads elsewhere.

    A word that no name has takes all words back to the last slash with it: better not understood than swallowed.
    """
    end = last_slash = at
    while end < len(words) and end - at < _LONGEST_NAME:
        word = words[end]
        if word.gap not in {Gap.NONE, Gap.SLASH} or (
            word.gap == Gap.SLASH and end == at and word.key not in small_words.AUTHOR_OR
        ):
            break
        if _forbids(words, end):
            break
        if word.gap == Gap.SLASH:
            last_slash = end
        if word.key in small_words.NO_NAME:
            return last_slash
        end += 1
    return end - 1 if end > at and words[end - 1].key in small_words.JOINERS else end


def _forbids(words: Sequence[Word], at: int) -> bool:
    """Does another restriction begin here?"""
    statement = _longest(vocabulary.PHRASES, words, at)
    return bool(statement and statement[1].kind) or _read_territory_phrase(words, at) is not None


def _longest(table: Mapping[tuple[str, ...], _T], words: Sequence[Word], at: int) -> tuple[int, _T] | None:
    """The longest phrase of a table that begins at `at`: the index behind it, and what the table says of it."""
    end = at
    keys: list[str] = []
    found: tuple[int, _T] | None = None
    while end < len(words) and len(keys) < _LONGEST_PHRASE and (end == at or words[end].gap <= Gap.LINE):
        keys.append(words[end].key)
        end += 1
        meaning = table.get(tuple(keys))
        if meaning is not None:
            found = end, meaning
    return found


def _end_of(table: Mapping[tuple[str, ...], bool], words: Sequence[Word], at: int) -> int | None:
    """The index behind the longest of these phrases at `at`; None if none begins there."""
    match = _longest(table, words, at)
    return match[0] if match else None


def _goes_on(words: Sequence[Word], at: int, *, over: Gap = Gap.LINE) -> bool:
    """Is there a word at `at` that no separator wider than `over` parts from the one before?"""
    return at < len(words) and words[at].gap <= over
