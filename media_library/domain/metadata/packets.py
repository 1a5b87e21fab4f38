"""The parts of which the blocks are built that we write: XMP in RDF/XML, and datasets of IIM."""

from collections.abc import Iterable, Mapping
from typing import Final

from lxml import etree

from media_library.domain.metadata.cleaning import clean_line, clean_note
from media_library.domain.metadata.iim import BYTE_LIMITS, DatasetId
from media_library.domain.metadata.reading_warnings import ReadingWarnings
from media_library.domain.metadata.xmp import NAMESPACES

_META: Final = "adobe:ns:meta/"
_START: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
_END: Final = b'<?xpacket end="r"?>'
IIM_HEAD: Final = b"\x1c\x01\x5a\x00\x03\x1b%G" + b"\x1c\x02\x00\x00\x02\x00\x04"  # 1:90, UTF-8; 2:00, IIM 4


def start_packet(*prefixes: str) -> tuple[etree._Element, etree._Element]:
    """An empty packet, and its one description, to which properties are added."""
    root = etree.Element(f"{{{_META}}}xmpmeta", nsmap={"x": _META})
    names = {prefix: NAMESPACES[prefix] for prefix in ("rdf", *prefixes)}
    rdf = etree.SubElement(root, xmp_tag("rdf:RDF"), nsmap=names)
    return root, etree.SubElement(rdf, xmp_tag("rdf:Description"), {xmp_tag("rdf:about"): ""})


def finish_packet(root: etree._Element) -> bytes:
    """The packet's bytes, in UTF-8."""
    return _START + etree.tostring(root, encoding="utf-8") + _END


def xmp_tag(name: str) -> str:
    """The name with its namespace, of one with its prefix."""
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def add_text(parent: etree._Element, name: str, text: str) -> None:
    """A property with this text; none without text."""
    if text:
        etree.SubElement(parent, xmp_tag(name)).text = text


def add_array(parent: etree._Element, name: str, container: str, texts: Iterable[str]) -> None:
    """A property with a list (container "rdf:Seq" or "rdf:Bag"); none for an empty one."""
    texts = [text for text in texts if text]
    if texts:
        array = etree.SubElement(etree.SubElement(parent, xmp_tag(name)), xmp_tag(container))
        for text in texts:
            etree.SubElement(array, xmp_tag("rdf:li")).text = text


def add_languages(parent: etree._Element, name: str, texts: Mapping[str, str]) -> None:
    """A property in several languages ("x-default" first); none without text."""
    if any(texts.values()):
        array = etree.SubElement(etree.SubElement(parent, xmp_tag(name)), xmp_tag("rdf:Alt"))
        for language, text in texts.items():
            if text:
                etree.SubElement(array, xmp_tag("rdf:li"), {xmp_tag("xml:lang"): language}).text = text


def add_structures(parent: etree._Element, name: str, container: str, structures: Iterable[Mapping[str, str]]) -> None:
    """A property with a list of structures, of fields with text; none where nothing has any."""
    filled = [structure for structure in structures if any(structure.values())]
    if filled:
        array = etree.SubElement(etree.SubElement(parent, xmp_tag(name)), xmp_tag(container))
        for structure in filled:
            item = etree.SubElement(array, xmp_tag("rdf:li"), {xmp_tag("rdf:parseType"): "Resource"})
            for field, text in structure.items():
                add_text(item, field, text)


def iim_dataset(identity: DatasetId, text: str) -> bytes:
    """One dataset in UTF-8, cut at its byte limit before a letter that would not fit; b"" without text."""
    # Cutting bytes and dropping what is left of the last letter.
    value = text.encode()[: BYTE_LIMITS[identity]].decode(errors="ignore").rstrip().encode()
    return b"\x1c" + bytes(identity) + len(value).to_bytes(2) + value if value else b""


def writable_line(text: object, *, limit: int) -> str:
    """What XML can hold, on one line: an editor's value can have anything that a form lets through."""
    return clean_line(str(text or ""), field="", warnings=ReadingWarnings(), limit=limit)


def writable_note(text: object, *, limit: int) -> str:
    """The same with its lines."""
    return clean_note(str(text or ""), field="", warnings=ReadingWarnings(), limit=limit)
