"""What is taken and what is refused, whatever the format; the limits; memory; nothing but a refusal for any input."""

import io
import os
import tracemalloc
import zipfile

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_library.domain.file_check import FileFacts, FileRefused, FileWarning, check_file
from media_library.domain.file_check.verdicts import FEATURES, OTHERS, PICTURES, REFUSALS, WARNINGS
from tests.media_library.domain.file_samples import (
    JPEG_END,
    jpeg_frame,
    jpeg_of,
    jpeg_scan,
    jpeg_with,
    judge,
    make_picture,
    png_of,
    tiff_of,
)

HONEST = {
    "jpeg": make_picture("JPEG"),
    "progressive": make_picture("JPEG", progressive=True),
    "png": make_picture("PNG"),
    "palette": make_picture("PNG", mode="P"),
    "tiff": make_picture("TIFF"),
    "packed-tiff": make_picture("TIFF", compression="tiff_lzw"),
    "webp": make_picture("WEBP"),
    "lossless-webp": make_picture("WEBP", lossless=True),
    "webp-with-exif": make_picture("WEBP", mode="RGBA", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"),
}
SAVE_AS = "Save it as JPEG, PNG, TIFF or WebP."
NOT_A_PHOTO = "not a photo. JPEG, PNG, TIFF and WebP are taken."


@pytest.fixture
def file(tmp_path):
    """A path that says nothing of what is in it."""
    return tmp_path / "arrived.jpg"


@pytest.fixture
def refusal_of(file):
    def refuse(content, **limits):
        file.write_bytes(content)
        with pytest.raises(FileRefused) as refused:
            check_file(file, **limits)
        return refused.value

    return refuse


@pytest.mark.parametrize(
    ("name", "kind", "mime_type", "extension"),
    [
        ("jpeg", "JPEG", "image/jpeg", "jpg"),
        ("progressive", "JPEG", "image/jpeg", "jpg"),
        ("png", "PNG", "image/png", "png"),
        ("palette", "PNG", "image/png", "png"),
        ("tiff", "TIFF", "image/tiff", "tif"),
        ("packed-tiff", "TIFF", "image/tiff", "tif"),
        ("webp", "WEBP", "image/webp", "webp"),
        ("lossless-webp", "WEBP", "image/webp", "webp"),
        ("webp-with-exif", "WEBP", "image/webp", "webp"),
    ],
)
def test_honest_photo_is_taken_for_what_it_is(file, name, kind, mime_type, extension):
    file.write_bytes(HONEST[name])

    assert check_file(file) == FileFacts(
        format=kind,
        mime_type=mime_type,
        extension=extension,
        width=37,
        height=29,
        bits=8,
        frames=1,
        size=len(HONEST[name]),
    )


def _office() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
    return data.getvalue()


def _brand(*brands: bytes) -> bytes:
    names = b"".join((brands[0], b"\0\0\0\0", *brands[1:]))
    return (8 + len(names)).to_bytes(4, "big") + b"ftyp" + names + b"\0" * 100


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty."),
        (b"not an image\n", f"This is a text, {NOT_A_PHOTO}"),
        ("Снимка на деня".encode("cp1251"), f"This is a text, {NOT_A_PHOTO}"),
        ("\ufeffbody".encode("utf-16"), f"This is a text, {NOT_A_PHOTO}"),
        ("Я".encode() * 4_000, f"This is a text, {NOT_A_PHOTO}"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            f"This is an SVG drawing. {SAVE_AS}",
        ),
        (b'<?xml version="1.0"?><!-- a > b --><svg:svg xmlns:svg="x"/>', f"This is an SVG drawing. {SAVE_AS}"),
        (b"<?xml version='1.0'?><newsItem/>", f"This is an XML document, {NOT_A_PHOTO}"),
        (b" \n<!-- x --><!DOCTYPE html><p>", f"This is an HTML page, {NOT_A_PHOTO}"),
        (b"GIF89a<script>alert(1)</script>", f"This is a GIF. {SAVE_AS}"),
        (b"%PDF-1.7\n", f"This is a PDF document, {NOT_A_PHOTO}"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", f"This is a PostScript document (EPS), {NOT_A_PHOTO}"),
        (_brand(b"heic", b"mif1"), f"This is a HEIC picture. {SAVE_AS}"),
        (_brand(b"mif1", b"mif1", b"avif"), f"This is an AVIF picture. {SAVE_AS}"),
        (_brand(b"avif", b"mif1", b"miaf"), f"This is an AVIF picture. {SAVE_AS}"),
        (_brand(b"crx ", b"isom"), f"This is a camera's raw file. {SAVE_AS}"),
        (_brand(b"qt  "), f"This is a video, {NOT_A_PHOTO}"),
        (b"\xff\x0a\xfa\x1f", f"This is a JPEG XL picture. {SAVE_AS}"),
        (b"\0\0\0\x0cjP  \r\n\x87\n\0\0", f"This is a JPEG 2000 picture. {SAVE_AS}"),
        (b"BM" + bytes(12) + b"\x28\0\0\0", f"This is a BMP picture. {SAVE_AS}"),
        (b"BMW opens a plant in Sofia", f"This is a text, {NOT_A_PHOTO}"),
        (b"8BPS\0\1", f"This is a Photoshop document (PSD). {SAVE_AS}"),
        (b"II*\0\x10\0\0\0CR\2\0", f"This is a camera's raw file. {SAVE_AS}"),
        (tiff_of({254: 1, 330: 8}), f"This is a camera's raw file. {SAVE_AS}"),
        (tiff_of({50706: 1}), f"This is a camera's raw file. {SAVE_AS}"),
        (b"PK\x05\x06" + bytes(18), f"This is a ZIP archive, {NOT_A_PHOTO}"),
        (_office(), f"This is an Office document, {NOT_A_PHOTO}"),
        (b"MZ\x90\0\3", f"This is a program, {NOT_A_PHOTO}"),
        (b"\0\1\2\3 nothing known", "This is not a photo that can be read. JPEG, PNG, TIFF and WebP are taken."),
    ],
)
def test_other_content_is_refused_by_its_name(refusal_of, content, reason):
    with override("en"):
        assert refusal_of(content).reason() == reason


def test_gif_of_ten_thousand_frames_is_refused_by_its_first_bytes(refusal_of):
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c" + bytes(4) + b"\1\0\1\0\0\2\2\x44\1\0"
    refusal = refusal_of(b"GIF89a\1\0\1\0\x80\0\0" + bytes(6) + frame * 10_000 + b";")

    assert (refusal.code, refusal.params) == ("wrong_picture", {"kind": "gif"})


def test_reason_is_given_in_both_languages(refusal_of):
    assert refusal_of(b"GIF89a").reasons() == {
        "bg": "Това е GIF. Запазете файла като JPEG, PNG, TIFF или WebP.",
        "en": "This is a GIF. Save it as JPEG, PNG, TIFF or WebP.",
    }


def test_every_sentence_can_be_said_in_both_languages():
    numbers = dict.fromkeys(("width", "height", "size", "limit", "pages"), 1_234_567)
    words = {"format": "JPEG", "kind": "gif", "feature": "bits"}
    for code in REFUSALS:
        assert set(FileRefused(code, **numbers, **words).reasons()) == {"bg", "en"}
    for code in WARNINGS:
        assert set(FileWarning(code, **numbers).texts()) == {"bg", "en"}
    for kind in PICTURES | OTHERS:
        assert FileRefused("wrong_picture", kind=kind).reasons()["en"].startswith("This is a")
    for feature in FEATURES:
        assert "because of" in FileRefused("unsupported", format="TIFF", feature=feature).reasons()["en"]


def test_claim_of_fifty_thousand_pixels_in_one_kilobyte_is_refused(refusal_of):
    content = jpeg_of(jpeg_frame(50_000, 50_000), jpeg_scan(bytes(900)))
    with override("en"):
        assert (
            refusal_of(content).reason() == "The photo claims 50,000 × 50,000 pixels; at most 200 megapixels are taken."
        )
    assert refusal_of(png_of(width=50_000, height=50_000)).code == "too_many_pixels"


def test_side_beyond_the_limit_is_refused(refusal_of):
    refusal = refusal_of(HONEST["png"], max_side=36)

    assert (refusal.code, refusal.params) == ("side_too_long", {"width": 37, "height": 29, "limit": 36})


@pytest.mark.parametrize("name", HONEST)
def test_photo_at_the_limits_is_taken_and_beyond_them_refused(file, refusal_of, name):
    size, pixels = len(HONEST[name]), 37 * 29
    file.write_bytes(HONEST[name])

    assert check_file(file, max_bytes=size, max_pixels=pixels, max_side=37).size == size
    assert refusal_of(HONEST[name], max_bytes=size - 1).code == "too_big"
    assert refusal_of(HONEST[name], max_pixels=pixels - 1).code == "too_many_pixels"


def test_two_hundred_megapixels_in_one_kilobyte_are_refused_within_the_limit_of_pixels(refusal_of):
    refusal = refusal_of(jpeg_of(jpeg_frame(20_000, 10_000), jpeg_scan(bytes(900))))

    assert refusal.code == "implausible"
    assert refusal.params["width"] == 20_000


def test_what_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(FileRefused) as refused:
            check_file(path)
        assert refused.value.code == "not_a_file"


@pytest.mark.parametrize("name", HONEST)
def test_every_cut_off_photo_is_refused(refusal_of, name):
    content = HONEST[name]
    for length in (*range(1, min(len(content), 200)), *range(200, len(content), 97), len(content) - 1):
        assert refusal_of(content[:length]).code in {"cut_off", "damaged", "unknown", "not_a_photo"}


@pytest.mark.parametrize("name", HONEST)
def test_photo_that_ends_as_a_zip_is_refused(refusal_of, name):
    archive = io.BytesIO(HONEST[name])
    archive.seek(0, io.SEEK_END)
    with zipfile.ZipFile(archive, "a") as files:
        files.writestr("page.html", "x" * 100)
    assert zipfile.is_zipfile(archive)

    refusal = refusal_of(archive.getvalue())

    assert (refusal.code, refusal.params) == ("hidden_content", {"kind": "zip"})


# Not of TIFF: it is not read from a start to an end, so that nothing stands behind it.
@pytest.mark.parametrize("name", [name for name in HONEST if not name.endswith("tiff")])
@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        (b"<ScRiPt>alert(1)</script>", "html"),
        (bytes(300_000) + b"<!DOCTYPE html><p>", "html"),
        (b"\r\n%PDF-1.4\n", "pdf"),
        (b"MZ\x90\0", "program"),
        (b"<?php system($_GET['c']);", "html"),
    ],
)
def test_photo_with_something_for_another_reader_behind_it_is_refused(refusal_of, name, tail, kind):
    refusal = refusal_of(HONEST[name] + tail)

    assert (refusal.code, refusal.params) == ("hidden_content", {"kind": kind})


def test_photo_with_unknown_bytes_behind_it_is_taken_with_a_warning(file):
    for name in ("jpeg", "png", "webp"):
        file.write_bytes(HONEST[name] + b"SEFT of a telephone")

        (warning,) = check_file(file).warnings

        assert warning == FileWarning("trailing_data", size=19)
        assert warning.texts()["en"] == "Behind the photo there are 19 more bytes, which are not used."


def test_memory_stays_flat_whatever_the_size(file):
    picture = make_picture("JPEG")
    with file.open("wb") as sparse:
        sparse.write(picture[: -len(JPEG_END)])
        sparse.truncate(2 * 1024**3)
        sparse.seek(0, io.SEEK_END)
        sparse.write(JPEG_END)
    tracemalloc.start()
    try:
        facts = check_file(file, max_bytes=4 * 1024**3)
        _current, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert facts.size == 2 * 1024**3 + 2
    assert peak < 2 * 1024 * 1024


MUTATIONS = st.lists(
    st.tuples(st.sampled_from(["set", "cut", "drop", "insert"]), st.floats(0, 1), st.binary(min_size=1, max_size=8)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=600, deadline=2_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(HONEST)), mutations=MUTATIONS, near_the_start=st.booleans())
def test_forged_file_is_taken_or_refused_and_nothing_else(file, name, mutations, near_the_start):
    content = bytearray(HONEST[name])
    for act, place, data in mutations:
        at = int(place * min(len(content), 120 if near_the_start else len(content)))
        match act:
            case "set":
                content[at : at + len(data)] = data
            case "cut":
                del content[max(at, 1) :]
            case "drop":
                del content[at : at + len(data)]
            case "insert":
                content[at:at] = data

    verdict = judge(file, bytes(content))

    if isinstance(verdict, FileFacts):
        assert 0 < verdict.width * verdict.height <= 200_000_000
    else:
        assert verdict[0] in REFUSALS


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_random_bytes_are_refused(file, content):
    file.write_bytes(content)
    with pytest.raises(FileRefused):
        check_file(file)


def test_caption_that_speaks_of_scripts_is_taken(file):
    caption = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>&lt;script&gt; and <script> in a caption</x:xmpmeta>"
    file.write_bytes(jpeg_with(b"\xff\xe1" + (len(caption) + 2).to_bytes(2, "big") + caption))

    assert check_file(file).warnings == ()
