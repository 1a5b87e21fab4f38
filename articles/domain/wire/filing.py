"""Under what a wire item is filed here: its section by the editors' table, its people and places as tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower

from articles.domain.wire.item import WireSubject as ItemSubject
from articles.domain.wire.item import WireTag
from articles.models import WireSubject
from media_library.models import Section, Tag
from media_library.models.section import UNSORTED_SLUG
from newsroom.shared.advisory_lock import lock_until_commit

_LONGEST_TAG = 100


def choose_section(subjects: Iterable[ItemSubject], *, otherwise: Section | None) -> Section:
    """The section of the first subject that the editors' table knows, else `otherwise`, else unsorted wire copy."""
    spellings = [spelling for subject in subjects for spelling in _spellings(subject)]
    rules = {
        rule.code.lower(): rule.section
        for rule in WireSubject.objects.annotate(lowered=Lower("code"))
        .filter(lowered__in=spellings)
        .select_related("section")
    }
    for spelling in spellings:
        if spelling in rules:
            return rules[spelling]
    return otherwise or unsorted_section()


def _spellings(subject: ItemSubject) -> list[str]:
    """How the editors' table may name a subject: `medtop:04000000`, `04000000`, its address, its name."""
    qualified = f"{subject.scheme}:{subject.code}" if subject.scheme else ""
    return [each.lower() for each in (qualified, subject.code, subject.uri, subject.name) if each]


def unsorted_section() -> Section:
    """The section of wire copy that no rule has placed; made when it is first needed, and not in the site's menu."""
    section, _created = Section.objects.get_or_create(
        slug=UNSORTED_SLUG,
        defaults={
            "name_bg": "Несортирани от телекса",
            "name_en": "Unsorted wire copy",
            "in_menu": False,
            "position": 1000,
        },
    )
    return section


def tags_for(wanted: Sequence[WireTag], *, language: str) -> tuple[list[Tag], list[str]]:
    """Our tags for what the item names, and what was left out, in words.

    Copy in a language of the site brings new tags with it. Copy in another finds the tags that we have, so that
    foreign spellings don't fill our vocabulary.
    """
    tags: list[Tag] = []
    left_out: list[str] = []
    if any(_find_tag(each.name) is None for each in wanted):
        # One import at a time makes new tags: two that made the same ones in another order would wait for each other.
        lock_until_commit("tags from the wire")
    for each in wanted:
        found = _find_tag(each.name)
        if found is None and language in dict(settings.LANGUAGES) and len(each.name) <= _LONGEST_TAG:
            found = Tag.objects.create(name=each.name, name_en=each.name if language == "en" else "", kind=each.kind)
        if found is not None:
            tags.append(found)
        else:
            left_out.append(f"{each.kind}: {each.name}")
    return tags, left_out


def _find_tag(name: str) -> Tag | None:
    tags: models.QuerySet[Tag] = Tag.objects.all()
    return tags.filter(name__iexact=name).first() or tags.filter(name_en__iexact=name).first()
