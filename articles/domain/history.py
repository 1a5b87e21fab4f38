"""Which versions of a story its readers have had before them, and what they are told of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from articles.models import PublicStory, Version
from media_library.models import Section
from newsroom.shared.addresses import PageAddress

Kind = Version.Kind
_LIST_FIELDS = ("article_id", "number", "kind", "public_note", "published_at", "embargo_until")


@dataclass(frozen=True, slots=True)
class PublicVersion:
    """One version as the history lists it.

    `kind` and `note` are what readers are told: whatever was mended before they could read the story is, to them,
    the original. `mark` and `marked_at` are what stood before the headline while this version was the current one.
    """

    number: int
    kind: Version.Kind
    note: str
    public_from: dt.datetime
    mark: str = ""
    marked_at: dt.datetime | None = None
    correction_note: str = ""

    @property
    def kind_in_words(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    """What `articles/history.html` shows: the versions, the newest first."""

    address: PageAddress
    language: str
    now: dt.datetime
    section: Section
    headline: str
    current_url: str
    versions: list[PublicVersion]


def read_history(story: PublicStory, *, now: dt.datetime, full_text_at: str = "") -> HistoryPage:
    """Every version that the story's readers could ever see; `full_text_at` as in `reading.read_story`."""
    return HistoryPage(
        address=record_address(story, "history/", base=full_text_at),
        language=story.language,
        now=now,
        section=story.section,
        headline=story.version.headline,
        current_url=full_text_at or story.get_absolute_url(),
        versions=public_versions(story.article_id, at=now)[::-1],
    )


def record_address(story: PublicStory, suffix: str, *, base: str = "") -> PageAddress:
    """The address of a page of the story's record: out of search engines, and without a counterpart.

    It lies below the story's own address, or below `base` for those who read the full text elsewhere.
    """
    return PageAddress((base or story.get_absolute_url()) + suffix, {}, has_alternates=False, is_indexed=False)


def public_versions(article_id: int, *, at: dt.datetime) -> list[PublicVersion]:
    """The versions that readers could see up to `at`, oldest first, without their texts. One query."""
    return tell_readers(
        list(Version.objects.filter(article_id=article_id).only(*_LIST_FIELDS).order_by("number")), at=at
    )


def tell_readers(versions: Sequence[Version], *, at: dt.datetime) -> list[PublicVersion]:
    """Turn a story's versions, in order, into what readers are told of them by `at`."""
    told: list[PublicVersion] = []
    for version in _seen_by_readers(versions, at=at):
        kind, note = Kind(version.kind), version.public_note
        if not told and version.number > 1:
            kind, note = Kind.ORIGINAL, ""
        before = told[-1] if told else PublicVersion(0, kind, "", version.public_from)
        current = replace(before, number=version.number, kind=kind, note=note, public_from=version.public_from)
        if kind not in {Kind.MINOR, Kind.ORIGINAL}:
            current = replace(
                current,
                mark=kind.value,
                marked_at=version.public_from,
                correction_note=note if kind == Kind.CORRECTION else "",
            )
        told.append(current)
    return told


def _seen_by_readers(versions: Sequence[Version], *, at: dt.datetime) -> list[Version]:
    """Leave out what is not public yet, and what was replaced while an embargo still held it back."""
    seen = []
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        was_held_back = version.public_from > version.published_at
        was_replaced_in_time = following is not None and following.published_at <= version.public_from
        if version.public_from <= at and not (was_held_back and was_replaced_in_time):
            seen.append(version)
    return seen
