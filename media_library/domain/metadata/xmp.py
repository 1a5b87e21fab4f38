"""XMP packets (ISO 16684-1): RDF/XML from strangers as plain values. Entities are never expanded."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from lxml import etree

NAMESPACES: Final[Mapping[str, str]] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prismRights": "http://prismstandard.org/namespaces/prismusagerights/2.1/",
}

XmpFlaw: TypeAlias = Literal["", "xmp_entities", "xmp_salvaged", "block_broken"]

_PREFIXES: Final = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
_RDF: Final = f"{{{NAMESPACES['rdf']}}}"
_LANGUAGE: Final = f"{{{NAMESPACES['xml']}}}lang"
_CONTAINERS: Final = {f"{_RDF}Alt", f"{_RDF}Bag", f"{_RDF}Seq"}
_SYNTAX_ATTRIBUTES: Final = {
    _LANGUAGE, *(f"{_RDF}{name}" for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype", "value")),
    "about", "ID",
}  # fmt: skip
_MAX_DEPTH: Final = 12
_MAX_VALUES: Final = 20_000
_MAX_ITEMS: Final = 2_000

# The byte order marks of UTF-16 and UTF-32, where a zero at the end is half a character, not padding.
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_START: Final = re.compile(rb"<(?:[\w.-]+:)?(?:xmpmeta|xapmeta|RDF)[\s>]")
_END: Final = re.compile(rb"</(?:[\w.-]+:)?(?:xmpmeta|xapmeta|RDF)\s*>")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BARE_AMPERSAND: Final = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")


@dataclass(slots=True)
class XmpValue:
    """A value: text, or the items of an array, or the fields of a structure by prefixed name ("plus:LicensorName").

    `language` is its xml:lang in lower case, "" without one.
    """

    text: str = ""
    language: str = ""
    items: list["XmpValue"] = field(default_factory=list)
    fields: dict[str, "XmpValue"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class XmpPacket:
    """The properties of one packet by prefixed name, those in the namespaces above."""

    properties: Mapping[str, XmpValue]
    flaw: XmpFlaw = ""


def read_xmp(packet: bytes) -> XmpPacket:
    """The properties of a packet. One that declares a document type gives none; a damaged one what can be salvaged."""
    plain = packet.replace(b"\0", b"")  # UTF-16 and UTF-32 look like ASCII without their zeros.
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        return XmpPacket({}, "xmp_entities")
    properties = _read(packet if packet.startswith(_WIDE) else packet.strip(b"\0 \t\r\n"), recover=False)
    if properties is not None:
        return XmpPacket(properties)
    properties = _read(_mend(packet), recover=True) or {}
    return XmpPacket(properties, "xmp_salvaged" if properties else "block_broken")


def _read(data: bytes, *, recover: bool) -> dict[str, XmpValue] | None:
    """The properties, or None where the data are no XML, or hold text that is no text."""
    root = _parse(data, recover=recover)
    try:
        return _Reader().read(root) if root is not None else None
    except UnicodeDecodeError:
        # The parser lets half of a surrogate pair through, and only its text can't be had.
        return None


def _parse(data: bytes, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError):
        return None
    return root  # None too, when nothing at all could be recovered.


def _mend(packet: bytes) -> bytes:
    """The part from the first to the last tag of the packet, as UTF-8 without what XML forbids."""
    start = _START.search(packet)
    if start is None:
        return b""
    ends = list(_END.finditer(packet))
    last = ends[-1].end() if ends else len(packet)
    text = packet[start.start() : last].decode("utf-8", "replace")
    return _BARE_AMPERSAND.sub("&amp;", _NOT_XML.sub("", text)).encode()


def _name(tag: object) -> str:
    """The prefixed name of a tag or attribute in a namespace that we know, else ""."""
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _brace, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(namespace) or _other_prefix(namespace)
    return f"{prefix}:{local}" if prefix else ""


def _other_prefix(namespace: str) -> str:
    """The prefix of a namespace that is written in several ways: drafts, and PRISM's versions."""
    if namespace.startswith("http://iptc.org/std/Iptc4xmpExt/"):
        return "Iptc4xmpExt"
    if namespace.startswith("http://prismstandard.org/namespaces/prismusagerights/"):
        return "prismRights"
    if namespace.startswith("http://prismstandard.org/namespaces/basic/"):
        return "prism"
    return "dc" if namespace == "http://purl.org/dc/elements/1.1" else ""


class _Reader:
    """Walks one packet, and stops at the limits instead of at the packet's end."""

    def __init__(self) -> None:
        self._values = 0

    def read(self, root: etree._Element) -> dict[str, XmpValue]:
        properties: dict[str, XmpValue] = {}
        for rdf in root.iter(f"{_RDF}RDF"):
            for description in rdf:
                for name, value in self._properties(description, depth=0).items():
                    properties.setdefault(name, value)
        return properties

    def _properties(self, node: etree._Element, *, depth: int) -> dict[str, XmpValue]:
        """The properties of a description: its attributes, then its elements; the first of each name counts."""
        found: dict[str, XmpValue] = {}
        for attribute, text in _attributes(node):
            if (name := _name(attribute)) and text.strip():
                found.setdefault(name, XmpValue(text))
        for child in node:
            name = _name(child.tag)
            if name and name not in found and self._may_go_on(depth):
                found[name] = self._value(child, depth=depth + 1)
        return found

    def _value(self, node: etree._Element, *, depth: int) -> XmpValue:
        value = XmpValue(language=_language(node))
        container = next((child for child in node if child.tag in _CONTAINERS), None)
        if container is not None:
            items = (child for child in container if child.tag == f"{_RDF}li")
            value.items = [
                self._value(item, depth=depth + 1)
                for _number, item in zip(range(_MAX_ITEMS), items, strict=False)
                if self._may_go_on(depth)
            ]
            return value
        # <property rdf:parseType="Resource">, or a description (or any typed node) inside the property.
        structure = node
        if node.get(f"{_RDF}parseType") != "Resource" and len(node) and len(node[0]) + len(node[0].attrib):
            structure = node[0]
        value.fields = self._properties(structure, depth=depth) if self._may_go_on(depth) else {}
        inner = structure.find(f"{_RDF}value")  # A value with qualifiers.
        text = inner.text if inner is not None else node.text
        resource = node.get(f"{_RDF}resource") or node.get(f"{_RDF}value") or ""
        value.text = text if text and text.strip() else resource
        value.language = value.language or _language(structure)
        return value

    def _may_go_on(self, depth: int) -> bool:
        self._values += 1
        return depth <= _MAX_DEPTH and self._values <= _MAX_VALUES


def _attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    for name, text in node.attrib.items():
        if str(name) not in _SYNTAX_ATTRIBUTES:
            yield str(name), str(text)


def _language(node: etree._Element) -> str:
    return str(node.get(_LANGUAGE, "")).strip().lower()[:35]


def find_values(properties: Mapping[str, XmpValue], path: str, *, first_only: bool = False) -> list[XmpValue]:
    """The values at "plus:Licensor/plus:LicensorName", through every item of arrays on the way; never empty ones.

    The last step's items stand for themselves: a keyword each, a language each. With `first_only`, of several
    structures only the first is looked into: one's name and another's address are nobody's.
    """
    *way, last = path.split("/")
    found = [XmpValue(fields=dict(properties))]
    for name in way:
        found = [item for item in _step(found, name) if item.fields]
        found = found[:1] if first_only else found
    return [value for value in _step(found, last) if value.text.strip("\0 \t\r\n")]


def _step(values: list[XmpValue], name: str) -> list[XmpValue]:
    named = [value.fields[name] for value in values if name in value.fields]
    return [item for value in named for item in (value.items or [value])]
