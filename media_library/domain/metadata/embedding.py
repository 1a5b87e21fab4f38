"""The words about rights that every public rendition carries, and nothing else of the original's metadata.

Written as XMP, and as IIM for the many programs that look no further. Not as EXIF: its Artist and Copyright are ASCII,
which Bulgarian names are not, and readers of EXIF 3.0's UTF-8 are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from media_library.domain.metadata.packets import (
    IIM_HEAD,
    add_array,
    add_languages,
    add_structures,
    add_text,
    finish_packet,
    iim_dataset,
    start_packet,
    writable_line,
)

# So that the packet stays below the 64 KB of a JPEG segment, whatever characters have to be escaped.
_MAX_CHARACTERS: Final = 1000
_MAX_CREATORS: Final = 20
_MAX_NAME_CHARACTERS: Final = 200

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
    root, description = start_packet("dc", "photoshop", "xmpRights", "plus")
    add_array(description, "dc:creator", "rdf:Seq", _creators(values))
    if copyright_notice := _text(values, "copyright_notice"):
        add_languages(description, "dc:rights", {"x-default": copyright_notice})
        add_text(description, "xmpRights:Marked", "True")
    for key, name in (("credit", "photoshop:Credit"), ("web_statement", "xmpRights:WebStatement")):
        add_text(description, name, _text(values, key))
    licensor = {
        "plus:LicensorName": _text(values, "licensor_name"),
        "plus:LicensorURL": _text(values, "licensor_url"),
    }
    add_structures(description, "plus:Licensor", "rdf:Seq", [licensor])
    return finish_packet(root)


def rights_iim(values: Mapping[str, Any]) -> bytes:
    """The IIM datasets with creators, credit and copyright notice; b"" when there are none.

    IIM 4.2 in UTF-8, each value cut at its byte limit before a letter that would not fit.
    """
    block = b"".join(iim_dataset(_BY_LINE, name) for name in _creators(values))
    block += iim_dataset(_CREDIT, _text(values, "credit")) + iim_dataset(_COPYRIGHT, _text(values, "copyright_notice"))
    return IIM_HEAD + block if block else b""


def _creators(values: Mapping[str, Any]) -> list[str]:
    creators = values.get("creators") or ()
    names = [writable_line(creator.get("name", ""), limit=_MAX_NAME_CHARACTERS) for creator in creators]
    return [name for name in names if name][:_MAX_CREATORS]


def _text(values: Mapping[str, Any], key: str) -> str:
    return writable_line(values.get(key), limit=_MAX_CHARACTERS)
