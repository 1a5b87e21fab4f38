import pytest

from media_library.domain.metadata.cleaning import clean_line, clean_note, is_mostly_cyrillic
from media_library.domain.metadata.reading_warnings import ReadingWarnings


@pytest.mark.parametrize(
    ("value", "cleaned", "codes"),
    [
        ("  one \r\n two\rthree\u2028four\t five ", "one\ntwo\nthree\nfour five", []),
        ("padded\0\0", "padded", []),
        ("a\0b\x07c\x85d", "abc\nd", ["control_characters"]),
        ("name\u202egpj.exe\u2066", "namegpj.exe", ["direction_marks"]),
        ("\u200eمرحبا\u200f", "\u200eمرحبا\u200f", []),
        ("a\ud800b", "a\ufffdb", []),
        ("\ufeffзаглавие", "заглавие", []),
        ("и\u0306", "й", []),
        ("one\n\n\n\n\ntwo", "one\n\ntwo", []),
        ("25\u00a0000", "25\u00a0000", []),
    ],
)
def test_note_is_fit_to_be_stored(value, cleaned, codes):
    warnings = ReadingWarnings()
    assert clean_note(value, field="title", warnings=warnings) == cleaned
    assert [warning.code for warning in warnings.as_tuple()] == codes


def test_long_text_is_kept_up_to_the_limit():
    warnings = ReadingWarnings()
    assert clean_note("x" * 5_000, field="title", warnings=warnings) == "x" * 5_000
    assert warnings.as_tuple() == ()
    assert clean_note("x" * 50_000, field="title", warnings=warnings) == "x" * 20_000
    assert [warning.code for warning in warnings.as_tuple()] == ["value_cut"]


def test_endless_combining_marks_are_cut():
    assert len(clean_line("a" + "\u0301\u0316" * 9_000, field="title", warnings=ReadingWarnings())) <= 31


def test_line_has_no_line_ends():
    assert clean_line("one\n\ntwo", field="title", warnings=ReadingWarnings()) == "one two"


def test_majority_of_letters_decides_the_script():
    assert is_mostly_cyrillic("Президентът на „Microsoft“ в София")
    assert not is_mostly_cyrillic("The word „Да“ on a wall")
    assert not is_mostly_cyrillic("2025")
