import base64
import hashlib
import io
import struct

import pytest
from PIL import Image

from media_library.domain.renditions.colour import srgb_profile
from media_library.domain.renditions.encoding import (
    RightsEmbedding,
    encode,
    encode_placeholder,
    insert_segments,
    rights_segments,
)
from media_library.domain.renditions.presets import DOWNLOAD_WEB, THUMB, WEB
from tests.media_library.domain.renditions.reading import jpeg_segments, opened, webp_chunks

IIM = b"\x1c\x02\x74\x00\x04\xd0\x9d\xd0\x90!"[:10]
RIGHTS = RightsEmbedding(xmp="<x:xmpmeta>НИА</x:xmpmeta>".encode(), iim=IIM)
JPEG, WEBP = WEB[0], WEB[1]


def test_encode_jpeg_with_both_packets_and_nothing_else():
    content = encode(Image.new("RGB", (20, 10), "navy"), preset=JPEG, rights=RIGHTS)
    packets = [
        (marker, payload) for marker, payload in jpeg_segments(content) if 0xE0 <= marker <= 0xEF or marker == 0xFE
    ]
    assert [marker for marker, _payload in packets] == [0xE0, 0xE1, 0xED]
    assert packets[0][1].startswith(b"JFIF\0")
    assert packets[1][1] == b"http://ns.adobe.com/xap/1.0/\0" + RIGHTS.xmp
    digest = hashlib.md5(IIM, usedforsecurity=False).digest()
    assert packets[2][1] == b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(IIM)) + IIM + (
        b"8BIM\x04\x25\0\0\0\0\0\x10" + digest
    )
    assert opened(content).size == (20, 10)


def test_encode_webp_with_the_xmp_packet_and_nothing_else():
    content = encode(Image.new("RGB", (20, 10), "navy"), preset=WEBP, rights=RIGHTS)
    chunks = webp_chunks(content)
    assert [name for name, _payload in chunks] == [b"VP8X", b"VP8 ", b"XMP "]
    assert chunks[2][1] == RIGHTS.xmp


def test_encode_tags_what_is_downloaded():
    image = Image.new("RGB", (20, 10), "navy")
    assert opened(encode(image, preset=DOWNLOAD_WEB, rights=RIGHTS)).info["icc_profile"] == srgb_profile()
    assert "icc_profile" not in opened(encode(image, preset=THUMB, rights=RIGHTS)).info


def test_rights_without_iim():
    assert [marker for marker, _payload in rights_segments(RightsEmbedding(xmp=b"<x/>"))] == [0xE1]


def test_iim_of_an_odd_length_is_padded():
    payload = rights_segments(RightsEmbedding(xmp=b"<x/>", iim=b"\x1c\x02\x74\0\1!"[:5] + b"ab"))[1][1]
    assert payload[14 + 8 : 14 + 12] == struct.pack(">I", 7)
    assert payload[14 + 12 + 7 + 1 :].startswith(b"8BIM\x04\x25")


@pytest.mark.parametrize("rights", [RightsEmbedding(xmp=bytes(65_510)), RightsEmbedding(xmp=b"", iim=bytes(65_500))])
def test_rights_that_fit_into_no_segment_are_refused(rights):
    with pytest.raises(ValueError, match="65"):
        rights_segments(rights)


def test_insert_segments_into_a_jpeg_without_jfif():
    assert insert_segments(b"\xff\xd8\xff\xdbrest", segments=[(0xE1, b"a")]) == b"\xff\xd8\xff\xe1\0\3a\xff\xdbrest"


def test_encode_placeholder_is_tiny_and_looks_alike():
    image = Image.linear_gradient("L").convert("RGB").resize((320, 213))
    placeholder = encode_placeholder(image)
    assert len(placeholder) < 400
    kind, data = placeholder.split(",")
    assert kind == "data:image/webp;base64"
    tiny = Image.open(io.BytesIO(base64.b64decode(data)))
    assert tiny.size == (20, 13)
    assert tiny.convert("L").getpixel((10, 1)) < 60
    assert tiny.convert("L").getpixel((10, 11)) > 190
    assert image.size == (320, 213)


def test_encode_placeholder_of_noise_stays_tiny():
    assert len(encode_placeholder(Image.effect_noise((320, 320), 200).convert("RGB"))) < 400
