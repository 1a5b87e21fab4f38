"""The metadata chunks of a WebP (RIFF)."""

from typing import BinaryIO, Final

from media_library.domain.metadata.containers.gathering import BlockKind, Gathering

_MAX_CHUNKS: Final = 20_000
_KINDS: Final[dict[bytes, BlockKind]] = {b"EXIF": "exif", b"XMP ": "xmp", b"ICCP": "icc"}


def gather_webp(file: BinaryIO, *, gathering: Gathering) -> None:
    """Every EXIF, XMP and ICC chunk."""
    file.seek(12)
    for _count in range(_MAX_CHUNKS):
        header = file.read(8)
        if len(header) < 8:
            return
        name, size = header[:4], int.from_bytes(header[4:], "little")
        kind = _KINDS.get(name)
        origin = f"WebP {name.decode('latin-1').strip()}"
        if kind is None:
            file.seek(size, 1)
        elif gathering.has_room_for(size):
            content = file.read(size)
            # Some writers leave JPEG's prefix before the TIFF structure.
            content = content[6:] if content.startswith(b"Exif\0") else content
            gathering.add(kind, content, origin=origin)
        else:
            gathering.add_flaw(kind, "too_large", origin=origin)
            file.seek(size, 1)
        file.seek(size % 2, 1)
