"""What changed between two versions, word by word, over every field that the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any

import lxml.html
import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from lxml.html.diff import htmldiff

from articles.domain.named_links import printed_name, printed_tag
from articles.domain.photo_markers import replace_markers
from articles.domain.rich_text import ALLOWED_TAGS, clean_body, links_of, parse_body
from articles.models import ArticlePhoto, Version

# Comparing word by word grows with the square of the length; these many characters take well under a second.
_LONGEST_WORD_DIFF = 60_000
_MOST_BLOCKS = 1_000
_CAPTION_IN_TEXT = 80
_ENDS = (".", "!", "?", "…")  # After these a sentence needs no full stop.
_EMPTY_MARK = re.compile(r"<(ins|del)>\s*</\1>")


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
    """Word-level difference of two pieces of story markup; of very long ones, block by block."""
    if links_of(before) != links_of(after):
        before, after = _spell_out_links(before), _spell_out_links(after)
    compare = htmldiff if len(before) + len(after) <= _LONGEST_WORD_DIFF else _diff_blocks
    # htmldiff writes the addresses of links without escaping them, so its output is as unsafe as any input.
    marked = nh3.clean(compare(before, after), tags=ALLOWED_TAGS - {"a"} | {"ins", "del"}, attributes={})
    marked = _EMPTY_MARK.sub("", marked)
    if "<ins>" not in marked and "<del>" not in marked:
        marked = f"<p><em>{escape(str(_('Only the formatting has changed.')))}</em></p>{marked}"
    return mark_safe(marked)  # noqa: S308 (sanitised above)


def _spell_out_links(html: str) -> str:
    """Put the address of every link behind its words, where a comparison shows it as text."""
    root = parse_body(html)
    for link in list(root.iter("a")):
        address = f" ({link.get('href', '')})"
        link.tail = address + (link.tail or "")
        link.drop_tag()
    return "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def _diff_blocks(before: str, after: str) -> str:
    """Whole blocks that came and went, between the blocks that both texts begin and end with."""
    old, new = _top_blocks(before), _top_blocks(after)
    head = _count_equal(old, new)
    tail = _count_equal(old[head:][::-1], new[head:][::-1])
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    pieces = new[:head]
    if len(gone) + len(come) > _MOST_BLOCKS:
        pieces += [f"<del>{block}</del>" for block in gone] + [f"<ins>{block}</ins>" for block in come]
    else:
        for kind, i, j, k, m in SequenceMatcher(None, gone, come, autojunk=False).get_opcodes():
            if kind == "equal":
                pieces += come[k:m]
            else:
                pieces += [f"<del>{block}</del>" for block in gone[i:j]] + [
                    f"<ins>{block}</ins>" for block in come[k:m]
                ]
    return "".join(pieces + new[len(new) - tail :])


def _top_blocks(html: str) -> list[str]:
    root = parse_body(html)
    if not len(root):
        return [html]
    return [escape(root.text or "")] + [lxml.html.tostring(block, encoding="unicode") for block in root]


def _count_equal(first: list[str], second: list[str]) -> int:
    """How many blocks both lists begin with."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(first), len(second)))


def _fields(language: str) -> list[tuple[object, Callable[[Version], str]]]:
    return [
        (_("Headline"), lambda version: escape(version.headline)),
        (_("Lead"), lambda version: escape(version.lead)),
        (_("Text"), _text_with_photos),
        (_("Photos"), _photos_of),
        (_("Byline"), lambda version: escape(_names_of(version))),
        (_("Dateline place"), lambda version: escape(version.dateline_place)),
        (_("Section"), lambda version: escape(version.section.name(language))),
        (_("Tags"), lambda version: escape(_tags_of(version))),
        (_("Sign-off"), lambda version: escape(version.sign_off)),
        (_("Urgency"), lambda version: str(version.urgency)),
        (_("Access"), lambda version: escape(str(version.get_access_display()))),
    ]


def _text_with_photos(version: Version) -> str:
    """The text, where a photo stands with the beginning of its caption in brackets."""
    captions = {int(photo["photo"]): str(photo["caption"]) for photo in version.photos}

    def name(photo_id: int) -> str:
        words = captions.get(photo_id, "")
        caption = f": {words[:_CAPTION_IN_TEXT]}{'…' if len(words) > _CAPTION_IN_TEXT else ''}" if words else ""
        return f"<p>[{escape(gettext('photo %(number)d') % {'number': photo_id} + caption)}]</p>"

    return replace_markers(clean_body(version.body), name)


def _photos_of(version: Version) -> str:
    """The photos in reading order, a paragraph each: where it stands, its words, and what is cut away."""
    return "".join(f"<p>{escape(_describe_photo(photo))}</p>" for photo in version.photos)


def _describe_photo(photo: dict[str, Any]) -> str:
    place = ArticlePhoto.Place(photo["place"]).label
    caption = str(photo["caption"]).strip()
    described = gettext("%(place)s, photo %(number)d: %(caption)s") % {
        "place": str(place).capitalize(),
        "number": photo["photo"],
        "caption": caption if caption.endswith(_ENDS) else f"{caption or '–'}.",
    }
    if photo["credit"]:
        described += " " + gettext("Photo: %(credit)s") % {"credit": photo["credit"]} + "."
    if photo["crop"]:
        left, top, right, bottom = (f"{int(edge) / 10:g}" for edge in photo["crop"].split(","))
        described += " " + gettext("Cropped: %(left)s–%(right)s%% across, %(top)s–%(bottom)s%% down.") % {
            "left": left, "right": right, "top": top, "bottom": bottom,
        }  # fmt: skip
    if photo.get("alt") and photo["alt"] != photo["caption"]:
        described += " " + gettext("In words: %(alt)s") % {"alt": photo["alt"]}
        described += "" if photo["alt"].endswith(_ENDS) else "."
    x, y = round(photo["focal_x"] * 100), round(photo["focal_y"] * 100)
    if (x, y) != (50, 50):
        described += " " + gettext("Focal point: %(x)d, %(y)d%%.") % {"x": x, "y": y}
    return described


def _names_of(version: Version) -> str:
    return ", ".join(printed_name(entry, language=version.language) for entry in version.byline)


def _tags_of(version: Version) -> str:
    return ", ".join(printed_tag(entry, language=version.language)[0] for entry in version.tags)
