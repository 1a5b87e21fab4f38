"""What a reader looks for among stories."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from articles.domain.searching.indexing import AUTHOR, KIND, LANGUAGE, PERSON, PHOTO, PLACE, SECTION, TAG, write_fact
from articles.models import Version
from newsroom.shared.full_text import facts_query, lexemes_query

NEWEST, BEST = "newest", "best"
# What a story can be to its readers.
KIND_WORDS = {
    str(Version.Kind.ORIGINAL): pgettext_lazy("story", "new"),
    str(Version.Kind.UPDATE): pgettext_lazy("story", "updated"),
    str(Version.Kind.CORRECTION): pgettext_lazy("story", "corrected"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryWish:
    """Everything that a search of stories can ask for; what is empty asks for nothing.

    `section` and `tag` are ids; `begins` and `ends` are aware times, the second one not included.
    """

    words: str = ""
    author: str = ""
    person: str = ""
    place: str = ""
    section: int | None = None
    tag: int | None = None
    language: str = ""
    kind: str = ""
    with_photo: bool = False
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None
    sort: str = NEWEST

    @property
    def is_hopeless(self) -> bool:
        """Whether something is asked for that holds no word at all, as “!?”: nothing can be found by that."""
        named = [(self.words, ""), (self.author, AUTHOR), (self.person, PERSON), (self.place, PLACE)]
        return any(text.strip() and not lexemes_query(text, field=field) for text, field in named)

    def write_query(self, *, is_unfinished: bool = False, is_loose: bool = False) -> str:
        """What finds such stories, as PostgreSQL reads it; empty if all are such.

        `is_unfinished`: the last of the words is only the beginning of one. `is_loose`: see `lexemes_query`.
        """
        facts = [
            (SECTION, self.section), (TAG, self.tag), (LANGUAGE, self.language), (KIND, self.kind),
            (PHOTO, 1 if self.with_photo else None),
        ]  # fmt: skip
        named = [(self.author, AUTHOR), (self.person, PERSON), (self.place, PLACE)]
        parts = [lexemes_query(self.words, is_unfinished=is_unfinished, is_loose=is_loose)]
        parts += [lexemes_query(text, field=field, is_loose=is_loose) for text, field in named]
        parts.append(facts_query(write_fact(name, value) for name, value in facts if value))
        return " & ".join(part for part in parts if part)
