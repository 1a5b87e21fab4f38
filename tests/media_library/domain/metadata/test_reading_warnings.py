import string

from django.utils.translation import override

from media_library.domain.metadata import ReadingWarning, say_warning
from media_library.domain.metadata.reading_warnings import MAX_WARNINGS, WORDS, ReadingWarnings

EVERY_PARAMETER = {
    "field": "credit", "value": "x", "origin": "JPEG", "name": "windows-1251", "limit": 32, "language": "de",
}  # fmt: skip


def test_every_code_has_words_that_its_parameters_fill():
    for code in WORDS:
        with override("en"):
            words = say_warning(ReadingWarning(code, tuple(EVERY_PARAMETER.items())))
        assert "%" not in words
        assert words[0] in string.ascii_uppercase + "“"


def test_field_is_called_as_the_page_calls_it():
    warning = ReadingWarning("value_at_limit", (("field", "credit"), ("limit", 32)))
    with override("en"):
        assert say_warning(warning, field_name="Credit line") == (
            "“Credit line” fills its 32 bytes of IPTC-IIM. Its end may be missing."
        )


def test_warning_of_other_rules_is_still_said():
    with override("en"):
        assert say_warning(ReadingWarning("from_the_future")) == (
            "Something else was noticed while the metadata was read: from_the_future"
        )
        assert say_warning(ReadingWarning("bad_date")).startswith("The date in")


def test_each_warning_is_kept_once_and_not_too_many():
    warnings = ReadingWarnings()
    for number in range(200):
        warnings.add("bad_date", field="taken_at", value=str(number % 100))
    assert len(warnings.as_tuple()) == MAX_WARNINGS


def test_quoted_value_is_short_and_printable():
    warnings = ReadingWarnings()
    warnings.add("bad_date", field="taken_at", value="a\0b\ud800c\u202e" + "x" * 500)
    value = dict(warnings.as_tuple()[0].parameters)["value"]
    assert value == "a\ufffdb\ufffdc\ufffd" + "x" * 53 + "…"
