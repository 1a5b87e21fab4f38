"""Photoshop's image resources, the wrapping in which IIM travels (Adobe Photoshop File Formats Specification)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from media_library.domain.metadata.containers.gathering import Flaw, Gathering

IIM_RESOURCE: Final = 0x0404
IIM_DIGEST_RESOURCE: Final = 0x0425

_SIGNATURES: Final = (b"8BIM", b"PHUT", b"AgHg", b"DCSR", b"MeSa")
_MAX_RESOURCES: Final = 1000


@dataclass(frozen=True, slots=True)
class ImageResource:
    """One resource; `complete` is False when the block ends before it does."""

    number: int
    content: bytes
    complete: bool


def read_resources(data: bytes) -> Iterator[ImageResource]:
    """Each image resource, in order. Bytes between resources that are none are passed over."""
    position = 0
    for _count in range(_MAX_RESOURCES):
        position = _next_signature(data, start=position)
        if position < 0 or position + 12 > len(data):
            return
        number = int.from_bytes(data[position + 4 : position + 6])
        # The name is a Pascal string, padded to an even length together with its length byte.
        start = position + 6 + (data[position + 6] + 2) // 2 * 2
        size = int.from_bytes(data[start : start + 4])
        content = data[start + 4 : start + 4 + size]
        yield ImageResource(number, content, complete=len(content) == size)
        position = start + 4 + size + size % 2


def _next_signature(data: bytes, *, start: int) -> int:
    if data[start : start + 4] in _SIGNATURES:
        return start
    return data.find(b"8BIM", start)


def add_resources(gathering: Gathering, data: bytes, *, origin: str) -> None:
    """Keep the resources as a whole, among them the IIM digest, and each IIM block once more by itself."""
    gathering.add("photoshop", data, origin=origin)
    for resource in read_resources(data):
        if resource.number == IIM_RESOURCE:
            flaw: Flaw = "" if resource.complete else "incomplete"
            gathering.add("iim", resource.content, origin=f"{origin} 8BIM 0x0404", flaw=flaw)
