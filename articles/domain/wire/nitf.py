"""Stories in NITF, the News Industry Text Format of IPTC, as other formats carry them."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from articles.domain.wire.body import StoryBody, body_from_element
from articles.domain.wire.pictures import words_in
from articles.domain.wire.xml_source import local_name

# Agencies write the namespace with and without the slash, and often leave it out.
NITF_NAMESPACES: Final = ("http://iptc.org/std/NITF/2006-10-18/", "http://iptc.org/std/NITF/2006-10-18", "")
NITF_ROOTS: Final = tuple(f"{{{name}}}nitf" if name else "nitf" for name in NITF_NAMESPACES)


@dataclass(slots=True)
class NitfStory:
    """What an NITF document adds to an item."""

    body: StoryBody
    byline: str
    place: str
    lead: str


def read_nitf(root: etree._Element) -> NitfStory:
    """Read `body.content` as the story, and of `body.head` the byline, the dateline's place, the abstract.

    What is in `body.head` and `body.end` is not part of the text. The headline is left to the item.
    """
    head = _find(root, "body.head")
    content = _find(root, "body.content")
    body = StoryBody() if content is None else body_from_element(content)
    if (end := _find(root, "body.end")) is not None and words_in(end):
        body.left_out.append("body.end")
    return NitfStory(
        body=body,
        byline=_words_of_part(head, "byline"),
        place=_words_of_part(_find(head, "dateline"), "location"),
        lead=_words_of_part(head, "abstract"),
    )


def _find(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first element of that name at any depth, in any namespace."""
    if element is None:
        return None
    return next((part for part in element.iterdescendants() if local_name(part) == name), None)


def _words_of_part(element: etree._Element | None, name: str) -> str:
    part = _find(element, name)
    return "" if part is None else words_in(part)
