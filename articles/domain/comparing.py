"""What changed from one public version of a story to the next."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass
from itertools import pairwise

from articles.domain.diffing import FieldChange, diff_versions
from articles.domain.history import PublicVersion, public_versions, record_address
from articles.domain.photo_figures import withhold_withdrawn
from articles.domain.reading import NoSuchVersion, is_full_text_withheld
from articles.models import PublicStory, Version
from media_library.models import Section
from newsroom.shared.addresses import PageAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPage:
    """What `articles/diff.html` shows. Where the text is for subscribers, only whether it changed."""

    address: PageAddress
    language: str
    now: dt.datetime
    section: Section
    headline: str
    current_url: str
    history_url: str
    before: PublicVersion
    after: PublicVersion
    changes: list[FieldChange]
    is_text_withheld: bool
    has_text_changed: bool


def read_diff(story: PublicStory, *, number: int, now: dt.datetime, full_text_at: str = "") -> DiffPage:
    """What readers were given anew by version `number`; `full_text_at` as in `reading.read_story`.

    Raises NoSuchVersion for one that readers never had, and for the first that they had.
    """
    told = public_versions(story.article_id, at=now)
    pair = next(((before, after) for before, after in pairwise(told) if after.number == number), None)
    if pair is None:
        raise NoSuchVersion(number)
    numbers = [version.number for version in pair]
    old, new = (
        Version.objects.filter(article_id=story.article_id, number__in=numbers)
        .select_related("section")
        .order_by("number")
    )
    withhold = not full_text_at and is_full_text_withheld(story, old, new)
    shown = withhold_withdrawn(old, new, language=story.language)
    if withhold:
        shown = [_without_text(version) for version in shown]
    return DiffPage(
        address=record_address(story, f"history/{number}/diff/", base=full_text_at),
        language=story.language,
        now=now,
        section=story.section,
        headline=story.version.headline,
        current_url=full_text_at or story.get_absolute_url(),
        history_url=record_address(story, "history/", base=full_text_at).path,
        before=pair[0],
        after=pair[1],
        changes=diff_versions(shown[0], shown[1], language=story.language),
        is_text_withheld=withhold,
        has_text_changed=old.body != new.body,
    )


def _without_text(version: Version) -> Version:
    bare = copy(version)
    bare.body = ""
    bare.photos = [photo for photo in version.photos if photo["place"] == "lead"]
    return bare
