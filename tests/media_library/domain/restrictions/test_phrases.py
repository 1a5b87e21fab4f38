"""Single phrases: where and when a rule holds, whom to credit, several things under one NO."""

import datetime as dt

import pytest

from media_library.domain.restrictions import compile_instructions
from tests.media_library.domain.restrictions.reading import kinds, only

ARRIVED = dt.datetime(2025, 6, 3, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "only_in", "not_in"),
    [
        ("JAPAN OUT", (), ("JP",)),
        ("OUT: JAPAN, CHINA", (), ("CN", "JP")),
        ("GERMANY, AUSTRIA AND SWITZERLAND OUT", (), ("AT", "CH", "DE")),
        ("UK AND IRELAND OUT", (), ("GB", "IE")),
        ("U.K. & U.S. OUT", (), ("GB", "US")),
        ("Bosnia and Herzegovina out", (), ("BA",)),
        ("CÔTE D'IVOIRE OUT", (), ("CI",)),
        ("CZECH REPUBLIC/TURKEY OUT", (), ("CZ", "TR")),
        ("SCANDINAVIA OUT", (), ("DK", "NO", "SE")),
        ("BENELUX, DACH OUT", (), ("AT", "BE", "CH", "DE", "LU", "NL")),
        ("NO USE IN JAPAN", (), ("JP",)),
        ("NOT FOR USE IN THE UK OR THE NETHERLANDS", (), ("GB", "NL")),
        ("NOT TO BE USED OUTSIDE BULGARIA", ("BG",), ()),
        ("BULGARIA ONLY", ("BG",), ()),
        ("FOR USE IN BULGARIA AND ROMANIA ONLY", ("BG", "RO"), ()),
        ("ONLY FOR BULGARIA", ("BG",), ()),
        ("БЕЗ ЯПОНИЯ", (), ("JP",)),
        ("ЗАБРАНЕНО ЗА ЯПОНИЯ И КИТАЙ", (), ("CN", "JP")),
        ("САМО ЗА БЪЛГАРИЯ", ("BG",), ()),
        ("без САЩ и Великобритания", (), ("GB", "US")),
    ],
)
def test_territory_becomes_codes(text, only_in, not_in):
    rule = only(text)

    assert (rule.kind.value, rule.territories_in, rule.territories_out) == ("territory", only_in, not_in)


def test_european_union_stands_for_its_countries():
    codes = only("EU OUT").territories_out

    assert len(codes) == 27
    assert {"BG", "DE", "FR"} <= set(codes)
    assert "GB" not in codes


@pytest.mark.parametrize(
    ("text", "only_in", "not_in"),
    [
        ("NO SALES IN GERMANY", ("DE",), ()),
        ("NO SALES EXCEPT BULGARIA", (), ("BG",)),
        ("NO SALES OUTSIDE OF BULGARIA", (), ("BG",)),
        ("БЕЗ ПРОДАЖБА В ГЕРМАНИЯ", ("DE",), ()),
        ("БЕЗ ПРОДАЖБА ОСВЕН В БЪЛГАРИЯ", (), ("BG",)),
    ],
)
def test_place_behind_a_prohibition_limits_it(text, only_in, not_in):
    rule = only(text)

    assert (rule.kind.value, rule.territories_in, rule.territories_out) == ("no_sales", only_in, not_in)


def test_list_of_places_ends_where_the_next_phrase_begins():
    compiled = compile_instructions("NO SALES IN GERMANY, JAPAN OUT")

    assert [(rule.territories_in, rule.territories_out) for rule in compiled.restrictions] == [
        (("DE",), ()),
        ((), ("JP",)),
    ]


@pytest.mark.parametrize(
    ("text", "starts_at", "ends_at"),
    [
        ("NO ARCHIVES AFTER 14 DAYS", "2025-06-15T12:00Z", None),
        ("NO ARCHIVES AFTER 2 WEEKS", "2025-06-15T12:00Z", None),
        ("NO ARCHIVES AFTER 24 HOURS", "2025-06-02T12:00Z", None),
        ("NO ARCHIVES AFTER 9 MONTHS", "2026-03-01T12:00Z", None),
        ("НЕ СЕ АРХИВИРА СЛЕД 14 ДНИ", "2025-06-15T12:00Z", None),
        # Days end at midnight in Sofia, which is three hours ahead of UTC in summer.
        ("NO ARCHIVES AFTER 1 JULY 2025", "2025-07-01T21:00Z", None),
        ("NO ARCHIVES AFTER JULY 1, 2025", "2025-07-01T21:00Z", None),
        ("NO ARCHIVES AFTER 1st of July 2025", "2025-07-01T21:00Z", None),
        ("NO ARCHIVES AFTER 2025-07-01", "2025-07-01T21:00Z", None),
        ("NO ARCHIVES AFTER 01.07.2025", "2025-07-01T21:00Z", None),
        ("NO ARCHIVES AFTER 25/12/2025", "2025-12-25T22:00Z", None),
        ("NO ARCHIVES AFTER 12/25/2025", "2025-12-25T22:00Z", None),
        ("БЕЗ АРХИВ СЛЕД 1 ЮЛИ 2025 Г.", "2025-07-01T21:00Z", None),
        ("БЕЗ АРХИВ СЛЕД 5 МАЙ 2025", "2025-05-05T21:00Z", None),
        ("NO SALES UNTIL 1 JULY 2025", None, "2025-07-01T21:00Z"),
        ("NO SALES BEFORE 1 JULY 2025", None, "2025-06-30T21:00Z"),
        ("NO USE AFTER 1 JULY 2025", "2025-07-01T21:00Z", None),
        ("EMBARGOED UNTIL 1 JULY 2025", None, "2025-06-30T21:00Z"),
        ("EMBARGO: 18:00 GMT, 1 JULY 2025", None, "2025-07-01T18:00Z"),
        ("EMBARGOED UNTIL 1 JULY 2025 AT 1800 UTC", None, "2025-07-01T18:00Z"),
        ("NOT FOR PUBLICATION BEFORE 0001GMT 1 JULY 2025", None, "2025-07-01T00:01Z"),
        ("ЕМБАРГО ДО 1 ЮЛИ 2025 г.", None, "2025-06-30T21:00Z"),
    ],
)
def test_dates_become_instants(text, starts_at, ends_at):
    rule = only(text)

    assert rule.starts_at == (starts_at and dt.datetime.fromisoformat(starts_at))
    assert rule.ends_at == (ends_at and dt.datetime.fromisoformat(ends_at))


def test_dated_archive_rule_forbids_and_undated_one_asks():
    assert only("NO ARCHIVES AFTER 14 DAYS").effect == "deny"
    assert only("NO ARCHIVES").effect == "acknowledge"


def test_period_counts_from_arrival_where_the_date_taken_is_unknown():
    (rule,) = compile_instructions("NO ARCHIVES AFTER 14 DAYS", received_at=ARRIVED).restrictions

    assert rule.starts_at == dt.datetime(2025, 6, 17, 9, tzinfo=dt.UTC)


def test_period_without_a_beginning_is_not_understood():
    compiled = compile_instructions("NO SALES. NO ARCHIVES AFTER 14 DAYS")

    assert [rule.kind.value for rule in compiled.restrictions] == ["no_sales"]
    assert [span.words for span in compiled.unparsed] == ["NO ARCHIVES AFTER 14 DAYS"]


def test_embargo_is_a_rule_for_everywhere_that_ends():
    rule = only("EMBARGOED UNTIL 1 JULY 2025")

    assert (rule.kind.value, rule.effect.value) == ("territory", "deny")
    assert (rule.territories_in, rule.territories_out, rule.starts_at) == ((), (), None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("MANDATORY CREDIT: John Smith/AFP NO SALES", "MANDATORY CREDIT: John Smith/AFP"),
        ('MANDATORY CREDIT "AFP PHOTO / NASA" - NO SALES', 'MANDATORY CREDIT "AFP PHOTO / NASA'),
        ("CREDIT MUST READ: UNIVERSITY OF SOFIA. NO SALES", "CREDIT MUST READ: UNIVERSITY OF SOFIA"),
        ("CREDIT: NASA AND NO SALES", "CREDIT: NASA"),
        ("MANDATORY CREDIT REUTERS JAPAN OUT NO SALES", "MANDATORY CREDIT REUTERS"),
    ],
)
def test_credit_takes_the_name_and_no_more(text, words):
    compiled = compile_instructions(text)

    assert compiled.unparsed == ()
    assert compiled.restrictions[0].kind == "mandatory_credit"
    assert compiled.restrictions[0].words == words
    assert compiled.restrictions[-1].kind == "no_sales"


def test_one_no_may_speak_of_several_things_in_bulgarian():
    assert kinds("Забранява се продажбата и архивирането") == ["no_sales", "no_archive"]


def test_one_no_may_speak_of_several_things():
    compiled = compile_instructions("NO SALES, ARCHIVES OR CROPPING")

    assert [(rule.kind.value, rule.words) for rule in compiled.restrictions] == [
        ("no_sales", "NO SALES, ARCHIVES OR CROPPING"),
        ("no_archive", "NO SALES, ARCHIVES OR CROPPING"),
        ("no_crop", "NO SALES, ARCHIVES OR CROPPING"),
    ]
