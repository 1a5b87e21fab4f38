"""The words about rights that every public rendition carries, and nothing else of the original's metadata.

Written as XMP, and as IIM for the many programs that look no further. Not as EXIF: its Artist and Copyright are ASCII,
which Bulgarian names are not, and readers of EXIF 3.0's UTF-8 are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from media_library.domain.metadata.cleaning import clean_line
from media_library.domain.metadata.iim import BYTE_LIMITS, DatasetId
from media_library.domain.metadata.reading_warnings import ReadingWarnings
from media_library.domain.metadata.xmp import NAMESPACES

# So that the packet stays below the 64 KB of a JPEG segment, whatever characters have to be escaped.
_MAX_CHARACTERS: Final = 1000
_MAX_CREATORS: Final = 20
_MAX_NAME_CHARACTERS: Final = 200

_PREFIXES: Final = {prefix: NAMESPACES[prefix] for prefix in ("rdf", "dc", "photoshop", "xmpRights", "plus")}
_META: Final = "adobe:ns:meta/"
_START: Final = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'.encode()
_END: Final = b'<?xpacket end="r"?>'

_CHARACTER_SET: Final = b"\x1c\x01\x5a\x00\x03\x1b%G"  # 1:90, UTF-8
_RECORD_VERSION: Final = b"\x1c\x02\x00\x00\x02\x00\x04"  # 2:00, IIM 4
_BY_LINE, _CREDIT, _COPYRIGHT = (2, 80), (2, 110), (2, 116)


@dataclass(frozen=True, slots=True)
class EmbeddedRights:
    """The same words twice: as an XMP packet, and as IIM datasets (b"" when there are none)."""

    xmp: bytes
    iim: bytes


def embed_rights(values: Mapping[str, Any]) -> EmbeddedRights:
    """What goes into every public rendition, of a photo's shown values by field key."""
    return EmbeddedRights(rights_packet(values), rights_iim(values))


def rights_packet(values: Mapping[str, Any]) -> bytes:
    """The XMP packet of a public rendition, under 50 KB, in UTF-8.

    Written are creators, credit, copyright notice, web statement, licensor's name and URL (IPTC Core, xmpRights, PLUS),
    as far as `values` has them; with a copyright notice, the photo is marked as under rights.
    """
    root = etree.Element(f"{{{_META}}}xmpmeta", nsmap={"x": _META})
    rdf = etree.SubElement(root, _tag("rdf:RDF"), nsmap=_PREFIXES)
    description = etree.SubElement(rdf, _tag("rdf:Description"), {_tag("rdf:about"): ""})
    if creators := _creators(values):
        _add_array(description, "dc:creator", "rdf:Seq", texts=creators)
    if copyright_notice := _text(values, "copyright_notice"):
        _add_array(description, "dc:rights", "rdf:Alt", texts=[copyright_notice], language="x-default")
        _add_text(description, "xmpRights:Marked", "True")
    for key, name in (("credit", "photoshop:Credit"), ("web_statement", "xmpRights:WebStatement")):
        _add_text(description, name, _text(values, key))
    licensor = (
        ("plus:LicensorName", _text(values, "licensor_name")),
        ("plus:LicensorURL", _text(values, "licensor_url")),
    )
    if any(text for _name, text in licensor):
        sequence = etree.SubElement(etree.SubElement(description, _tag("plus:Licensor")), _tag("rdf:Seq"))
        item = etree.SubElement(sequence, _tag("rdf:li"), {_tag("rdf:parseType"): "Resource"})
        for name, text in licensor:
            _add_text(item, name, text)
    return _START + etree.tostring(root, encoding="utf-8") + _END


def rights_iim(values: Mapping[str, Any]) -> bytes:
    """The IIM datasets with creators, credit and copyright notice; b"" when there are none.

    IIM 4.2 in UTF-8, each value cut at its byte limit before a letter that would not fit.
    """
    block = b"".join(_dataset(_BY_LINE, name) for name in _creators(values))
    block += _dataset(_CREDIT, _text(values, "credit")) + _dataset(_COPYRIGHT, _text(values, "copyright_notice"))
    return _CHARACTER_SET + _RECORD_VERSION + block if block else b""


def _creators(values: Mapping[str, Any]) -> list[str]:
    names = [_clean(creator.get("name", ""), limit=_MAX_NAME_CHARACTERS) for creator in values.get("creators") or ()]
    return [name for name in names if name][:_MAX_CREATORS]


def _text(values: Mapping[str, Any], key: str) -> str:
    return _clean(values.get(key) or "", limit=_MAX_CHARACTERS)


def _clean(text: str, *, limit: int) -> str:
    """What XML can hold: an editor's value can have anything that a form lets through."""
    return clean_line(text, field="", warnings=ReadingWarnings(), limit=limit)


def _tag(name: str) -> str:
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _add_text(parent: etree._Element, name: str, text: str) -> None:
    if text:
        etree.SubElement(parent, _tag(name)).text = text


def _add_array(parent: etree._Element, name: str, container: str, *, texts: list[str], language: str = "") -> None:
    array = etree.SubElement(etree.SubElement(parent, _tag(name)), _tag(container))
    for text in texts:
        etree.SubElement(array, _tag("rdf:li"), {_tag("xml:lang"): language} if language else None).text = text


def _dataset(identity: DatasetId, text: str) -> bytes:
    # Cutting bytes and dropping what is left of the last letter.
    value = text.encode()[: BYTE_LIMITS[identity]].decode(errors="ignore").rstrip().encode()
    return b"\x1c" + bytes(identity) + len(value).to_bytes(2) + value if value else b""
