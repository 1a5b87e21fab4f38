from functools import partial

import pytest

from tests.media_library.domain.file_samples import (
    jpeg_frame,
    jpeg_of,
    jpeg_scan,
    jpeg_segment,
    jpeg_with,
    judge,
    make_picture,
)

SCAN = jpeg_scan(b"\x55" * 400)


@pytest.fixture
def verdict_of(tmp_path):
    return partial(judge, tmp_path / "photo")


def test_sizes_and_channels_are_read_from_the_frame_header(verdict_of):
    facts = verdict_of(jpeg_of(jpeg_frame(64, 48, components=1), jpeg_scan(b"\x55" * 400, components=1)))

    assert (facts.width, facts.height, facts.bits, facts.frames, facts.warnings) == (64, 48, 8, 1, ())


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 1}, {"quality": 100}])
def test_what_cameras_and_presses_write_is_taken(verdict_of, mode, options):
    facts = verdict_of(make_picture("JPEG", mode=mode, **options))

    assert (facts.width, facts.height) == (37, 29)


@pytest.mark.parametrize(
    ("frame", "feature"),
    [
        (jpeg_frame(64, 48, marker=0xC3), "lossless"),
        (jpeg_frame(64, 48, marker=0xC5), "hierarchical"),
        (jpeg_frame(64, 48, marker=0xC9), "arithmetic"),
        (jpeg_frame(64, 48, marker=0xCA), "arithmetic"),
        (jpeg_frame(64, 48, marker=0xC1, bits=12), "bits"),
        (jpeg_frame(64, 48, components=2), "colours"),
    ],
)
def test_kind_of_jpeg_that_nobody_reads_is_refused(verdict_of, frame, feature):
    assert verdict_of(jpeg_of(frame, SCAN)) == ("unsupported", {"format": "JPEG", "feature": feature})


@pytest.mark.parametrize(("width", "height"), [(0, 48), (64, 0)])
def test_side_of_no_pixels_is_refused(verdict_of, width, height):
    assert verdict_of(jpeg_of(jpeg_frame(width, height), SCAN)) == ("no_pixels", {})


@pytest.mark.parametrize(
    "parts",
    [
        (SCAN,),
        (jpeg_frame(64, 48),),
        (jpeg_frame(64, 48), jpeg_frame(64, 48), SCAN),
        (jpeg_segment(0xEF, b""), b"garbage", jpeg_frame(64, 48), SCAN),
        (b"\xff\xe1\0\1", jpeg_frame(64, 48), SCAN),
        (jpeg_frame(64, 48)[:-1], SCAN),
        (jpeg_frame(64, 48), jpeg_scan(b"\x55" * 400, components=4)),
        (jpeg_frame(64, 48), SCAN, b"\xff\x42"),
        (jpeg_frame(64, 48), SCAN, b"\xff\xd8"),
    ],
)
def test_broken_skeleton_is_refused(verdict_of, parts):
    assert verdict_of(jpeg_of(*parts))[0] == "damaged"


def test_scan_that_is_too_short_for_the_blocks_is_refused(verdict_of):
    # 800 × 800 pixels are 30,000 blocks in three channels; 3,750 bytes give each of them its one bit.
    enough, short = jpeg_scan(b"\x55" * 3_750), jpeg_scan(b"\x55" * 3_749)
    padding = jpeg_segment(0xEF, b"\1" * 10_000)

    assert verdict_of(jpeg_of(padding, jpeg_frame(800, 800), enough)).width == 800
    assert verdict_of(jpeg_of(padding, jpeg_frame(800, 800), short))[0] == "implausible"


def test_thousands_of_scans_or_segments_are_refused(verdict_of):
    assert verdict_of(jpeg_of(jpeg_frame(64, 48), SCAN * 101)) == ("too_many_parts", {})
    assert verdict_of(jpeg_of(jpeg_segment(0xEF, b"") * 5_001, jpeg_frame(64, 48), SCAN)) == ("too_many_parts", {})
    assert verdict_of(jpeg_of(jpeg_frame(64, 48), SCAN, b"\xff\x01" * 6_000)) == ("too_many_parts", {})


@pytest.mark.parametrize(
    ("segment", "kind"),
    [
        (jpeg_segment(0xFE, b"<!-- hello --><html><script>alert(1)</script>"), "html"),
        (jpeg_segment(0xFE, b"<?php echo 1;"), "html"),
        (jpeg_segment(0xE5, b"\n <SCRIPT src=x>"), "html"),
        (jpeg_segment(0xE0, b"JFIF\0".ljust(0x2F2A - 2, b"*")), "script"),
        (jpeg_segment(0xFE, b"%PDF-1.7 1 0 obj"), "pdf"),
    ],
)
def test_jpeg_that_is_also_a_page_a_script_or_a_document_is_refused(verdict_of, segment, kind):
    assert verdict_of(jpeg_with(segment)) == ("hidden_content", {"kind": kind})


def test_pictures_that_an_index_declares_behind_the_first_are_no_surprise(verdict_of):
    picture = jpeg_with(jpeg_segment(0xE2, b"MPF\0II*\0\x08\0\0\0"))

    assert verdict_of(picture + bytes(100) + make_picture("JPEG")).warnings == ()
    assert [warning.code for warning in verdict_of(make_picture("JPEG") * 2).warnings] == ["trailing_data"]


def test_end_marker_inside_a_segment_is_no_end(verdict_of):
    content = jpeg_with(jpeg_segment(0xE1, b"Exif\0\0" + make_picture("JPEG", size=(8, 8))))

    assert (verdict_of(content).width, verdict_of(content).height) == (37, 29)
    assert verdict_of(content[:-2])[0] == "cut_off"
