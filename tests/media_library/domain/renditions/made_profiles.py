"""Colour profiles as small as ICC.1 lets them be, so that no test needs one that somebody owns."""

import struct

# Where the primaries of Adobe RGB (1998) lie in the profile connection space (XYZ, D50).
ADOBE_RED, ADOBE_GREEN, ADOBE_BLUE = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
D50 = (0.9642, 1.0, 0.8249)
ADOBE_GAMMA = 563 / 256


def adobe_rgb() -> bytes:
    curve = _curve(ADOBE_GAMMA)
    tags = {b"rXYZ": _xyz(ADOBE_RED), b"gXYZ": _xyz(ADOBE_GREEN), b"bXYZ": _xyz(ADOBE_BLUE), b"wtpt": _xyz(D50)}
    return _profile(b"RGB ", b"XYZ ", tags | {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve})


def grey(*, gamma: float) -> bytes:
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": _xyz(D50), b"kTRC": _curve(gamma)})


def negative() -> bytes:
    """A profile that calls black what is white."""
    falling = b"curv" + struct.pack(">IIHH", 0, 2, 0xFFFF, 0)
    return _profile(b"GRAY", b"XYZ ", {b"wtpt": _xyz(D50), b"kTRC": falling})


def press(*, cyan: tuple[float, float, float]) -> bytes:
    """A printing press whose solid cyan is this colour (CIE L*a*b*); its other inks are all black."""
    table = bytearray()
    for corner in range(16):
        lightness, a, b = (100, 0, 0) if corner == 0 else cyan if corner == 0b1000 else (0, 0, 0)
        table += bytes([round(lightness * 2.55), round(a + 128), round(b + 128)])
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    lookup = b"mft1" + struct.pack(">IBBBB", 0, 4, 3, 2, 0) + matrix + straight * 4 + bytes(table) + straight * 3
    return _profile(b"CMYK", b"Lab ", {b"wtpt": _xyz(D50), b"A2B0": lookup, b"A2B1": lookup}, device=b"prtr")


def _profile(colours: bytes, connection: bytes, tags: dict[bytes, bytes], *, device: bytes = b"mntr") -> bytes:
    tags = {b"desc": b"desc" + struct.pack(">II", 0, 5) + b"test\0" + bytes(78), b"cprt": b"text\0\0\0\0none\0"} | tags
    index, content = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        index += name + struct.pack(">II", start + len(content), len(value))
        content += value + b"\0" * (-len(value) % 4)
    header = (
        b"none"
        + struct.pack(">I", 0x02400000)
        + device
        + colours
        + connection
        + struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    )
    header += b"acsp" + bytes(28) + struct.pack(">3i", *(round(value * 65536) for value in D50)) + bytes(48)
    whole = header + index + content
    return struct.pack(">I", len(whole) + 4) + whole


def _xyz(values: tuple[float, float, float]) -> bytes:
    return b"XYZ " + struct.pack(">I3i", 0, *(round(value * 65536) for value in values))


def _curve(gamma: float) -> bytes:
    return b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256)) + b"\0\0"
