"""Where a credit line falls into parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from media_library.domain.credit_line.chain import KnownParties, KnownParty
from media_library.domain.credit_line.cleaning import is_nobody, trim, without_lead_in, without_photo_word
from media_library.domain.credit_line.names import (
    SUFFIXES,
    fold_name,
    is_full_name,
    is_one_word,
    looks_like_surname,
    turn_round,
)
from media_library.domain.credit_line.organisations import is_handout_marker, is_office, is_organisation, is_pool

_VIA = re.compile(r"(?<![\w'’-])(чрез|през|via|through|par)(?![\w'’-])", re.IGNORECASE)
_SLASH = re.compile(r"\s*[/\\|;\n•·]\s*|\s+//\s+")
_DASH = re.compile(r"\s+[-–—]+\s+")
_HYPHEN = re.compile(r"[-–—]")
_COMMA = re.compile(r"\s*,\s*")
_AND = re.compile(r"\s+(?:и|and|&|et|und|y)\s+", re.IGNORECASE)
_WORKING_FOR = re.compile(r"\s+(?:for|of|from|by|за|от|на)\s+", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"^(?:информационна(?:та)? )?агенци(?:я|ята)\s+|^(?:news|photo) agency\s+"
    r"|\s+(?:(?:news|photo) )?agency$|\s+агенция$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"^([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]$")
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Words between separators.

    `via` is the word before them that names a distributor, or empty. `is_beside` tells that they and the piece
    before are personal names with a comma or «и» between: whatever the one is, the other is too.
    """

    text: str
    via: str = ""
    is_beside: bool = False


def find_party(text: str, parties: KnownParties) -> KnownParty | None:
    """The known party that these words name, also with “Photo” or «агенция» beside it."""
    shorter = without_photo_word(text)
    for words in (text, shorter, _DESCRIPTION.sub("", text), _DESCRIPTION.sub("", shorter)):
        party = parties.find(words)
        if party is not None:
            return party
    return None


def split_line(text: str, *, parties: KnownParties, is_byline: bool = False) -> list[Piece]:
    """The pieces of a cleaned text, in their order, lead-ins and words for nobody dropped.

    `is_byline` tells that the text comes from the creator field, where “Last, First” is usual.
    """
    text = without_lead_in(text)
    if not text:
        return []
    if parties.find(text):
        return [Piece(text)]
    chunks = _VIA.split(text)
    # The pattern has one group, so that texts and the words between them alternate.
    vias = ["", *(via.casefold() for via in chunks[1::2])]
    pieces: list[Piece] = []
    for via, chunk in zip(vias, chunks[::2], strict=True):
        read = list(_split_chunk(chunk, parties, is_byline=is_byline))
        pieces += [Piece(piece.text, "" if place else via, piece.is_beside) for place, piece in enumerate(read)]
    return pieces


def _split_chunk(chunk: str, parties: KnownParties, *, is_byline: bool) -> Iterator[Piece]:
    for slashed in _SLASH.split(chunk):
        words = without_lead_in(trim(slashed))
        if _is_whole(words, parties):
            yield Piece(words)
            continue
        for dashed in _DASH.split(words):
            was_name = False
            for part in _split_commas(trim(dashed), parties, is_byline=is_byline):
                for name in map(trim, map(without_lead_in, _split_words(part, parties))):
                    if name and not is_nobody(name):
                        is_name = is_full_name(name) and not _is_decided(name, parties)
                        yield Piece(name, is_beside=was_name and is_name)
                        was_name = is_name


def _is_whole(words: str, parties: KnownParties) -> bool:
    """Whether words between slashes are one party, dash or not: a known one, or «ОДМВР - Пловдив»."""
    if parties.find(words):
        return True
    sides = _DASH.split(words)
    return (
        len(sides) == 2
        and is_office(sides[0])
        and is_one_word(sides[1])
        and not looks_like_surname(sides[1])
        and not _is_decided(sides[1], parties)
    )


def _split_commas(text: str, parties: KnownParties, *, is_byline: bool) -> list[str]:
    if "," not in text or find_party(text, parties):
        return [text]
    groups: list[list[str]] = [[]]
    for part in filter(None, map(trim, _COMMA.split(text))):
        if part.rstrip(".").casefold() in SUFFIXES and groups[-1]:
            groups[-1][-1] += f" {part}"
        elif _is_decided(part, parties):
            groups += [[part], []]
        elif not is_nobody(part):
            groups[-1].append(part)
    return [words for group in groups for words in _read_group(group, is_byline=is_byline)]


def _read_group(group: list[str], *, is_byline: bool) -> list[str]:
    """Names with commas between, none of which is known: several people, or one with the surname in front."""
    if len(group) < 2 or all(map(is_full_name, group)):
        return group
    if len(group) == 2 and not any(map(_is_abbreviation, group)):
        last, first = group
        turned = turn_round(last, first)
        may_turn = is_one_word(_without_suffix(last)) and is_full_name(turned)
        if may_turn and (is_byline or (looks_like_surname(last) and not looks_like_surname(first))):
            return [turned]
    if not is_byline and (is_full_name(group[0]) or len(group) > 2 or any(map(_is_abbreviation, group))):
        return group  # Others that have yet to be decided, each by itself.
    # “García Márquez, Gabriel” or «Иван Петров, Дневник»: nobody can tell without knowing them.
    return [", ".join(group)]


def _is_abbreviation(text: str) -> bool:
    return text.isalpha() and text.isupper() and 2 <= len(text) <= 5


def _without_suffix(text: str) -> str:
    words = text.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].rstrip(".").casefold() in SUFFIXES else text


def _is_decided(text: str, parties: KnownParties) -> bool:
    return bool(find_party(text, parties)) or is_pool(text) or is_handout_marker(text) or is_organisation(text)


def _split_words(text: str, parties: KnownParties) -> list[str]:
    """Parties with only words or a hyphen between: two people with «и», “Sputnik-AP”, “Sputnik Kremlin Pool”."""
    if not text or find_party(text, parties):
        return [text]
    bracketed = _BRACKETED.match(text)
    if bracketed:
        name, inside = map(trim, bracketed.groups())
        if _is_decided(inside, parties):
            return [*_split_words(name, parties), inside]
        if fold_name(inside).replace(" ", "") == "".join(word[0] for word in fold_name(name).split()):
            return [name]  # The initials by which a desk knows its people.
    people = _AND.split(text)
    if len(people) > 1 and all(is_full_name(name) or find_party(name, parties) for name in people):
        return people
    sides = _WORKING_FOR.split(text, maxsplit=1)
    if len(sides) == 2 and all(is_full_name(side) or find_party(side, parties) or is_pool(side) for side in sides):
        return sides
    hyphened = _HYPHEN.split(text)
    if len(hyphened) == 2 and sum(bool(parties.find(side)) for side in hyphened) >= (2 if "-" in text else 1):
        return list(map(trim, hyphened))
    words = text.split()
    for place in range(len(words) - 1, 0, -1) if len(words) <= _MOST_WORDS else ():
        left, right = " ".join(words[:place]), " ".join(words[place:])
        if not find_party(left, parties):
            continue
        if find_party(right, parties) or is_pool(right, exactly=True) or is_handout_marker(right):
            return [left, right]
    return [text]
