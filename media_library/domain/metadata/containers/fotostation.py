"""The IIM block that FotoStation writes behind the end of a JPEG, instead of into it."""

from typing import BinaryIO, Final

from media_library.domain.metadata.containers.gathering import Gathering

_SIGNATURE: Final = b"\xa1\xb2\xc3\xd4"
_FOOTER_BYTES: Final = 10
_IIM: Final = 1
_MAX_SECTIONS: Final = 20


def gather_fotostation(file: BinaryIO, *, gathering: Gathering) -> None:
    """The IIM sections of the trailer. It is read backwards: each section ends with its type, size and a signature."""
    end = file.seek(0, 2)
    for _count in range(_MAX_SECTIONS):
        if end < _FOOTER_BYTES:
            return
        file.seek(end - _FOOTER_BYTES)
        footer = file.read(_FOOTER_BYTES)
        size = int.from_bytes(footer[2:6])
        if footer[6:] != _SIGNATURE or not _FOOTER_BYTES <= size <= end:
            return
        end -= size
        if int.from_bytes(footer[:2]) == _IIM and gathering.has_room_for(size):
            file.seek(end)
            gathering.add("iim", file.read(size - _FOOTER_BYTES), origin="FotoStation")
