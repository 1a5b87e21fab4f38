"""IPTC-IIM 4.2: the datasets of a block, their byte limits, and their text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from media_library.domain.metadata.character_sets import (
    CharacterSetChoice,
    choose_character_set,
    decode_text,
    drop_cut_letter,
)

DatasetId: TypeAlias = tuple[int, int]

CODED_CHARACTER_SET: Final[DatasetId] = (1, 90)
CAPTION: Final[DatasetId] = (2, 120)

# The most bytes that a dataset of record 2 may have. Characters beyond ASCII take two or more of them in UTF-8.
BYTE_LIMITS: Final[Mapping[DatasetId, int]] = {
    (2, 5): 64,  # object name
    (2, 7): 64,  # edit status
    (2, 10): 1,  # urgency
    (2, 12): 236,  # subject reference
    (2, 15): 3,  # category
    (2, 20): 32,  # supplemental category
    (2, 22): 32,  # fixture identifier
    (2, 25): 64,  # keyword
    (2, 26): 3,  # content location code
    (2, 27): 64,  # content location name
    (2, 30): 8,  # release date
    (2, 35): 11,  # release time
    (2, 37): 8,  # expiration date
    (2, 38): 11,  # expiration time
    (2, 40): 256,  # special instructions
    (2, 55): 8,  # date created
    (2, 60): 11,  # time created
    (2, 65): 32,  # originating program
    (2, 80): 32,  # by-line
    (2, 85): 32,  # by-line title
    (2, 90): 32,  # city
    (2, 92): 32,  # sublocation
    (2, 95): 32,  # province or state
    (2, 100): 3,  # country code
    (2, 101): 64,  # country name
    (2, 103): 32,  # original transmission reference
    (2, 105): 256,  # headline
    (2, 110): 32,  # credit
    (2, 115): 32,  # source
    (2, 116): 128,  # copyright notice
    (2, 118): 128,  # contact
    CAPTION: 2000,  # caption
    (2, 122): 32,  # caption writer
}

_MARKER: Final = 0x1C
_HEADER_BYTES: Final = 5
_EXTENDED: Final = 0x8000
_MAX_ATTEMPTS: Final = 10_000  # Datasets, and places where one seemed to start.
_RECORDS: Final = range(1, 10)


@dataclass(frozen=True, slots=True)
class IimValue:
    """The text of one dataset. `full` says that it fills its byte limit, so that its end may be missing."""

    text: str
    full: bool


@dataclass(frozen=True, slots=True)
class IimReading:
    """The texts of a block by dataset, in their order; how they were decoded; whether the block was damaged."""

    values: Mapping[DatasetId, tuple[IimValue, ...]]
    choice: CharacterSetChoice
    damaged: bool


def split_datasets(block: bytes) -> tuple[list[tuple[DatasetId, bytes]], bool]:
    """Every dataset of the block, in order, and whether bytes had to be passed over to find them.

    Takes standard and extended lengths (IIM 4.2, chapter 3), the zeros that pad a block, and blocks that a TIFF writer
    has stored as 32-bit numbers of the other byte order.
    """
    if block[:1] != b"\x1c" and block[3:4] == b"\x1c":
        block = b"".join(block[place : place + 4][::-1] for place in range(0, len(block), 4))
    datasets: list[tuple[DatasetId, bytes]] = []
    position, damaged = 0, False
    for _attempt in range(_MAX_ATTEMPTS):
        if position + _HEADER_BYTES > len(block):
            break
        if block[position] != _MARKER or block[position + 1] not in _RECORDS:
            damaged = damaged or block[position] != 0
            # Resume at the next byte that can start a dataset.
            position = block.find(b"\x1c", position + 1)
            if position < 0:
                break
            continue
        identity = (block[position + 1], block[position + 2])
        start, size = _value_range(block, position + 3)
        value = block[start : start + size]
        damaged = damaged or len(value) < size
        if len(value) == size:
            datasets.append((identity, value))
            position = start + size
        else:
            position += 1  # A wrong length: later datasets may be whole.
    return datasets, damaged


def _value_range(block: bytes, place: int) -> tuple[int, int]:
    """Where the value starts, and its size, from the length that stands at `place`."""
    size = int.from_bytes(block[place : place + 2])
    if not size & _EXTENDED:
        return place + 2, size
    count = size & ~_EXTENDED
    if count > 4:  # No file is that long.
        return place + 2, len(block) + 1
    return place + 2 + count, int.from_bytes(block[place + 2 : place + 2 + count])


def read_iim(block: bytes, *, fixed_codec: str = "", known_words: frozenset[str] = frozenset()) -> IimReading:
    """The texts of record 2 in the character set that fits (see `choose_character_set`)."""
    datasets, damaged = split_datasets(block)
    declared = next((value for identity, value in datasets if identity == CODED_CHARACTER_SET), b"")
    texts = [
        (identity, drop_cut_letter(value) if _is_full(identity, value) else value)
        for identity, value in datasets
        if identity in BYTE_LIMITS and value
    ]
    choice = choose_character_set(
        [value for _identity, value in texts], declared=declared, fixed=fixed_codec, known_words=known_words
    )
    values: dict[DatasetId, list[IimValue]] = {}
    for identity, value in texts:
        text = IimValue(decode_text(value, codec=choice.codec), _is_full(identity, value))
        values.setdefault(identity, []).append(text)
    return IimReading({identity: tuple(found) for identity, found in values.items()}, choice, damaged)


def _is_full(identity: DatasetId, value: bytes) -> bool:
    """Whether the value fills its byte limit. One cut at a whole letter leaves up to three bytes unused.

    One beyond the limit is whole: its writer knows no limits.
    """
    unused = BYTE_LIMITS[identity] - len(value)
    return 0 <= unused <= (0 if value.isascii() else 3)


def first_text(values: Mapping[DatasetId, Sequence[IimValue]], dataset: DatasetId) -> str:
    """The text of the first dataset of this kind that has any, "" if none has."""
    return next((value.text for value in values.get(dataset, ()) if value.text.strip("\0 \r\n\t")), "")
