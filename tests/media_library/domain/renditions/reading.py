"""What is in a made file, read without the code that made it."""

import io
import struct

from PIL import Image


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def jpeg_segments(content):
    """(Second byte of the marker, payload) of every segment before the coded pixels."""
    found, at = [], 2
    while content[at + 1] != 0xDA:
        length = struct.unpack_from(">H", content, at + 2)[0]
        found.append((content[at + 1], content[at + 4 : at + 2 + length]))
        at += 2 + length
    return found


def webp_chunks(content):
    found, at = [], 12
    while at < len(content):
        name, length = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        found.append((name, content[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    return found
