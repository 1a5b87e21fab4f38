"""Small files for the check of what comes in: honest ones of each format, and the parts of forged ones."""

import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from media_library.domain.file_check import FileFacts, FileRefused, check_file

JPEG_END = b"\xff\xd9"


def judge(path: Path, content: bytes) -> FileFacts | tuple[str, dict[str, int | str]]:
    """What the check says of this content: its facts, or the code and the numbers of the refusal."""
    path.write_bytes(content)
    try:
        return check_file(path)
    except FileRefused as refusal:
        return refusal.code, refusal.params


def make_picture(kind: str, *, mode: str = "RGB", size: tuple[int, int] = (37, 29), **options: Any) -> bytes:
    """A picture of noise, as Pillow writes it."""
    data = io.BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(data, kind, **options)
    return data.getvalue()


def jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg_frame(width: int, height: int, *, marker: int = 0xC0, bits: int = 8, components: int = 3) -> bytes:
    """A frame header whose components are all sampled alike."""
    parts = b"".join(bytes((number, 0x11, 0)) for number in range(1, components + 1))
    return jpeg_segment(marker, struct.pack(">BHHB", bits, height, width, components) + parts)


def jpeg_scan(content: bytes, *, components: int = 3) -> bytes:
    parts = b"".join(bytes((number, 0)) for number in range(1, components + 1))
    return jpeg_segment(0xDA, bytes((components,)) + parts + b"\0\x3f\0") + content


def jpeg_of(*parts: bytes) -> bytes:
    return b"\xff\xd8" + b"".join(parts) + JPEG_END


def jpeg_with(segment: bytes) -> bytes:
    """An honest JPEG with one more segment straight after its start."""
    jpeg = make_picture("JPEG")
    return jpeg[:2] + segment + jpeg[2:]


def png_chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(*chunks: bytes, width: int = 1, height: int = 1) -> bytes:
    """A grey PNG of 8 bits with these chunks between its header and its picture of one black pixel."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", header),
            *chunks,
            png_chunk(b"IDAT", zlib.compress(b"\0\0")),
            png_chunk(b"IEND"),
        )
    )


def riff_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp_of(*chunks: bytes) -> bytes:
    content = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


# Grey, 10 × 10 pixels of 8 bits, not packed, in one strip.
TIFF_FIELDS = {256: 10, 257: 10, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 10, 279: 100}


def tiff_of(fields: dict[int, int], *, following: Sequence[dict[int, int]] = (), loops: bool = False) -> bytes:
    """A TIFF whose directories hold these fields (4-byte numbers); the pixels stand before them, from byte 8 on."""
    pixels = bytes(100)
    directories, position = b"", 8 + len(pixels)
    chain = [fields, *following]
    for number, values in enumerate(chain):
        size = 2 + 12 * len(values) + 4
        is_last = number == len(chain) - 1
        after = (8 + len(pixels) if loops else 0) if is_last else position + size
        entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in sorted(values.items()))
        directories += struct.pack("<H", len(values)) + entries + struct.pack("<I", after)
        position += size
    return b"II*\0" + struct.pack("<I", 8 + len(pixels)) + pixels + directories
