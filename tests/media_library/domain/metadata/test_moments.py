import pytest

from media_library.domain.metadata.moments import join_exif_moment, join_iim_moment, read_moment
from media_library.domain.metadata.reading_warnings import ReadingWarning, ReadingWarnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-09-03T09:32:10+03:00", "2025-09-03T09:32:10+03:00"),
        ("2025-09-03T09:32:10.5Z", "2025-09-03T09:32:10.500+00:00"),
        ("2025-09-03T09:32:10.000", "2025-09-03T09:32:10"),
        ("2025-09-03T09:32+0300", "2025-09-03T09:32:00+03:00"),
        ("2025-09-03", "2025-09-03"),
        ("2025:09:03 09:32:10", "2025-09-03T09:32:10"),
        ("20250903T093210+0300", "2025-09-03T09:32:10+03:00"),
        ("1916-10-26T12:13:14-05:00\0", "1916-10-26T12:13:14-05:00"),
        ("0000:00:00 00:00:00", None),
        ("    :  :     :  :  ", None),
        ("", None),
    ],
)
def test_moment_is_iso_8601_and_as_exact_as_the_file(text, expected):
    warnings = ReadingWarnings()
    assert read_moment(text, field="taken_at", warnings=warnings) == expected
    assert warnings.as_tuple() == ()


@pytest.mark.parametrize(
    ("text", "expected", "code"),
    [
        ("2025-02-30", None, "bad_date"),
        ("2025-13-01T10:00:00", None, "bad_date"),
        ("9999-01-01", None, "bad_date"),
        ("0001-01-01", None, "bad_date"),
        ("2025-09", None, "bad_date"),
        ("yesterday", None, "bad_date"),
        ("٢٠٢٥-٠٩-٠٣", None, "bad_date"),
        ("2025-09-03T25:00:00", "2025-09-03", "bad_date"),
        ("2025-09-03T09:32:10+25:00", "2025-09-03T09:32:10", "bad_offset"),
    ],
)
def test_impossible_part_is_passed_over_with_a_warning(text, expected, code):
    warnings = ReadingWarnings()
    assert read_moment(text, field="taken_at", warnings=warnings) == expected
    assert warnings.as_tuple() == (ReadingWarning(code, (("field", "taken_at"), ("value", text))),)


def test_iim_moment_may_have_no_time():
    assert join_iim_moment("20250903", "093210+0300") == "20250903T093210+0300"
    assert join_iim_moment("20250903", "") == "20250903"
    assert join_iim_moment("", "093210+0300") == ""


def test_exif_moment_takes_fraction_and_offset():
    joined = join_exif_moment("2025:09:03 09:32:10", sub_seconds="78 ", offset="+03:00")
    assert joined == "2025:09:03 09:32:10.78+03:00"
    assert join_exif_moment("2025:09:03 09:32:10", sub_seconds="", offset="   :  ") == "2025:09:03 09:32:10"
