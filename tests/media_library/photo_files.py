"""Small photos with chosen metadata: what cameras, picture desks and agencies put into their files."""

import hashlib
import io
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

UTF8_DECLARED = b"\x1b%G"

# What a datum of IIM is called: "2:80" and (2, 80) mean the same.
IimDatasets = Mapping[str, str | bytes | list[str] | list[bytes]]


def make_jpeg(
    path: Path | None = None,
    *,
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    colour: str | int | tuple[int, ...] = 0,
    iim: IimDatasets | bytes | None = None,
    iim_charset: str = "utf-8",
    iim_declared: bool = True,
    iim_digest: bytes | bool | None = None,
    xmp: str | bytes | None = None,
    exif: Mapping[int, object] | Image.Exif | bytes | None = None,
    icc: bytes | None = None,
    extra_segments: Iterable[tuple[int, bytes]] = (),
) -> bytes:
    """A JPEG of one colour with the given metadata; written to `path` too, if there is one.

    `iim` is {"2:80": "Мария", "2:25": ["one", "two"]} or a ready block, in `iim_charset`; UTF-8 is declared in 1:90
    unless `iim_declared` says no. `iim_digest` is the 16 bytes of Photoshop's resource 0x0425, or True for the right
    ones. `xmp` is a packet or what stands inside its one rdf:Description (see `xmp_packet`). `exif` is {tag: value}
    ({0x0112: 6} turns the photo), Pillow's Exif, or the TIFF structure without its "Exif" prefix. Extra segments are
    (marker's second byte, payload) and follow the others.
    """
    segments: list[tuple[int, bytes]] = []
    if exif is not None:
        segments.append((0xE1, b"Exif\0\0" + exif_block(exif)))
    if iim is not None:
        block = iim if isinstance(iim, bytes) else iim_block(iim, charset=iim_charset, declared=iim_declared)
        digest = hashlib.md5(block, usedforsecurity=False).digest() if iim_digest is True else iim_digest
        segments.append((0xED, photoshop_payload(iim=block, digest=digest or None)))
    if xmp is not None:
        segments.append((0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _packet(xmp)))
    segments.extend(extra_segments)
    data = io.BytesIO()
    Image.new(mode, size, colour).save(data, "JPEG", icc_profile=icc)
    return _written(with_segments(data.getvalue(), segments=segments), path=path)


def with_segments(jpeg: bytes, *, segments: Iterable[tuple[int, bytes]]) -> bytes:
    """The JPEG with these segments straight after its start."""
    made = b"".join(struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload for marker, payload in segments)
    return jpeg[:2] + made + jpeg[2:]


def make_other(
    kind: str,
    path: Path | None = None,
    *,
    size: tuple[int, int] = (60, 40),
    mode: str = "RGB",
    xmp: str | bytes | None = None,
    exif: Mapping[int, object] | None = None,
    icc: bytes | None = None,
) -> bytes:
    """A photo of another kind ("PNG", "TIFF", "WEBP") with what Pillow can put into it."""
    options: dict[str, object] = {}
    if xmp is not None and kind == "TIFF":
        exif = {700: _packet(xmp), **(exif or {})}
    if exif is not None:
        options["exif"] = b"Exif\0\0" + exif_block(exif)
    image = Image.new(mode, size)
    if xmp is not None and kind == "PNG":
        options["pnginfo"] = chunks = PngInfo()
        chunks.add_itxt("XML:com.adobe.xmp", _packet(xmp).decode())
    elif xmp is not None and kind == "WEBP":
        options["xmp"] = _packet(xmp)
    data = io.BytesIO()
    image.save(data, kind, icc_profile=icc, **options)
    return _written(data.getvalue(), path=path)


def iim_block(datasets: IimDatasets, *, charset: str = "utf-8", declared: bool = True) -> bytes:
    """An IIM block: the datasets in order, a list as one dataset for each of its values."""
    block = iim_dataset("1:90", UTF8_DECLARED) if declared and charset == "utf-8" else b""
    for name, value in datasets.items():
        for one in value if isinstance(value, list) else [value]:
            block += iim_dataset(name, one if isinstance(one, bytes) else one.encode(charset))
    return block


def iim_dataset(name: str, value: bytes, *, extended: bool = False) -> bytes:
    """One dataset; its length in four more bytes when it is too long for the usual two, or on demand."""
    record, number = (int(part) for part in name.split(":"))
    if extended or len(value) > 0x7FFF:
        return struct.pack(">BBBHI", 0x1C, record, number, 0x8004, len(value)) + value
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def photoshop_payload(*, iim: bytes, digest: bytes | None = None) -> bytes:
    """The payload of an APP13 segment with an IIM block and, if there is one, the digest beside it."""
    resources = photoshop_resource(0x0404, iim)
    if digest is not None:
        resources += photoshop_resource(0x0425, digest)
    return b"Photoshop 3.0\0" + resources


def photoshop_resource(number: int, content: bytes) -> bytes:
    """One image resource of Photoshop without a name, padded to an even length."""
    return b"8BIM" + struct.pack(">HHI", number, 0, len(content)) + content + b"\0" * (len(content) % 2)


def xmp_packet(properties: str, *, attributes: str = "") -> bytes:
    """An XMP packet with these properties in its one description, in the prefixes that the standards use."""
    namespaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in XMP_NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {namespaces}>'
        f'<rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


XMP_NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
}


def exif_block(exif: Mapping[int, object] | Image.Exif | bytes) -> bytes:
    """The TIFF structure of EXIF without its prefix. A mapping below 0x8769 (EXIF) or 0x8825 (GPS) is that IFD."""
    if isinstance(exif, bytes):
        return exif
    made = Image.Exif()
    for tag, value in exif.items():
        if isinstance(value, Mapping):
            made.get_ifd(tag).update(value)
        else:
            made[tag] = value
    return made.tobytes().removeprefix(b"Exif\0\0")


def _packet(xmp: str | bytes) -> bytes:
    if isinstance(xmp, str) and "<rdf:RDF" not in xmp:
        return xmp_packet(xmp)
    return xmp.encode() if isinstance(xmp, str) else xmp


def _written(data: bytes, *, path: Path | None) -> bytes:
    if path is not None:
        path.write_bytes(data)
    return data
