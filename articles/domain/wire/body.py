"""Story bodies: HTML, XHTML, NITF and plain text, all turned into one small set of HTML elements.

What comes out is p, h2, h3, pre, hr, lists, blockquotes, tables, and inside them a, strong, em, sub, sup,
q and br. It is well-formed and escaped, but the wire's words are still the wire's: sanitise before use.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final

from lxml import etree

from articles.domain.wire.item import WirePicture
from articles.domain.wire.pictures import picture_from_figure, picture_from_image, picture_from_nitf_media
from articles.domain.wire.values import clean_line, clean_text, fold_space
from articles.domain.wire.xml_source import local_name

MAX_DEPTH: Final = 60  # below that only the words are kept

_INLINE = {
    "a": "a", "b": "strong", "em": "em", "i": "em", "q": "q", "strong": "strong", "sub": "sub", "sup": "sup",
}  # fmt: skip
# Headings start at h2: the page's own h1 is the headline. hl1 and hl2 are NITF's.
_LINES = {
    "p": "p", "h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3", "hl1": "h2", "hl2": "h2",
    "dt": "dt", "caption": "caption",
}  # fmt: skip
_CELLS = {"li": "li", "td": "td", "th": "th", "dd": "dd"}
_FRAMES = {
    "ul": "ul", "ol": "ol", "dl": "dl", "table": "table", "thead": "thead", "tbody": "tbody", "tfoot": "tfoot",
    "tr": "tr",
}  # fmt: skip
_QUOTES = {"blockquote", "bq"}
_CONTAINERS = {
    "address", "article", "aside", "block", "body", "body.content", "center", "details", "div", "fieldset",
    "footer", "header", "html", "main", "nav", "nitf", "nitf-table", "section",
}  # fmt: skip
_UNSEEN = {"base", "head", "link", "meta", "noscript", "script", "style", "template", "title"}
_LEFT_OUT = {
    "applet", "audio", "button", "canvas", "embed", "form", "frame", "frameset", "iframe", "input", "math",
    "nitf-table-metadata", "note", "object", "select", "svg", "textarea", "video",
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)
# These run over foreign text of megabytes, so none of them may look at the same run of characters twice.
_BREAKS = re.compile("<br>(?:[ \xa0]?<br>)+")
_TAG = re.compile(r"<[^>]*>")
_NO_WORDS = re.compile(r"(?:<[^>]*>|\s)*+")


class _Block(str):
    """A finished piece of HTML that stands by itself; every other piece is inline."""

    __slots__ = ()


@dataclass(slots=True)
class StoryBody:
    """A story's text as HTML blocks in reading order, and what was taken out of it."""

    blocks: list[str] = field(default_factory=list)
    pictures: list[WirePicture] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def html_without(self, *repeats: str) -> str:
        """The HTML, without leading blocks that only repeat the headline or the lead, once each."""
        to_drop = {clean_line(text).casefold() for text in repeats}
        start = 0
        while start < len(self.blocks) and (words := words_of(self.blocks[start]).casefold()) in to_drop:
            to_drop.remove(words)
            start += 1
        return "".join(self.blocks[start:])


def words_of(html: str) -> str:
    """The words of a piece of HTML on one line."""
    return clean_line(unescape(_TAG.sub(" ", html) if "<br>" in html else _TAG.sub("", html)))


def _has_words(html: str) -> bool:
    match = _NO_WORDS.match(html)
    return match is not None and match.end() < len(html)


def body_from_html(source: str) -> StoryBody:
    """Read HTML or XHTML as browsers do: broken markup is mended, never refused."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(clean_text(source).encode(), parser)
    except (etree.LxmlError, ValueError):
        root = None
    return StoryBody() if root is None else body_from_element(root)


def body_from_element(root: etree._Element) -> StoryBody:
    """Read a parsed body: HTML, XHTML, or NITF from `body.content` down."""
    body = StoryBody()
    body.blocks = list(_paragraphs(_pieces(root, body, depth=0), tag="p"))
    return body


def _pieces(element: etree._Element, body: StoryBody, *, depth: int) -> list[str]:
    """What one element amounts to: inline HTML and blocks, in order. Its tail is its parent's."""
    name = local_name(element).lower()
    if not name or name in _UNSEEN or _take_out(element, name, body):
        return []
    if name == "br":
        return ["<br>"]
    if name == "hr":
        return [_Block("<hr>")]
    if name == "pre":
        return [_Block(f"<pre>{escape(clean_text(_all_text(element)), quote=False)}</pre>")]
    inner = _inner_pieces(element, body, depth=depth + 1)
    if tag := _INLINE.get(name):
        return _wrap_inline(inner, element, tag=tag)
    if tag := _LINES.get(name):
        return list(_paragraphs(inner, tag=tag))
    if tag := _CELLS.get(name):
        only_words = not any(isinstance(piece, _Block) for piece in inner)
        content = "".join(inner).strip() if only_words else "".join(_paragraphs(inner, tag="p"))
        return [_Block(f"<{tag}{_spans(element)}>{content}</{tag}>")]
    if tag := _FRAMES.get(name):
        content = "".join(inner).strip()
        return [_Block(f"<{tag}>{content}</{tag}>")] if content else []
    if name in _QUOTES:
        content = "".join(_paragraphs(inner, tag="p"))
        return [_Block(f"<blockquote>{content}</blockquote>")] if content else []
    if name in _CONTAINERS:
        return list(_paragraphs(inner, tag="p"))
    return inner


def _inner_pieces(element: etree._Element, body: StoryBody, *, depth: int) -> list[str]:
    """The element's text and children, with neighbouring inline pieces joined."""
    if depth > MAX_DEPTH:
        return [_text(_all_text(element))]
    labels = _is_line_of_labels(element)
    pieces: list[str] = []
    inline = [_text(element.text)]
    for child in element:
        for piece in _pieces(child, body, depth=depth):
            if isinstance(piece, _Block):
                pieces += [_join(inline), piece]
                inline = []
            else:
                inline.append(piece)
        inline += [_text(child.tail), " " if labels else ""]
    return [piece for piece in [*pieces, _join(inline)] if piece]


def _join(inline: list[str]) -> str:
    """Neighbouring inline pieces as one; their texts are folded, so that only the seams may double a space."""
    joined = "".join(inline)
    return re.sub(" {2,}", " ", joined) if "  " in joined else joined


def _take_out(element: etree._Element, name: str, body: StoryBody) -> bool:
    """Pictures go to the item's pictures; what a story can't hold is named."""
    if name == "figure":
        body.pictures += picture_from_figure(element)
    elif name == "img":
        body.pictures.append(picture_from_image(element))
    elif name == "media" and (picture := picture_from_nitf_media(element)):
        body.pictures.append(picture)
    elif name in _LEFT_OUT or name == "media":
        body.left_out.append(name)
    else:
        return False
    return True


def _paragraphs(pieces: Iterable[str], *, tag: str) -> Iterable[_Block]:
    """Blocks as they are, and every run of inline HTML in a block of its own; two line breaks part runs."""
    for piece in pieces:
        if isinstance(piece, _Block):
            yield piece
            continue
        for run in _BREAKS.split(piece):
            content = run.strip().removeprefix("<br>").removesuffix("<br>").strip()
            if _has_words(content):
                yield _Block(f"<{tag}>{content}</{tag}>")


def _wrap_inline(pieces: list[str], element: etree._Element, *, tag: str) -> list[str]:
    """Inline markup around words; blocks inside it keep their place and lose the markup."""
    attributes = ""
    if tag == "a":
        address = clean_line(element.get("href") or "")
        if not _ADDRESS.fullmatch(address):
            return pieces
        attributes = f' href="{escape(address)}"'
    return [piece if isinstance(piece, _Block) else _wrap_runs(piece, tag, attributes) for piece in pieces]


def _wrap_runs(inline: str, tag: str, attributes: str) -> str:
    """Wrap each side of a paragraph break by itself, so that the break can still part them."""
    runs = [f"<{tag}{attributes}>{run}</{tag}>" if _has_words(run) else run for run in _BREAKS.split(inline)]
    return "<br><br>".join(runs)


def _spans(cell: etree._Element) -> str:
    """The colspan and rowspan of a table cell, where they are sensible numbers."""
    return "".join(
        f' {name}="{value}"'
        for name in ("colspan", "rowspan")
        if re.fullmatch(r"[1-9][0-9]?", value := cell.get(name) or "", re.ASCII)
    )


def _is_line_of_labels(element: etree._Element) -> bool:
    """A div that holds nothing but classed spans, as some wires write «place, source» above a story."""
    return (
        local_name(element) == "div"
        and len(element) > 1
        and not (element.text or "").strip()
        and all(local_name(child) == "span" and child.get("class") for child in element)
    )


def _text(value: str | None) -> str:
    return escape(fold_space(clean_text(value)), quote=False) if value else ""


def _all_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())
