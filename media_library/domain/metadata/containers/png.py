"""The metadata chunks of a PNG, and the “raw profiles” in which ImageMagick hides other formats' blocks."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

from media_library.domain.metadata.containers.gathering import MAX_BLOCK_BYTES, BlockKind, Gathering
from media_library.domain.metadata.containers.photoshop import add_resources

_MAX_CHUNKS: Final = 200_000
_WANTED: Final = {b"eXIf", b"iTXt", b"zTXt", b"tEXt", b"iCCP"}
_XMP_KEYWORD: Final = "XML:com.adobe.xmp"
_RAW_PROFILE: Final = "Raw profile type "
_PROFILES: Final = {"8bim", "app1", "exif", "icc", "iptc", "xmp"}


def gather_png(file: BinaryIO, *, gathering: Gathering) -> None:
    """Every metadata chunk, before or after the image data. Compressed text is inflated up to the limit only."""
    for name, content in _read_chunks(file, gathering=gathering):
        origin = f"PNG {name.decode('ascii')}"
        if name == b"eXIf":
            gathering.add("exif", content, origin=origin)
        elif name == b"iCCP":
            # Keyword, zero, compression method.
            _add_inflated("icc", content.partition(b"\0")[2][1:], origin=origin, gathering=gathering)
        else:
            _add_text(name, content, origin=origin, gathering=gathering)


def _read_chunks(file: BinaryIO, *, gathering: Gathering) -> Iterator[tuple[bytes, bytes]]:
    file.seek(8)
    for _count in range(_MAX_CHUNKS):
        header = file.read(8)
        size, name = int.from_bytes(header[:4]), header[4:]
        if len(header) < 8 or name == b"IEND":
            return
        if name not in _WANTED:
            file.seek(size + 4, 1)
        elif gathering.has_room_for(size):
            content = file.read(size)
            if len(content) < size:
                return
            yield name, content
            file.seek(4, 1)
        else:
            gathering.add_flaw("comment", "too_large", origin=f"PNG {name.decode('ascii')}")
            file.seek(size + 4, 1)


def _add_text(name: bytes, content: bytes, *, origin: str, gathering: Gathering) -> None:
    keyword_bytes, _zero, text = content.partition(b"\0")
    keyword = keyword_bytes.decode("latin-1")
    compressed = name == b"zTXt"
    if name == b"zTXt":
        text = text[1:]
    elif name == b"iTXt":
        compressed = text[:1] == b"\1"
        # Compression flag and method, language tag, translated keyword.
        text = text[2:].partition(b"\0")[2].partition(b"\0")[2]
    profile = keyword.removeprefix(_RAW_PROFILE).lower() if keyword.startswith(_RAW_PROFILE) else ""
    if keyword not in {_XMP_KEYWORD, "Comment"} and profile not in _PROFILES:
        return
    if profile:
        _add_profile(profile, inflate(text) if compressed else text, origin=f"{origin} {profile}", gathering=gathering)
        return
    kind: BlockKind = "xmp" if keyword == _XMP_KEYWORD else "comment"
    if compressed:
        _add_inflated(kind, text, origin=origin, gathering=gathering)
    else:
        gathering.add(kind, text, origin=origin)


def inflate(data: bytes) -> bytes | None:
    """The inflated bytes; None when there would be more than a block may have. b"" when they can't be inflated."""
    try:
        inflated = zlib.decompressobj().decompress(data, MAX_BLOCK_BYTES + 1)
    except zlib.error:
        return b""
    return inflated if len(inflated) <= MAX_BLOCK_BYTES else None


def _add_inflated(kind: BlockKind, data: bytes, *, origin: str, gathering: Gathering) -> None:
    inflated = inflate(data)
    if inflated is None:
        gathering.add_flaw(kind, "too_large", origin=origin)
    elif not inflated:
        gathering.add(kind, data, origin=origin, flaw="broken")
    else:
        gathering.add(kind, inflated, origin=origin)


def _add_profile(profile: str, text: bytes | None, *, origin: str, gathering: Gathering) -> None:
    """A line with the name, one with the length, then the block in hexadecimal digits."""
    if text is None:
        gathering.add_flaw("comment", "too_large", origin=origin)
        return
    lines = text.strip(b"\n").split(b"\n", 2)
    try:
        content = bytes.fromhex(lines[2].decode("ascii")) if len(lines) == 3 else b""
    except ValueError:
        content = b""
    if not content:
        gathering.add("comment", text, origin=origin, flaw="broken")
    elif content.startswith(b"Exif\0"):
        gathering.add("exif", content[6:], origin=origin)
    elif profile in {"iptc", "8bim"} and content.startswith(b"\x1c"):
        gathering.add("iim", content, origin=origin)
    elif profile in {"iptc", "8bim"}:
        add_resources(gathering, content, origin=origin)
    elif profile in {"xmp", "app1"}:
        gathering.add("xmp", content.removeprefix(b"http://ns.adobe.com/xap/1.0/\0"), origin=origin)
    elif profile in {"exif", "icc"}:
        gathering.add("exif" if profile == "exif" else "icc", content, origin=origin)
