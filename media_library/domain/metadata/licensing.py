"""Everything that is shown of a photo, and the licence under which a copy leaves, as the blocks of a sold file.

After the IPTC Photo Metadata Standard 2023.2 and the PLUS Licence Data Format 1.2.1; where the reader (`fields`) looks
first. Positions of GPS are never written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from media_library.domain.metadata.embedding import EmbeddedRights
from media_library.domain.metadata.fields import CREATOR_JOB_TITLE_IIM, CREATOR_JOB_TITLE_XMP, FIELDS
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
    writable_note,
)

# A segment of a JPEG holds 65,533 bytes, its own head among them.
_MOST_BYTES: Final = 65_000
_PLUS_VOCABULARY: Final = "http://ns.useplus.org/ldf/vocab/"
_SOURCE_TYPES: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"

_LINES: Final = {
    "headline": "photoshop:Headline",
    "caption_writer": "photoshop:CaptionWriter",
    "job_id": "photoshop:TransmissionReference",
    "credit": "photoshop:Credit",
    "source": "photoshop:Source",
    "supplier_image_id": "plus:ImageSupplierImageID",
    "instructions": "photoshop:Instructions",
    "taken_at": "photoshop:DateCreated",
    "embargo_until": "prismRights:embargoDate",
    "expires_at": "prismRights:expirationDate",
    "shown_sublocation": "Iptc4xmpCore:Location",
    "shown_city": "photoshop:City",
    "shown_region": "photoshop:State",
    "shown_country": "photoshop:Country",
    "shown_country_code": "Iptc4xmpCore:CountryCode",
}
_DEFAULTS: Final = {"title": "dc:title", "copyright_notice": "dc:rights", "event": "Iptc4xmpExt:Event"}
_IN_LANGUAGES: Final = {
    "caption": "dc:description",
    "alt": "Iptc4xmpCore:AltTextAccessibility",
    "description": "Iptc4xmpCore:ExtDescrAccessibility",
}
_LISTS: Final = {
    "keywords": "dc:subject",
    "persons": "Iptc4xmpExt:PersonInImage",
    "organisations": "Iptc4xmpExt:OrganisationInImageName",
}
_CODES: Final = {
    "model_release": ("plus:ModelReleaseStatus", _PLUS_VOCABULARY),
    "property_release": ("plus:PropertyReleaseStatus", _PLUS_VOCABULARY),
    "minor_age": ("plus:MinorModelAgeDisclosure", _PLUS_VOCABULARY),
    "data_mining": ("plus:DataMining", _PLUS_VOCABULARY),
    "digital_source_type": ("Iptc4xmpExt:DigitalSourceType", _SOURCE_TYPES),
}
_PLACE: Final = {
    "sublocation": "Iptc4xmpExt:Sublocation",
    "city": "Iptc4xmpExt:City",
    "region": "Iptc4xmpExt:ProvinceState",
    "country": "Iptc4xmpExt:CountryName",
    "country_code": "Iptc4xmpExt:CountryCode",
}


@dataclass(frozen=True, slots=True)
class LicenceWords:
    """What a sold file says of its licence. Texts by language ("bg", "en"); dates in ISO 8601, "" for none."""

    number: str
    licensee: str
    licensor: str
    licensor_url: str
    photo_id: str
    terms_url: str
    terms: Mapping[str, str]
    regions: Mapping[str, str] = field(default_factory=dict)
    constraints: Mapping[str, str] = field(default_factory=dict)
    bought_on: str = ""
    ends_on: str = ""
    must_credit: bool = False
    no_crop: bool = False


@dataclass(frozen=True, slots=True)
class _Room:
    """How long a text and a list may be."""

    characters: int
    entries: int


# As much as is read. Where that does not fit into one segment, the longest texts and lists give way.
_ROOMS: Final = (_Room(20_000, 500), _Room(4_000, 200), _Room(1_500, 60), _Room(600, 20), _Room(150, 8), _Room(60, 3))


def embed_licence(values: Mapping[str, Any], *, licence: LicenceWords) -> EmbeddedRights:
    """The blocks of a sold copy, of a photo's shown values by field key: everything but its position, and the licence.

    Each fits into one segment of a JPEG.
    """
    for room in _ROOMS:
        xmp = _packet(values, licence=licence, room=room)
        if len(xmp) <= _MOST_BYTES:
            break
    return EmbeddedRights(xmp, _datasets(values))


def _packet(values: Mapping[str, Any], *, licence: LicenceWords, room: _Room) -> bytes:
    root, node = start_packet("dc", "photoshop", "xmpRights", "Iptc4xmpCore", "Iptc4xmpExt", "plus", "prismRights")
    for key, name in _LINES.items():
        add_text(node, name, writable_note(values.get(key), limit=room.characters))
    for key, name in _DEFAULTS.items():
        add_languages(node, name, {"x-default": writable_line(values.get(key), limit=room.characters)})
    for key, name in _IN_LANGUAGES.items():
        texts = {code: writable_note(values.get(f"{key}_{code}"), limit=room.characters) for code in ("bg", "en")}
        _add_both(node, name, texts)
    for key, name in _LISTS.items():
        add_array(node, name, "rdf:Bag", _entries(values.get(key), room=room))
    for key, (name, vocabulary) in _CODES.items():
        if code := writable_line(values.get(key), limit=80):
            add_text(node, name, f"{vocabulary}{code}")
    _add_parties(node, values, room=room)
    for prefix, name in (("created", "Iptc4xmpExt:LocationCreated"), ("shown", "Iptc4xmpExt:LocationShown")):
        place = {
            tag: writable_line(values.get(f"{prefix}_{key}"), limit=min(250, room.characters))
            for key, tag in _PLACE.items()
        }
        add_structures(node, name, "rdf:Bag", [place])
    _add_licence(node, values, licence=licence, room=room)
    return finish_packet(root)


def _add_parties(node: etree._Element, values: Mapping[str, Any], *, room: _Room) -> None:
    creators = _creators(values, entries=room.entries)
    add_array(node, "dc:creator", "rdf:Seq", [name for name, _title in creators])
    if creators:
        add_text(node, CREATOR_JOB_TITLE_XMP, creators[0][1])
    owner = {"plus:CopyrightOwnerName": writable_line(values.get("copyright_owner"), limit=min(500, room.characters))}
    supplier = {"plus:ImageSupplierName": writable_line(values.get("supplier_name"), limit=min(250, room.characters))}
    add_structures(node, "plus:CopyrightOwner", "rdf:Seq", [owner])
    add_structures(node, "plus:ImageSupplier", "rdf:Seq", [supplier])


def _add_licence(node: etree._Element, values: Mapping[str, Any], *, licence: LicenceWords, room: _Room) -> None:
    own_terms = writable_note(values.get("usage_terms"), limit=room.characters)
    terms = {code: writable_note(text, limit=room.characters) for code, text in licence.terms.items()}
    add_text(node, "xmpRights:Marked", "True")
    add_text(node, "xmpRights:WebStatement", _address(values.get("web_statement"), room=room) or licence.terms_url)
    joined = {code: "\n".join(part for part in (text, own_terms) if part) for code, text in terms.items()}
    _add_both(node, "xmpRights:UsageTerms", joined)
    _add_both(node, "plus:TermsAndConditionsText", terms)
    _add_both(node, "plus:RegionConstraints", licence.regions)
    _add_both(node, "plus:OtherConstraints", licence.constraints)
    licensee = writable_line(licence.licensee, limit=250)
    add_structures(node, "plus:Licensee", "rdf:Seq", [{"plus:LicenseeName": licensee}])
    add_structures(node, "plus:EndUser", "rdf:Seq", [{"plus:EndUserName": licensee}])
    own_licensor = {
        "plus:LicensorName": writable_line(values.get("licensor_name"), limit=min(250, room.characters)),
        "plus:LicensorURL": _address(values.get("licensor_url"), room=room),
    }
    # We license this copy; from whom we have the photo stands behind.
    ours = {"plus:LicensorName": licence.licensor, "plus:LicensorURL": licence.licensor_url}
    add_structures(node, "plus:Licensor", "rdf:Seq", [ours, own_licensor])
    add_array(node, "plus:LicensorTransactionID", "rdf:Bag", [licence.number])
    for name, text in (
        ("plus:Version", "1.2.1"),
        ("plus:LicenseID", licence.number),
        ("plus:LicensorImageID", licence.photo_id),
        ("plus:LicenseTransactionDate", licence.bought_on),
        ("plus:LicenseStartDate", licence.bought_on),
        ("plus:LicenseEndDate", licence.ends_on),
        ("plus:TermsAndConditionsURL", licence.terms_url),
        ("plus:CreditLineRequired", f"{_PLUS_VOCABULARY}CR-CAI" if licence.must_credit else ""),
    ):
        add_text(node, name, text)
    if licence.no_crop:
        add_array(node, "plus:ImageAlterationConstraints", "rdf:Bag", [f"{_PLUS_VOCABULARY}AL-CRP"])


def _add_both(node: etree._Element, name: str, texts: Mapping[str, str]) -> None:
    """Bulgarian is the default; readers that know no languages take the first."""
    texts = {code: text for code, text in texts.items() if text}
    if texts:
        default = texts.get("bg") or next(iter(texts.values()))
        add_languages(node, name, {"x-default": default, **texts})


def _datasets(values: Mapping[str, Any]) -> bytes:
    """The same in IIM 4.2, as far as that has a place for it: in Bulgarian, or else in English."""
    block = b"".join(_datasets_in_order(values))
    return IIM_HEAD + block if block else b""


def _datasets_in_order(values: Mapping[str, Any]) -> Iterator[bytes]:
    datasets: list[tuple[tuple[int, int], str]] = []
    values = {**values, "caption_en": "" if values.get("caption_bg") else values.get("caption_en")}
    for one in FIELDS:
        value = values.get(one.key)
        if not one.iim or not value:
            continue
        if one.shape == "creators":
            for name, title in _creators(values, entries=20):
                datasets += [(one.iim[0], name), (CREATOR_JOB_TITLE_IIM, title)]
        elif one.shape == "list":
            datasets += [(one.iim[0], entry) for entry in _entries(value, room=_Room(64, 200))]
        elif one.shape == "moment":
            date, _t, time = writable_line(value, limit=40).partition("T")
            datasets += [(one.iim[0], date.replace("-", "")), (one.iim[1], _iim_time(time))]
        else:
            datasets.append((one.iim[0], writable_note(value, limit=2000)))
    # Programs expect the datasets of a record in their order; of the same kind they stay as they are.
    for identity, text in sorted(datasets, key=lambda dataset: dataset[0]):
        yield iim_dataset(identity, text)


def _iim_time(time: str) -> str:
    """HHMMSS±HHMM of an ISO time with an offset; "" without one, since IIM can't leave it open."""
    clock, sign, offset = time.partition("+") if "+" in time else time.partition("-")
    return f"{clock[:8].replace(':', '')}{sign}{offset.replace(':', '')}" if sign else ""


def _address(text: object, *, room: _Room) -> str:
    """An address as it is, or none: half of one leads nowhere."""
    address = writable_line(text, limit=2001)
    return address if len(address) <= min(2000, room.characters) else ""


def _creators(values: Mapping[str, Any], *, entries: int) -> list[tuple[str, str]]:
    creators = values.get("creators") or ()
    lines = [
        (writable_line(one.get("name"), limit=200), writable_line(one.get("job_title"), limit=200)) for one in creators
    ]
    return [(name, title) for name, title in lines if name][:entries]


def _entries(texts: Any, *, room: _Room) -> list[str]:
    return [writable_line(text, limit=min(1000, room.characters)) for text in (texts or ())[: room.entries]]
