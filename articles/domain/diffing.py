"""What changed between two versions, word by word, over every field that the page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from lxml.html.diff import htmldiff

from articles.domain.rich_text import clean_body, text_of
from articles.models import Version

_LONGEST_WORD_DIFF = 400_000


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One changed field: its name for people, and markup with <ins> and <del> round what came and went."""

    label: str
    markup: SafeString


def diff_versions(old: Version, new: Version, *, language: str) -> list[FieldChange]:
    """The fields in which `new` differs from `old`, in the order of the page; labels and names in `language`."""
    with override(language):
        compared = [(str(label), read(old), read(new)) for label, read in _fields(language)]
    return [FieldChange(label, diff_markup(before, after)) for label, before, after in compared if before != after]


def diff_markup(before: str, after: str) -> SafeString:
    """Word-level difference of two pieces of story markup. Both are sanitised before they are compared."""
    if len(before) + len(after) > _LONGEST_WORD_DIFF:
        # Comparing word by word grows with the square of the length; beyond any story it is not worth the wait.
        return mark_safe(f"<del>{before}</del><ins>{after}</ins>")  # noqa: S308 (both come from _fields, sanitised)
    markup: str = htmldiff(before, after)
    return mark_safe(markup)  # noqa: S308 (sanitised; htmldiff adds only ins and del)


def _fields(language: str) -> list[tuple[object, Callable[[Version], str]]]:
    return [
        (_("Headline"), lambda version: escape(version.headline)),
        (_("Lead"), lambda version: escape(version.lead)),
        (_("Text"), lambda version: clean_body(version.body)),
        (_("Byline"), lambda version: escape(", ".join(byline_names(version, language=version.language)))),
        (_("Dateline place"), lambda version: escape(version.dateline_place)),
        (_("Section"), lambda version: escape(version.section.name(language))),
        (_("Tags"), lambda version: escape(", ".join(tag_names(version, language=version.language)))),
        (_("Sign-off"), lambda version: escape(version.sign_off)),
        (_("Urgency"), lambda version: str(version.urgency)),
        (_("Access"), lambda version: escape(str(version.get_access_display()))),
    ]


def byline_names(version: Version, *, language: str) -> list[str]:
    """The names of a version's byline, in order."""
    return [name.get("guest") or name["name_en" if language == "en" else "name_bg"] for name in version.byline]


def tag_names(version: Version, *, language: str) -> list[str]:
    """The names of a version's tags, in order."""
    return [(tag["name_en"] or tag["name"]) if language == "en" else tag["name"] for tag in version.tags]


def count_words(version: Version) -> int:
    """How many words the reader gets: headline, lead and text."""
    return len(f"{version.headline} {version.lead} {text_of(version.body)}".split())
