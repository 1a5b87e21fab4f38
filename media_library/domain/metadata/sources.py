"""What the blocks of one photo say, source by source: XMP, IIM and EXIF."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from media_library.domain.metadata.character_sets import known_codec, mend_mojibake, words_of
from media_library.domain.metadata.cleaning import MAX_CHARACTERS
from media_library.domain.metadata.containers.gathering import RawBlock
from media_library.domain.metadata.containers.photoshop import IIM_DIGEST_RESOURCE, read_resources
from media_library.domain.metadata.exif import ExifReading, read_exif
from media_library.domain.metadata.iim import DatasetId, IimValue, read_iim
from media_library.domain.metadata.reading_warnings import ReadingWarnings
from media_library.domain.metadata.xmp import XmpValue, find_values, read_xmp

_FLAWS: Final = {
    "too_large": "block_too_large",
    "too_many": "too_many_blocks",
    "incomplete": "block_incomplete",
    "broken": "block_broken",
}
_NO_DIGEST: Final = bytes(16)
_MAX_WORDS: Final = 5_000
_PADDING: Final = 3  # A TIFF writer pads the block to whole 32-bit numbers.


@dataclass(slots=True)
class Sources:
    """The values of each source. `xmp_is_stale` says that the IIM fields were changed after the XMP fields."""

    xmp: dict[str, XmpValue] = field(default_factory=dict)
    iim: dict[DatasetId, tuple[IimValue, ...]] = field(default_factory=dict)
    exif: list[ExifReading] = field(default_factory=list)
    xmp_is_stale: bool = False


def read_sources(blocks: Sequence[RawBlock], *, character_set: str, warnings: ReadingWarnings) -> Sources:
    """Every block, read. Where a source has several, the first that has a value counts."""
    for block in blocks:
        if block.flaw:
            warnings.add(_FLAWS.get(block.flaw, "block_broken"), origin=block.origin)
    whole = [block for block in blocks if block.content and block.flaw != "broken"]
    sources = Sources()
    sources.xmp = _read_xmp_blocks(whole, warnings=warnings)
    sources.iim = _read_iim_blocks(whole, character_set=character_set, xmp=sources.xmp, warnings=warnings)
    for block in whole:
        if block.kind == "exif":
            reading = read_exif(block.content)
            if reading.broken:
                warnings.add("block_broken", origin=block.origin)
            reading.texts = {tag: _mend_text(text, warnings=warnings) for tag, text in reading.texts.items()}
            sources.exif.append(reading)
    if sources.xmp and sources.iim and _digest_differs(whole):
        sources.xmp_is_stale = True
        warnings.add("stale_xmp")
    return sources


def _read_xmp_blocks(blocks: Iterable[RawBlock], *, warnings: ReadingWarnings) -> dict[str, XmpValue]:
    """The properties of all packets, then of the extended blocks that one of them announces by its GUID."""
    properties: dict[str, XmpValue] = {}
    announced: set[str] = set()
    packets = {block.content: block for block in blocks if block.kind == "xmp"}
    if len(packets) > 1:
        warnings.add("several_xmp")
    for block in packets.values():
        found = _read_packet(block, warnings=warnings)
        announced |= {value.text.strip().upper() for value in find_values(found, "xmpNote:HasExtendedXMP")}
        properties = {**found, **properties}
    for block in blocks:
        if block.kind != "xmp_extended" or block.flaw:
            continue
        guids = {block.origin.rpartition(" ")[2].upper(), _md5(block.content).hex().upper()}
        if guids & announced:
            properties = {**_read_packet(block, warnings=warnings), **properties}
        else:
            warnings.add("extended_xmp_foreign")
    return properties


def _read_packet(block: RawBlock, *, warnings: ReadingWarnings) -> Mapping[str, XmpValue]:
    packet = read_xmp(block.content)
    if packet.flaw:
        warnings.add(packet.flaw, origin=block.origin)
    for value in packet.properties.values():
        _mend_value(value, warnings=warnings)
    return packet.properties


def _mend_value(value: XmpValue, *, warnings: ReadingWarnings) -> None:
    value.text = _mend_text(value.text, warnings=warnings)
    for inner in (*value.items, *value.fields.values()):
        _mend_value(inner, warnings=warnings)


def _mend_text(text: str, *, warnings: ReadingWarnings) -> str:
    mended = mend_mojibake(text) if len(text) <= MAX_CHARACTERS else text
    if mended != text:
        warnings.add("mojibake", value=text)
    return mended


def _read_iim_blocks(
    blocks: Iterable[RawBlock], *, character_set: str, xmp: Mapping[str, XmpValue], warnings: ReadingWarnings
) -> dict[DatasetId, tuple[IimValue, ...]]:
    fixed = known_codec(character_set) if character_set else ""
    if character_set and not fixed:
        warnings.add("character_set_unknown", name=character_set)
    found = {block.content: block for block in blocks if block.kind == "iim"}
    if len(found) > 1:
        warnings.add("several_iim")
    words = _known_words(xmp) if found else frozenset()
    values: dict[DatasetId, tuple[IimValue, ...]] = {}
    for block in found.values():
        reading = read_iim(block.content, fixed_codec=fixed, known_words=words)
        if reading.damaged and not block.flaw:
            warnings.add("block_incomplete", origin=block.origin)
        if reading.choice.grounds in {"guessed", "contradicted"}:
            warnings.add(f"character_set_{reading.choice.grounds}", name=reading.choice.codec)
        values = {**reading.values, **values}
    return {
        dataset: tuple(replace(one, text=_mend_text(one.text, warnings=warnings)) for one in found_values)
        for dataset, found_values in values.items()
    }


def _known_words(xmp: Mapping[str, XmpValue]) -> frozenset[str]:
    words: set[str] = set()
    for property_value in xmp.values():
        for value in [property_value, *property_value.items]:
            if len(words) < _MAX_WORDS:
                words |= words_of(value.text[:MAX_CHARACTERS])
    return frozenset(words)


def _digest_differs(blocks: Iterable[RawBlock]) -> bool:
    """Whether Photoshop's digest of the IIM block is there and is of another block: IIM was changed without XMP.

    The digest was taken when both were last written together (Metadata Working Group 2.0). Zeros are none.
    """
    digests: set[bytes] = set()
    existing: set[bytes] = set()
    for block in blocks:
        if block.kind == "iim":
            candidates = [block.content]
            for _byte in range(_PADDING):
                if candidates[-1].endswith(b"\0"):
                    candidates.append(candidates[-1][:-1])
            existing |= {_md5(candidate) for candidate in candidates}
        elif block.kind == "photoshop":
            resources = read_resources(block.content)
            digests |= {found.content for found in resources if found.number == IIM_DIGEST_RESOURCE}
    digests = {digest for digest in digests if len(digest) == 16 and digest != _NO_DIGEST}
    return bool(digests) and not digests & existing


def _md5(content: bytes) -> bytes:
    """MD5, because Adobe's formats name blocks by it; nothing is protected with it."""
    return hashlib.md5(content, usedforsecurity=False).digest()
