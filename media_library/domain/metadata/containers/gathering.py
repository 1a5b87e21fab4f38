"""Raw metadata blocks, and the limits within which they are gathered."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

BlockKind: TypeAlias = Literal["exif", "xmp", "xmp_extended", "iim", "photoshop", "icc", "comment"]
Flaw: TypeAlias = Literal["", "too_large", "too_many", "incomplete", "broken"]

MAX_BLOCK_BYTES: Final = 8 * 1024 * 1024
MAX_TOTAL_BYTES: Final = 24 * 1024 * 1024
MAX_BLOCKS: Final = 200


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One block of metadata as it stands in the file.

    `position` counts the blocks of the file from 0. `content` is the block without its container's framing (segment
    and chunk headers, identifiers, the splitting into segments, compression), otherwise byte for byte. `origin` says
    where it stood, for people, in at most 40 characters: "JPEG APP13 8BIM 0x0404". A `flaw` says what went wrong in
    gathering it: "too_large" and "too_many" have no content, "incomplete" has what came, "broken" what can't be opened.
    """

    kind: BlockKind
    position: int
    content: bytes
    origin: str
    flaw: Flaw = ""


class Gathering:
    """The blocks of one file, in order, as many as the limits allow."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        self._bytes = 0
        self._full = False

    @property
    def blocks(self) -> tuple[RawBlock, ...]:
        return tuple(self._blocks)

    def has_room_for(self, size: int) -> bool:
        """Whether a block of so many bytes would be kept. Asked before it is read or put together."""
        return not self._full and size <= MAX_BLOCK_BYTES and self._bytes + size <= MAX_TOTAL_BYTES

    def add(self, kind: BlockKind, content: bytes, *, origin: str, flaw: Flaw = "") -> None:
        """Keep the block, or a note that there was one and that it went over the limits."""
        if self._full:
            return
        if len(self._blocks) == MAX_BLOCKS - 1:
            self._full = True
            content, flaw = b"", "too_many"
        elif not self.has_room_for(len(content)):
            content, flaw = b"", "too_large"
        self._bytes += len(content)
        self._blocks.append(RawBlock(kind, len(self._blocks), content, origin, flaw))

    def add_flaw(self, kind: BlockKind, flaw: Flaw, *, origin: str) -> None:
        """Note a block that was not kept."""
        self.add(kind, b"", origin=origin, flaw=flaw)
