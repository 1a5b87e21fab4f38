"""What each story of a benchmark says, made of its number alone."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache

from benchmarks.stories import words

# Stories are numbered from the oldest of a million, 1, to the newest, whatever part of them a database holds: the pages
# of the newest are then the same in an archive of any size.
MOST = 1_000_000
NEWEST_AT = dt.datetime(2026, 1, 15, 12, 0, tzinfo=dt.UTC)
APART = dt.timedelta(minutes=6)  # 240 a day, eleven years in a million
STORIES_PER_PHOTO = 10
SECTION_IN_FOCUS = 1  # It has half of all stories, so that 50,000 make a thousand pages of it.
AUTHORS = 48
_SENTENCES = 6_000  # that there are of a language; stories draw from these
_PARAGRAPHS = 5


@dataclass(frozen=True, slots=True)
class Name:
    """A tag or an author: its number, its address, its name in both languages, and what kind of tag it is."""

    number: int
    slug: str
    bg: str
    en: str
    kind: str = ""


@dataclass(slots=True)
class MadeStory:
    """One story. `sentences` are those of the body, in order, all but the rare one from `sentences_of` its language."""

    number: int
    language: str
    section: int
    headline: str
    lead: str
    paragraphs: list[list[str]]
    place: str
    authors: list[Name]
    tags: list[Name]
    urgency: int
    is_free: bool
    is_updated: bool
    photo: int | None
    published_at: dt.datetime
    translation_of: int | None = None
    sentences: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.sentences = [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def body(self) -> str:
        return "".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in self.paragraphs)


def write_story(number: int) -> MadeStory:
    """The story of this number, 1 to MOST."""
    chance = random.Random(number)  # noqa: S311
    age = MOST - number
    language = "en" if age % 10 == 5 else "bg"
    sentences = sentences_of(language)
    lead, *rest = (sentences[int(chance.random() * len(sentences))] for _place in range(1 + 2 * _PARAGRAPHS))
    additions = words.ADDITIONS[language]
    paragraphs = [
        [*rest[2 * place : 2 * place + 2], additions[int(chance.random() * len(additions))]]
        for place in range(_PARAGRAPHS)
    ]
    if age < 1_000 and age % 50 == 7:
        paragraphs[-1].append(words.RARE_SENTENCE)
    headlines = headlines_of(language)
    return MadeStory(
        number=number,
        language=language,
        section=SECTION_IN_FOCUS if age % 2 == 0 else 2 + int(chance.random() * (len(words.SECTIONS) - 1)),
        headline=headlines[int(chance.random() * len(headlines))],
        lead=lead,
        paragraphs=paragraphs,
        place=words.PLACES[language][int(chance.random() * len(words.PLACES[language]))],
        authors=_some(all_authors(), chance, 1 + (age % 4 == 0)),
        tags=_some(all_tags(), chance, 3 + age % 3),
        urgency=3 + int(chance.random() * 7),
        is_free=age % 10 != 9,
        is_updated=age % 20 in {0, 13},
        photo=photo_of(number) if age % 2 == 0 else None,
        published_at=NEWEST_AT - age * APART,
        translation_of=number - 1 if language == "en" else None,
    )


def photo_of(number: int) -> int:
    """The number of the photo that stands with a story; photos are numbered as stories are."""
    return MOST - (MOST - number) // STORIES_PER_PHOTO


@cache
def sentences_of(language: str) -> tuple[str, ...]:
    """The sentences that stories in a language draw from."""
    chance = random.Random(language)  # noqa: S311
    join = " в " if language == "bg" else " in "
    made = []
    for _number in range(_SENTENCES):
        place = chance.choice(words.PLACES[language])
        where = " във " if language == "bg" and place[0] in "ВФ" else join
        made.append(
            f"{chance.choice(words.SUBJECTS[language])} {chance.choice(words.VERBS[language])} "
            f"{chance.choice(words.OBJECTS[language])}{where}{place} {chance.choice(words.TIMES[language])}."
        )
    return tuple(made)


@cache
def headlines_of(language: str) -> tuple[str, ...]:
    """The headlines that stories in a language draw from."""
    return tuple(
        f"{subject} {verb} {matter}"
        for subject in words.SUBJECTS[language]
        for verb in words.VERBS[language]
        for matter in words.OBJECTS[language]
    )


@cache
def all_tags() -> tuple[Name, ...]:
    """Topics, places and people, the most used ones first."""
    names = [
        *((*topic, "topic") for topic in words.TOPICS),
        *((*place, "place") for place in zip(words.PLACES["bg"], words.PLACES["en"], strict=True)),
        *((*person, "person") for person in _people(240)),
    ]
    return tuple(Name(number, f"tag-{number}", *name) for number, name in enumerate(names, 1))


@cache
def all_authors() -> tuple[Name, ...]:
    """The journalists, none of whom is a tag as well."""
    return tuple(Name(number, f"author-{number}", *name) for number, name in enumerate(_people(288)[240:], 1))


def _people(count: int) -> list[tuple[str, str]]:
    people = []
    for number in range(count):
        first, family = words.FIRST_NAMES[number % 16], words.FAMILY_NAMES[number // 16]
        ending = ("а", "a") if (first[0][-1] == "а" and first[0] != "Никола") or first[0][-1] == "я" else ("", "")
        people.append((f"{first[0]} {family[0]}{ending[0]}", f"{first[1]} {family[1]}{ending[1]}"))
    return people


def _some(names: tuple[Name, ...], chance: random.Random, count: int) -> list[Name]:
    """This many of the names, the first ones far more often than the last."""
    found: dict[int, Name] = {}
    while len(found) < count:
        name = names[int(chance.random() ** 2 * len(names))]
        found[name.number] = name
    return sorted(found.values(), key=lambda name: name.bg)
