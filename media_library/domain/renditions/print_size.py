"""The print size: the photographer's own pixels and profile, without the photographer's metadata."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from media_library.domain.renditions.colour import convert_to_srgb, fits_profile
from media_library.domain.renditions.decoding import Flaw, OpenedPhoto, PhotoUndecodable, decode_photo
from media_library.domain.renditions.encoding import (
    RightsPackets,
    encode_jpeg,
    insert_segments,
    join_segment,
    rights_segments,
)
from media_library.domain.renditions.orientation import turn_upright
from media_library.domain.renditions.presets import DOWNLOAD_PRINT

_APP0, _APP2, _APP14 = 0xE0, 0xE2, 0xEE
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# Quantisation and Huffman tables, restart interval, and the frames that every program can read: baseline, extended and
# progressive Huffman coding (ITU-T T.81, table B.1).
_PICTURE = {0xDB, 0xC4, 0xDD, 0xC0, 0xC1, 0xC2}
# Inside coded pixels 0xFF is followed by zero, by a restart mark, or by another 0xFF as filling; else a segment begins.
_NEXT_SEGMENT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def make_print_file(path: Path, photo: OpenedPhoto, *, rights: RightsPackets) -> tuple[bytes, tuple[int, int]]:
    """A JPEG at the original's size with its own colour profile, and its width and height.

    An upright JPEG is not encoded again: its coded pixels are copied bit by bit, in little more memory than its bytes
    take. What lies on its side, and what is no JPEG, is decoded whole (four bytes a pixel) and written at quality 95
    with full colour; only what a JPEG can't hold is converted (LAB to sRGB, 16 bits to 8, transparency to white).
    Raises PhotoUndecodable.
    """
    if photo.is_jpeg and photo.orientation == 1:
        copied = copy_coded_pixels(path.read_bytes(), rights=rights)
        if copied is not None:
            return copied, photo.size
    stored = decode_photo(photo, scale=1).image
    upright = turn_upright(stored, orientation=photo.orientation)
    if upright is not stored:
        # Twice the pixels is enough.
        del stored
        photo.image.close()
    profile = photo.icc_profile
    if upright.mode not in {"RGB", "L", "CMYK"} or not fits_profile(upright, profile=profile):
        upright, profile = _writable(upright, profile=profile)
    content = encode_jpeg(upright, quality=DOWNLOAD_PRINT.quality, rights=rights, profile=profile, for_print=True)
    return content, upright.size


def copy_coded_pixels(jpeg: bytes, *, rights: RightsPackets) -> bytes | None:
    """The JPEG with its tables, coded pixels and profile, and the rights in place of all other segments.

    Dropped are EXIF, XMP, comments, thumbnails, and whatever follows the picture. None if the file is not built as one
    would expect; then it has to be decoded. Raises PhotoUndecodable if it ends before its picture does.
    """
    kept, at = [b"\xff\xd8"], 2
    while True:
        at = _skip_filling(jpeg, at)
        if at + 2 > len(jpeg):
            raise PhotoUndecodable(Flaw.BROKEN)
        marker = jpeg[at + 1]
        if jpeg[at] != 0xFF:
            return None
        if marker == _END_OF_IMAGE:
            return insert_segments(b"".join([*kept, b"\xff\xd9"]), segments=rights_segments(rights))
        length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        payload = jpeg[at + 4 : at + 2 + length]
        if marker == _START_OF_SCAN:
            found = _NEXT_SEGMENT.search(jpeg, at + 2 + length)
            if not found:
                raise PhotoUndecodable(Flaw.BROKEN)
            kept.append(jpeg[at : found.start()])
            at = found.start()
            continue
        if marker in _PICTURE:
            kept.append(join_segment(marker, payload))
        elif 0xC0 <= marker <= 0xCF or length < 2:
            return None
        else:
            kept.extend(_kept_application_segment(marker, payload))
        at += 2 + length


def _kept_application_segment(marker: int, payload: bytes) -> list[bytes]:
    """What says how the pixels are meant: the density, Adobe's colour transform, and the profile."""
    if marker == _APP0 and payload.startswith(b"JFIF\0") and len(payload) >= 14:
        # The last two bytes are the sides of a thumbnail, which is left behind.
        return [join_segment(marker, payload[:12] + b"\0\0")]
    if (marker == _APP2 and payload.startswith(b"ICC_PROFILE\0")) or (marker == _APP14 and payload[:5] == b"Adobe"):
        return [join_segment(marker, payload)]
    return []


def _skip_filling(jpeg: bytes, at: int) -> int:
    while jpeg[at : at + 2] == b"\xff\xff":
        at += 1
    return at


def _writable(image: Image.Image, *, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture in a mode that a JPEG holds, and its profile where that still fits."""
    if image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        return white, profile if fits_profile(white, profile=profile) else None
    if image.mode in {"RGB", "L", "CMYK"}:
        return image, None
    return convert_to_srgb(image, profile=profile)[0], None
