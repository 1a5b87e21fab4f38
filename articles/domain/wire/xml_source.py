"""Opening XML from outside: no document types, no entities, no network, nothing huge."""

import io
from collections.abc import Collection

from lxml import etree

from articles.domain.wire.item import NotWire, UnsafeXml
from articles.domain.wire.values import shorten


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace; "" for comments and processing instructions."""
    # Not etree.QName: in HTML an element can be called "a<p", and QName refuses such names.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """The element's namespace, "" when it has none."""
    return element.tag[1:].rpartition("}")[0] if isinstance(element.tag, str) else ""


def open_xml(data: bytes, *, roots: Collection[str]) -> etree._Element:
    """The root element, which must be one of `roots` (in Clark notation, "{namespace}name").

    The root's start decides before anything below it is read: UnsafeXml when a DOCTYPE stands before
    it, in whatever encoding, and NotWire when it is another root or the XML is broken.
    """
    try:
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start",),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root: etree._Element = next(iter(events))[1]
        if root.getroottree().docinfo.internalDTD is not None:
            raise UnsafeXml
        if root.tag not in roots:
            raise NotWire(reason=shorten(root.tag))
        for _event, _element in events:
            pass
    except (etree.LxmlError, StopIteration, LookupError, UnicodeError) as error:
        raise NotWire(reason=shorten(error)) from error
    return root
