import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.domain.wire.item import BadDate, MissingDate, MissingUri, UnknownLanguage
from articles.domain.wire.values import (
    LANGUAGES,
    clean_line,
    clean_note,
    clean_text,
    read_date,
    read_language,
    read_status,
    read_uri,
    read_whole_number,
)


def test_clean_text_drops_what_no_database_holds():
    assert clean_text("a\x00b\x07c\x1fd\x7fe\x85f\ufffeg") == "abcde\nfg"
    assert clean_text("a\ud800b") == "a\ufffdb"
    assert clean_text("one\r\ntwo\rthree\u2028four\tfive") == "one\ntwo\nthree\nfour\tfive"


def test_clean_text_composes_letters():
    assert clean_text("и\u0306") == "й"


def test_clean_text_of_endless_combining_marks_is_cut_and_quick():
    started = time.monotonic()
    cleaned = clean_text("a" + "\u0301\u0316" * 100_000)
    assert time.monotonic() - started < 2
    assert len(cleaned) <= 31


@settings(deadline=None)
@given(st.text())
def test_clean_text_is_always_storable_and_stable(text):
    cleaned = clean_text(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned


def test_clean_line_folds_space_but_keeps_thin_and_no_break_space():
    assert clean_line("  25\u2009000\u00a0men \n\t in\r\nlines ") == "25\u2009000\u00a0men in lines"


def test_clean_note_keeps_its_lines():
    assert clean_note("  First  line \r\n second\n") == "First line\nsecond"


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("2019-05-10T16:02:28+02:00", dt.datetime(2019, 5, 10, 14, 2, 28, tzinfo=dt.UTC)),
        ("2018-10-19T11:17:00.150Z", dt.datetime(2018, 10, 19, 11, 17, 0, 150_000, tzinfo=dt.UTC)),
        ("20190510T160228z", dt.datetime(2019, 5, 10, 16, 2, 28, tzinfo=dt.UTC)),
        (" 2019-05-10T16:02:28 ", dt.datetime(2019, 5, 10, 16, 2, 28, tzinfo=dt.UTC)),
        ("2019-05-10", dt.datetime(2019, 5, 10, tzinfo=dt.UTC)),
    ],
)
def test_date_is_read_in_utc(given_date, expected):
    assert read_date(given_date, field="expires") == expected


@pytest.mark.parametrize(
    "nonsense",
    [
        "0000-01-01T00:00:00Z",
        "1899-12-31T23:59:59Z",
        "2101-01-01",
        "2019-02-30",
        "2019-05",
        "soon",
        "2019-W01-1",
        5,
        [],
    ],
)
def test_date_that_is_none_is_refused(nonsense):
    with pytest.raises(BadDate) as refusal:
        read_date(nonsense, field="expires")
    assert refusal.value.details["field"] == "expires"


def test_missing_date_is_a_bad_date_of_its_own():
    with pytest.raises(MissingDate):
        read_date(None, field="versioncreated")


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("nb-NO", "nb"), ("DE", "de"), ("zh-Hant-TW", "zh"), ("en_GB", "en"), ("", ""), (None, "")],
)
def test_language_is_the_primary_subtag(tag, language):
    assert read_language(tag) == language


@pytest.mark.parametrize("tag", ["xx", "klingon", "zz-ZZ", "en-", "e", 5, ["en"], "en us"])
def test_language_that_nobody_knows_is_refused(tag):
    with pytest.raises(UnknownLanguage):
        read_language(tag)


def test_languages_are_the_183_of_iso_639_1():
    assert (len(LANGUAGES), len(set(LANGUAGES))) == (183, 183)
    assert {"bg", "en", "nb", "nn"} <= set(LANGUAGES)


@pytest.mark.parametrize("uri", [None, "", " \n", 5, "x" * 1001])
def test_uri_that_cannot_identify_is_refused(uri):
    with pytest.raises(MissingUri):
        read_uri(uri)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (4, 4),
        (4.0, 4),
        ("4", 4),
        (" 4 ", 4),
        (0, None),
        (10, None),
        (4.5, None),
        (float("inf"), None),
        (True, None),
        ("٤", None),
    ],
)
def test_whole_number_in_bounds(value, number):
    assert read_whole_number(value, lowest=1, highest=9) == number


def test_status_that_nobody_knows_withholds():
    assert read_status("") == ("usable", True)
    assert read_status("Canceled") == ("canceled", True)
    assert read_status("embargoed") == ("withheld", False)
