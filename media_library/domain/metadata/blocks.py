"""The metadata blocks of a photo file, as they stand in it."""

from pathlib import Path

from media_library.domain.metadata.containers.fotostation import gather_fotostation
from media_library.domain.metadata.containers.gathering import BlockKind, Flaw, Gathering, RawBlock
from media_library.domain.metadata.containers.jpeg import gather_jpeg
from media_library.domain.metadata.containers.png import gather_png
from media_library.domain.metadata.containers.tiff import gather_tiff
from media_library.domain.metadata.containers.webp import gather_webp

__all__ = ["BlockKind", "Flaw", "RawBlock", "read_blocks"]


def read_blocks(path: Path) -> tuple[RawBlock, ...]:
    """Every metadata block of a JPEG, PNG, TIFF or WebP file, in order; none for any other file.

    Only headers and metadata are read, at most 24 MB of them, 8 MB in one block, 200 blocks; what goes over is noted
    as a block with a flaw. Raises OSError when the file can't be read, and nothing else, whatever is in it.
    """
    gathering = Gathering()
    with path.open("rb") as file:
        start = file.read(12)
        if start.startswith(b"\xff\xd8"):
            gather_jpeg(file, gathering=gathering)
            gather_fotostation(file, gathering=gathering)
        elif start.startswith(b"\x89PNG\r\n\x1a\n"):
            gather_png(file, gathering=gathering)
        elif start[:4] in {b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"}:
            gather_tiff(file, gathering=gathering)
        elif start[:4] == b"RIFF" and start[8:] == b"WEBP":
            gather_webp(file, gathering=gathering)
    return gathering.blocks
