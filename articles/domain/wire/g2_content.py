"""The content set of a NewsML-G2 item: the text inside it, and the pictures that it points at."""

from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from articles.domain.wire.body import StoryBody, body_from_element, body_from_html
from articles.domain.wire.g2_properties import is_nar
from articles.domain.wire.gathering import Gathering, PictureChoice
from articles.domain.wire.item import WirePicture
from articles.domain.wire.nitf import read_nitf
from articles.domain.wire.pictures import read_side
from articles.domain.wire.plain_text import body_from_text
from articles.domain.wire.values import clean_line
from articles.domain.wire.xml_source import local_name

_BODY_ROOTS: Final = {"html", "body", "div", "section", "article", "p"}


@dataclass(slots=True)
class Content:
    """A story's text, with what NITF says beside it."""

    body: StoryBody = field(default_factory=StoryBody)
    byline: str = ""
    place: str = ""
    lead: str = ""


def read_content(item: etree._Element, gathering: Gathering, kind: str, *, like: WirePicture) -> Content:
    """The first rendition that has words is the text; remote images are one picture, described as `like`.

    Text is inlineXML (NITF or XHTML) or inlineData (HTML or plain). What is encoded, is no text, or is
    another rendition of it, is named as left out.
    """
    chosen = Content()
    choice = PictureChoice()
    for content_set in item:
        if not is_nar(content_set, "contentSet"):
            continue
        for rendition in content_set:
            name = local_name(rendition)
            if name == "remoteContent" and _is_image(rendition, kind):
                choice.offer(_read_rendition(rendition, like))
                continue
            content = Content() if chosen.body.blocks else _read_text(rendition, name)
            if content.body.blocks:
                chosen = content
            elif len(rendition) or (rendition.text or "").strip() or name == "remoteContent":
                gathering.leave_out(f"contentSet/{name}")
    choice.keep(gathering, field="contentSet/remoteContent")
    for picture in chosen.body.pictures:
        gathering.add_picture(picture, field="contentSet/media")
    for name in chosen.body.left_out:
        gathering.leave_out(f"contentSet/{name}")
    return chosen


def _read_text(rendition: etree._Element, name: str) -> Content:
    if name == "inlineXML":
        return next((_read_markup(child) for child in rendition if isinstance(child.tag, str)), Content())
    if name != "inlineData" or rendition.get("encoding"):
        return Content()
    mime_type = clean_line(rendition.get("contenttype") or "text/plain").lower()
    if "html" in mime_type:
        return Content(body=body_from_html(rendition.text or ""))
    if mime_type.startswith("text/plain"):
        return Content(body=body_from_text(rendition.text or ""))
    return Content()


def _read_markup(root: etree._Element) -> Content:
    """NITF or XHTML, told by the root's name: wires are careless with namespaces inside inlineXML."""
    name = local_name(root)
    if name == "nitf":
        story = read_nitf(root)
        return Content(body=story.body, byline=story.byline, place=story.place, lead=story.lead)
    if name in _BODY_ROOTS:
        return Content(body=body_from_element(root))
    return Content()


def _is_image(rendition: etree._Element, kind: str) -> bool:
    mime_type = (rendition.get("contenttype") or "").strip().lower()
    return mime_type.startswith("image/") or (not mime_type and kind in {"picture", "graphic"})


def _read_rendition(rendition: etree._Element, like: WirePicture) -> WirePicture:
    return replace(
        like,
        name=clean_line(rendition.get("rendition") or "").rpartition(":")[2],
        href=clean_line(rendition.get("href") or ""),
        mime_type=clean_line(rendition.get("contenttype") or "").lower(),
        width=read_side(rendition.get("width")),
        height=read_side(rendition.get("height")),
    )
