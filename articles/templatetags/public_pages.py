"""What the templates of public pages ask for: the site's frame, times, and marks. None of it depends on who asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from django import template
from django.conf import settings
from django.db.models import QuerySet
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.domain.breaking import breaking_story
from articles.domain.named_links import NamedLink
from articles.domain.reading import is_breaking_at
from articles.domain.rolling_list import RailLine
from articles.models import PublicStory
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, active_language, on_site, path_in

register = template.Library()
_Shown = TypeVar("_Shown")
_FORMS = {"full": "%d.%m.%Y %H:%M", "clock": "%H:%M", "date": "%d.%m.%Y", "day": "%d.%m. %H:%M", "year": "%d.%m. %Y"}
_LONGEST_LEAD = 400  # characters, in lists
# How the site offers each language, in that language.
_SWITCH_WORDS = {"bg": "На български", "en": "In English"}
# Our pictures may stand large in their results, and as much of the text beside them as they like.
_INDEXED = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the switch of languages leads."""

    code: str
    words: str
    url: str


class MenuEntry(NamedTuple):
    """One entry of the menu; `current` is “page” on its own page, “true” on those below it, else empty."""

    url: str
    name: str
    current: str


@register.simple_tag
def agency_name(language: str = "") -> str:
    """The agency's name in the language, by default that of the page."""
    return settings.AGENCY_NAME.get(language or get_language(), settings.AGENCY_NAME[settings.LANGUAGE_CODE])


@register.simple_tag
def agency_sign(language: str = "") -> str:
    """The sign behind the dateline, in the language, by default that of the page."""
    return settings.AGENCY_SIGN.get(language or get_language(), settings.AGENCY_SIGN[settings.LANGUAGE_CODE])


@register.simple_tag
def menu_sections() -> QuerySet[Section]:
    """The sections of the site's menu, in their order. One query."""
    return Section.objects.filter(in_menu=True)


@register.simple_tag(takes_context=True)
def section_row(context: Context, sections: Iterable[Section], current: Section | None) -> SafeString:
    """The row of the menu; `current` is the section that the page belongs to."""
    language, page, address = active_language(), context.get("page"), _address(context)
    entries = [(path_in(language, "articles:news"), _("All news"), False)]
    try:
        photos = path_in(language, "media_library:photos")
        entries.append((photos, _("Photos"), bool(getattr(page, "is_library", False))))
    except NoReverseMatch:
        pass  # The site has no public photo library.
    entries += [
        (path_in(language, "articles:section", section.slug), section.name(language), section == current)
        for section in sections
    ]
    path = address.path if address else ""
    return _write_section_row(
        tuple(
            MenuEntry(url, name, "page" if url == path else "true" if is_above else "")
            for url, name, is_above in entries
        ),
        language,
    )


# It is the same on all pages of a section.
@lru_cache(maxsize=200)
def _write_section_row(entries: tuple[MenuEntry, ...], _language: str) -> SafeString:
    return SafeString(render_to_string("components/section_row.html", {"entries": entries}))


@register.simple_tag
def breaking_now() -> PublicStory | None:
    """The story that stands across all pages of the language at this moment, if any. One query."""
    return breaking_story(get_language() or settings.LANGUAGE_CODE, at=timezone.now())


@register.simple_tag
def front_page_url(language: str = "") -> str:
    """The front page of the language, by default that of the page."""
    return path_in(language or active_language(), "front-page")


@register.simple_tag(takes_context=True)
def other_languages(context: Context) -> list[LanguageLink]:
    """For each other language, this very page if it has one in it, else the front page."""
    address = _address(context)
    here = get_language()
    return [
        LanguageLink(code, language_words(code), (address.others.get(code) if address else "") or front_page_url(code))
        for code in dict(settings.LANGUAGES)
        if code != here
    ]


@register.filter
def language_words(code: str) -> str:
    """“In English” for `en`: how a link to a page in that language reads, in that language."""
    return _SWITCH_WORDS.get(code, code)


@register.simple_tag(takes_context=True)
def canonical_url(context: Context) -> str:
    """The absolute canonical address of the page; empty for a page that has none."""
    address = _address(context)
    return on_site(address.path) if address else ""


@register.simple_tag(takes_context=True)
def alternate_links(context: Context) -> list[LanguageLink]:
    """This page in every language that it exists in, itself included, for `hreflang`; empty if only in one.

    Readers of any other language are sent to the newsroom's own (x-default).
    """
    address = _address(context)
    if address is None or not address.has_alternates or not address.others:
        return []
    here = active_language()
    paths = {here: address.path} | dict(address.others)
    links = [LanguageLink(code, language_words(code), on_site(paths[code])) for code in sorted(paths)]
    default = paths.get(settings.LANGUAGE_CODE)
    return [*links, LanguageLink("x-default", "", on_site(default))] if default else links


@register.simple_tag(takes_context=True)
def robots_rules(context: Context) -> str:
    """What search engines may do with the page: nothing, where it has no address of its own or is not meant for them.

    A site that is not the public one, such as a rehearsal, has no page for them at all.
    """
    address = _address(context)
    is_indexed = settings.OPEN_TO_SEARCH_ENGINES and address is not None and address.is_indexed
    return _INDEXED if is_indexed else "noindex"


@register.filter
def counted(number: int) -> str:
    """A number with its thousands apart, as the language of the page writes them: 10 000 or 10,000."""
    if get_language() == "en":
        return f"{number:,}"
    # Bulgarian parts from five digits on, by a space that no line is broken at.
    return f"{number:,}".replace(",", "\u00a0") if number >= 10_000 else str(number)


@register.simple_tag
def moment(value: dt.datetime | dt.date, form: str = "full") -> SafeString:
    """A time in the newsroom's zone as `<time>`: "full" (03.09.2025 09:32), "clock" (09:32) or "date"."""
    local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return format_html('<time datetime="{}">{}</time>', machine_time(value), local.strftime(_FORMS[form]))


@register.filter
def machine_time(value: dt.datetime | dt.date) -> str:
    """A time to the minute with the offset of the newsroom's zone, or a date, as HTML wants it (ISO 8601)."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat()


@register.simple_tag
def moment_near(value: dt.datetime, now: dt.datetime) -> SafeString:
    """A time as short as it stays clear at `now`: 09:32 today, 02.09. 09:32 this year, 02.09. 2024 before."""
    return moment(value, _form_on(timezone.localdate(now), value))


@register.simple_tag
def rail_lines(lines: Sequence[RailLine], now: dt.datetime) -> SafeString:
    """The lines of the rolling list, as they read at `now`."""
    breaking = tuple(is_breaking_at(line.urgency, line.public_since, at=now) for line in lines)
    return _write_rail(tuple(lines), breaking, timezone.localdate(now), active_language())


# All pages show the same forty lines: they are written once, and those anew in which something has changed.
@lru_cache(maxsize=20)
def _write_rail(lines: tuple[RailLine, ...], breaking: tuple[bool, ...], today: dt.date, language: str) -> SafeString:
    written = (
        _write_rail_line(line, _form_on(today, line.public_since), is_breaking, language)
        for line, is_breaking in zip(lines, breaking, strict=True)
    )
    return SafeString("\n".join(written))


@lru_cache(maxsize=500)
def _write_rail_line(line: RailLine, form: str, is_breaking: bool, language: str) -> SafeString:
    shown = {"headline": line.headline, "url": line.url, "time": moment(line.public_since, form)}
    return SafeString(render_to_string("components/rail_line.html", shown | {"is_breaking": is_breaking}))


def _form_on(today: dt.date, value: dt.datetime) -> str:
    date = timezone.localdate(value)
    if date == today:
        return "clock"
    return "day" if date.year == today.year else "year"


@register.simple_tag
def linked_names(names: list[NamedLink], language: str, separator: str) -> SafeString:
    """Names in a row, each linked if it has a page, and marked where it is not in the language of the page."""
    return format_html_join(
        separator,
        "{}{}{}",
        (
            (
                format_html('<a href="{}"', name.url) if name.url else mark_safe("<span"),
                format_html(' lang="{}">', name.language) if name.language != language else mark_safe(">"),
                format_html("{}</{}>", name.name, "a" if name.url else "span"),
            )
            for name in names
        ),
    )


@register.filter
def announce_changes(markup: str) -> SafeString:
    """Say in words, to those who hear the page, where something came or went.

    `markup` is what `diffing` made: the text in it is sanitised, and the only <ins> and <del> are its own.
    """
    for tag, words in (("ins", _("added")), ("del", _("removed"))):
        announcement = format_html('<span class="visually-hidden">{}: </span>', words)
        markup = markup.replace(f"<{tag}>", f"<{tag}>{announcement}")
    return mark_safe(markup)  # noqa: S308 (see above)


@register.filter
def shortened(lead: str) -> str:
    """A lead as lists show it: hardly ever is one so long that it has to be cut."""
    return lead if len(lead) <= _LONGEST_LEAD else Truncator(lead).chars(_LONGEST_LEAD)


@register.filter
def is_breaking(story: PublicStory, at: dt.datetime) -> bool:
    """Whether the story stands as breaking news at this moment."""
    return is_breaking_at(story.version.urgency, story.public_since, at=at)


@register.filter
def of_story(photos: Mapping[int, _Shown], story: PublicStory) -> _Shown | None:
    """The photo of this story among those of a page."""
    return photos.get(story.pk) if photos else None


def _address(context: Context) -> PageAddress | None:
    return getattr(context.get("page"), "address", None)
