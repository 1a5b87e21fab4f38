"""The rows of a list of stories.

Written here and not in a template: a page has twenty of them, and as templates they took longer than all the rest of
the page, the database included.
"""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.domain.listing import ListPage
from articles.domain.reading import is_breaking_at
from articles.domain.row_photos import RowPhoto
from articles.models import PublicStory, Version
from articles.templatetags.public_pages import moment, shortened

register = template.Library()
_NOTHING = SafeString("")


@register.simple_tag
def story_row(story: PublicStory, page: ListPage) -> SafeString:
    """One row of a list: time, mark, headline, lead and photo; the section, too, unless the list is of one."""
    version = story.version
    is_breaking = is_breaking_at(version.urgency, story.public_since, at=page.now)
    photo = page.photos.get(story.pk)
    return format_html(
        '<li class="row"><span class="row-time">{}</span><div class="row-text">'
        '<h3 class="row-headline">{}<a href="{}">{}</a></h3>{}</div>{}{}</li>',
        moment(story.public_since, "clock"),
        _mark(story.mark, is_breaking=is_breaking) if story.mark or is_breaking else _NOTHING,
        story.get_absolute_url(),
        version.headline,
        format_html('<p class="row-lead clamped">{}</p>', shortened(version.lead)) if version.lead else _NOTHING,
        _photo(photo) if photo else _NOTHING,
        _section(story) if page.section is None else _NOTHING,
    )


def _mark(mark: str, *, is_breaking: bool) -> SafeString:
    """The more urgent of what stands before a headline; a minor fix has no mark of its own."""
    if is_breaking and mark != Version.Kind.KILL:
        return format_html('<span class="mark mark-breaking">{}</span> ', _("BREAKING"))
    if mark == Version.Kind.CORRECTION:
        return format_html('<span class="mark mark-note">{}</span> ', _("CORRECTION"))
    return format_html('<span class="mark mark-alert">{}</span> ', _("UPDATED"))


def _photo(photo: RowPhoto) -> SafeString:
    """Small, beside a headline that says the same: it has no words of its own."""
    return format_html(
        '<img class="row-photo focus-x-{} focus-y-{}{}" src="{}" srcset="{}" sizes="6rem" width="{}" height="{}" alt=""'
        ' loading="lazy" decoding="async">',
        photo.focus_x,
        photo.focus_y,
        "" if photo.may_crop else " photo-uncut",
        photo.thumb.src,
        photo.thumb.srcset,
        photo.thumb.width,
        photo.thumb.height,
    )


def _section(story: PublicStory) -> SafeString:
    return format_html('<a class="row-section" href="{}">{}</a>', story.section.get_absolute_url(), str(story.section))
