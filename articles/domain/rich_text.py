"""The body of a story: what markup it may hold, and how everything else is brought down to that.

Whatever arrives (the editor, a paste from Word, a wire) is sanitised by nh3, the Rust `ammonia` library, which parses
as browsers do (HTML Living Standard).
"""

import re

import lxml.html
import nh3
from lxml.html import HtmlElement

# What a news story needs, and nothing else.
ALLOWED_TAGS = {
    "a", "blockquote", "br", "em", "figure", "h2", "li", "ol", "p", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "figure": {"data-photo"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_SCHEMES = {"http", "https", "mailto"}
# Markup of the same meaning under another name, which a paste or a wire may bring.
_SYNONYMS = {
    "b": "strong", "i": "em", "cite": "em",
    "h1": "h2", "h3": "h2", "h4": "h2", "h5": "h2", "h6": "h2",
    "div": "p", "section": "p", "article": "p", "main": "p", "aside": "p", "header": "p", "footer": "p", "nav": "p",
    "address": "p", "center": "p", "figcaption": "p", "form": "p", "fieldset": "p", "details": "p",
    "summary": "p", "pre": "p", "dl": "p", "dt": "p", "dd": "p", "q": "blockquote", "bq": "blockquote",
}  # fmt: skip
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "select",
}
_BLOCKS = {"p", "h2", "ul", "ol", "blockquote", "table", "figure"}
_PHOTO_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
LONGEST_BODY = 500_000
_DEEPEST = 60
_TAG = re.compile(r"<(/?)(\w+)")


def clean_body(html: str) -> str:
    """Bring any HTML down to the markup of a story; the result is safe to show, and stable when cleaned again."""
    html = html.replace("\x00", "")
    if not html.strip():
        return ""
    safe = nh3.clean(
        html,
        tags=ALLOWED_TAGS | _SYNONYMS.keys(),
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    if _depth_of(safe) > _DEEPEST:
        safe = f"<p>{nh3.clean(safe, tags=set())}</p>"  # No story looks like this: the words are all that is kept.
    root = parse_body(safe)
    for element in list(root.iter()):
        element.tag = _SYNONYMS.get(element.tag, element.tag)
        if element.tag == "figure" and not _is_photo(element):
            element.tag = "p"
            element.attrib.clear()
        if element.tag == "a" and not element.get("href"):
            element.drop_tag()
    body = "".join(lxml.html.tostring(block, encoding="unicode", with_tail=False) for block in _blocks_of(root))
    # Once more over the result, so that nothing rests on the steps between.
    return nh3.clean(
        body,
        tags=ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        attribute_filter=_filter_attribute,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def _filter_attribute(_tag: str, name: str, value: str) -> str | None:
    return None if name == "data-photo" and not _PHOTO_ID.fullmatch(value) else value


def _is_photo(element: HtmlElement) -> bool:
    """Whether the element says where a photo of the story stands; any other figure is a paragraph to us."""
    return element.tag == "figure" and bool(_PHOTO_ID.fullmatch(element.get("data-photo", "")))


def parse_body(html: str) -> HtmlElement:
    """The body as a tree below one element of its own."""
    return lxml.html.fragment_fromstring(html, create_parent="body")


def _depth_of(safe: str) -> int:
    """How deep the elements of nh3's (hence well-formed) output are nested."""
    depth = deepest = 0
    for closing, name in _TAG.findall(safe):
        if name != "br":
            depth += -1 if closing else 1
            deepest = max(deepest, depth)
    return deepest


def _blocks_of(parent: HtmlElement) -> list[HtmlElement]:
    """The content as a list of blocks: loose text becomes paragraphs, paragraphs in paragraphs come apart."""
    blocks: list[HtmlElement] = []
    run = lxml.html.Element("p")

    def write(text: str | None) -> None:
        # Not len(run): lxml counts the children one by one, and a paragraph can have very many.
        last = next(run.iterchildren(reversed=True), None)
        if text and last is not None:
            last.tail = (last.tail or "") + text
        elif text:
            run.text = (run.text or "") + text

    def close() -> None:
        nonlocal run
        if run.text_content().strip():
            blocks.append(run)
        run = lxml.html.Element("p")

    write(parent.text)
    for child in list(parent):
        tail, child.tail = child.tail, None
        if child.tag == "p" or (child.tag not in _BLOCKS and _holds_blocks(child)):
            close()
            blocks.extend(_blocks_of(child))
        elif child.tag == "figure":
            close()
            blocks.append(_marker_like(child))
        elif child.tag in _BLOCKS:
            close()
            photos = _take_photos_out(child)
            if child.tag == "blockquote":
                quoted = _blocks_of(child)
                child.clear()
                child.extend(quoted)
            if child.text_content().strip():
                blocks.append(child)
            blocks.extend(photos)
        else:
            run.append(child)
        write(tail)
    close()
    return blocks


def _marker_like(figure: HtmlElement) -> HtmlElement:
    return lxml.html.Element("figure", {"data-photo": figure.get("data-photo")})


def _take_photos_out(block: HtmlElement) -> list[HtmlElement]:
    """Take the photos out of a list, a table or a quotation: they stand between blocks, behind this one."""
    figures = list(block.iter("figure"))
    for figure in figures:
        figure.drop_tree()
    return [_marker_like(figure) for figure in figures]


def text_of(html: str) -> str:
    """The words of a body without its markup, blocks apart by a space; for counts, searches and summaries."""
    if not html.strip():
        return ""
    root = parse_body(html)
    return " ".join(" ".join(root.itertext()).split())


def _holds_blocks(element: HtmlElement) -> bool:
    return any(inner.tag in _BLOCKS for inner in element.iterdescendants())


def links_of(html: str) -> list[str]:
    """The addresses of the links in a body, in order."""
    if "<a " not in html:
        return []
    root = parse_body(html)
    return [link.get("href", "") for link in root.iter("a")]
