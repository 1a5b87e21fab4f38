"""What a file is, by its first bytes."""

from __future__ import annotations

import re

from media_library.domain.file_check.reading import Source

_REACH = 4_096  # bytes
_STARTS = (
    (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"),
    # Makers' raw files that dress up as TIFF come before it.
    (b"IIRO", "raw"), (b"IIRS", "raw"), (b"MMOR", "raw"), (b"IIU\0", "raw"), (b"FUJIFILMCCD-RAW", "raw"),
    (b"FOVb", "raw"), (b"\0MRM", "raw"), (b"II*\0\x10\0\0\0CR", "raw"), (b"II\x1a\0\0\0HEAPCCDR", "raw"),
    (b"II\xbc", "jpegxr"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"II+\0", "TIFF"), (b"MM\0+", "TIFF"),
    (b"GIF87a", "gif"), (b"GIF89a", "gif"), (b"8BPS", "psd"), (b"gimp xcf", "xcf"), (b"qoif", "qoi"),
    (b"DDS ", "dds"), (b"v/1\x01", "exr"), (b"\0\0\1\0", "ico"), (b"\0\0\2\0", "ico"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "jpegxl"), (b"\xff\x0a", "jpegxl"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jpeg2000"), (b"\xff\x4f\xff\x51", "jpeg2000"),
    (b"%PDF-", "pdf"), (b"%!PS", "eps"), (b"\xc5\xd0\xd3\xc6", "eps"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"Rar!\x1a\x07", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"\x1f\x8b\x08", "archive"),
    (b"BZh", "archive"), (b"\xfd7zXZ\0", "archive"), (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\x1aE\xdf\xa3", "video"), (b"OggS", "sound"), (b"ID3", "sound"), (b"fLaC", "sound"),
    (b"\x7fELF", "program"), (b"MZ", "program"), (b"#!", "script"),
)  # fmt: skip
_RIFF = {b"WEBP": "WEBP", b"AVI ": "video", b"WAVE": "sound"}
_BRANDS = {
    b"avif": "avif", b"avis": "avif", b"crx ": "raw", b"jp2 ": "jpeg2000", b"jxl ": "jpegxl",
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), "heic"),
}  # fmt: skip
_GENERAL_BRANDS = {b"mif1", b"msf1"}
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}
_OFFICE = re.compile(rb"\[Content_Types\]\.xml|_rels/|word/|xl/|ppt/|mimetypeapplication/vnd\.oasis")
_SVG = re.compile(r"<(?:\w+:)?svg[\s>]")
_HTML = re.compile(r"\A<(?:!doctype html|html|head|body|script|iframe|table|title|div|p|a|h1|br|style|\?php)\b")
_COMMENTS = re.compile(r"\A(?:\s|<!--.*?-->)*", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(source: Source) -> str:
    """ "JPEG", "PNG", "TIFF", "WEBP", a key of verdicts.PICTURES or OTHERS, or "unknown"."""
    start = source.read_up_to(0, _REACH)
    for mark, kind in _STARTS:
        if start.startswith(mark):
            return kind
    if start[:4] == b"RIFF":
        return _RIFF.get(start[8:12], "unknown")
    if start[4:8] == b"ftyp":
        return _kind_of_brands(start)
    if start[:2] == b"BM" and int.from_bytes(start[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    if start[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return "office" if _OFFICE.search(start) else "zip"
    return _kind_of_text(start)


def _kind_of_brands(start: bytes) -> str:
    """The kind of an ISO base media file, by its major brand, or by a compatible one where that says little."""
    size = max(16, min(int.from_bytes(start[:4], "big"), 256))
    brands = [start[8:12], *(start[at : at + 4] for at in range(16, size, 4))]
    known = [brand for brand in brands if brand in _BRANDS]
    telling = [brand for brand in known if brand not in _GENERAL_BRANDS]
    return _BRANDS[(telling or known)[0]] if known else "video"


def _kind_of_text(start: bytes) -> str:
    text = _decoded(start)
    if text is None or _CONTROL.search(text):
        return "unknown"
    lowered = text.lower().lstrip("\ufeff")
    lowered = lowered[_COMMENTS.match(lowered).end() :]  # type: ignore[union-attr]  # It matches the empty text too.
    if _HTML.match(lowered):
        return "html"
    if lowered.startswith("<") and _SVG.search(lowered):
        return "svg"
    if lowered.startswith("<?xml"):
        return "xml"
    return "html" if "<script" in lowered or "<html" in lowered else "text"


def _decoded(start: bytes) -> str | None:
    """The first bytes as text, in a character set that a text is likely to have; None if they are none."""
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return start[: len(start) // 2 * 2].decode("utf-16", errors="replace")
    try:
        return start.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and len(start) == _REACH:
            return start[: error.start].decode("utf-8")
    # Old Cyrillic and Western texts: every byte above 127 is a letter or a sign there, so the controls decide.
    is_mostly_letters = sum(byte >= 0xC0 or 0x20 <= byte < 0x7F or byte in b"\r\n\t" for byte in start)
    return start.decode("cp1251", errors="replace") if is_mostly_letters > 0.95 * len(start) else None
