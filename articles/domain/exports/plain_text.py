"""A story as plain text, set as the agency's wire has it."""

from __future__ import annotations

import datetime as dt
import re

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml.html import HtmlElement

from articles.domain.exports.taken_story import TakenStory
from articles.domain.rich_text import parse_body
from articles.models import Version

_SPACE = re.compile(r"[ \t\r\n]+")
_LINE_BREAK = "\u2028"


def write_text(story: TakenStory) -> str:
    """The whole story in its language, parts apart by an empty line; photos by their words."""
    with override(story.page.language):
        parts = [
            _head_of(story),
            story.byline,
            _dateline_of(story),
            story.page.lead.strip(),
            text_in_blocks(story.markup),
            f"/{story.page.sign_off}/" if story.page.sign_off else "",
            _tags_of(story),
            _photos_of(story),
            "\n".join([*story.terms, story.url, story.copyright_notice]),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"


def text_in_blocks(markup: str) -> str:
    """The words of a cleaned body: an empty line between blocks, a line for each item of a list and row of a table."""
    if not markup.strip():
        return ""
    blocks = [_block_as_text(block) for block in parse_body(markup)]
    return "\n\n".join(block for block in blocks if block)


def _block_as_text(block: HtmlElement) -> str:
    if block.tag in {"ul", "ol"}:
        items = [item for item in block if item.tag == "li"]
        signs = [f"{number}." if block.tag == "ol" else "–" for number in range(1, len(items) + 1)]
        return "\n".join(f"{sign} {_words_of(item)}" for sign, item in zip(signs, items, strict=True))
    if block.tag == "table":
        rows = [" | ".join(_words_of(cell) for cell in row if cell.tag in {"td", "th"}) for row in block.iter("tr")]
        return "\n".join(rows)
    if block.tag == "blockquote" and len(block):
        return "\n\n".join(filter(None, (_block_as_text(inner) for inner in block)))
    return _words_of(block)


def _words_of(element: HtmlElement) -> str:
    """The text of an element with single spaces; a line break stays one."""
    for line_break in element.iter("br"):
        line_break.tail = _LINE_BREAK + (line_break.tail or "")
    lines = "".join(element.itertext()).split(_LINE_BREAK)
    return "\n".join(_SPACE.sub(" ", line).strip() for line in lines)


def _head_of(story: TakenStory) -> str:
    page = story.page
    mark = {Version.Kind.UPDATE: _("UPDATED"), Version.Kind.CORRECTION: _("CORRECTION")}.get(page.mark)  # type: ignore[call-overload]
    head = f"{mark} {page.headline}" if mark else page.headline
    return f"{head}\n\n{_('Correction')}: {page.correction_note}" if page.correction_note else head


def _dateline_of(story: TakenStory) -> str:
    page = story.page
    place = f"{page.dateline_place}, " if page.dateline_place else ""
    marked = f" | {_written(page.marked_at)}" if page.mark and page.marked_at else ""
    return f"{place}{_written(page.first_published_at)}{marked} ({story.sign})"


def _tags_of(story: TakenStory) -> str:
    names = ", ".join(tag.name for tag in story.page.tags)
    return f"{_('Tags')}: {names}" if names else ""


def _photos_of(story: TakenStory) -> str:
    lines = []
    for photo in story.photos:
        credit = _("Photo: %(credit)s") % {"credit": photo.credit} if photo.credit else ""
        lines.append("– " + " ".join(filter(None, [" ".join(photo.caption.split()), credit])))
    return "\n".join([_("Photos with this story, which are licensed one by one:"), *lines]) if lines else ""


def _written(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y %H:%M")
