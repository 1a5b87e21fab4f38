"""What the instructions of the trade compile to, and what is left for a person."""

import datetime as dt
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from media_library.domain.restrictions import Compiled, compile_instructions
from media_library.domain.restrictions.words import cut_words
from tests.media_library.domain.restrictions.reading import TAKEN, kinds

ARRIVED = dt.datetime(2025, 6, 3, 9, tzinfo=dt.UTC)


def test_text_of_the_trade_compiles_word_by_word():
    text = "EDITORIAL USE ONLY. NO SALES. JAPAN OUT; NO ARCHIVES AFTER 14 DAYS; MANDATORY CREDIT"

    compiled = compile_instructions(text, taken_at=TAKEN, received_at=ARRIVED)

    assert [(rule.kind.value, rule.effect.value, rule.words) for rule in compiled.restrictions] == [
        ("editorial_only", "deny", "EDITORIAL USE ONLY"),
        ("no_sales", "deny", "NO SALES"),
        ("territory", "deny", "JAPAN OUT"),
        ("no_archive", "deny", "NO ARCHIVES AFTER 14 DAYS"),
        ("mandatory_credit", "advise", "MANDATORY CREDIT"),
    ]
    assert compiled.restrictions[2].territories_out == ("JP",)
    assert compiled.restrictions[3].starts_at == dt.datetime(2025, 6, 15, 12, tzinfo=dt.UTC)
    assert compiled.unparsed == ()
    assert all(text[rule.span.start : rule.span.end] == rule.words for rule in compiled.restrictions)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("EDITORIAL USE ONLY", "editorial_only"),
        ("For editorial use only", "editorial_only"),
        ("RESTRICTED TO EDITORIAL USE", "editorial_only"),
        ("COMMERCIAL USE PROHIBITED", "editorial_only"),
        ("NO ADVERTISING", "editorial_only"),
        ("NO COMMERCIAL OR PROMOTIONAL USE", "editorial_only"),
        ("NO MARKETING NO ADVERTISING CAMPAIGNS", "editorial_only"),
        ("NOT FOR SALE FOR MARKETING OR ADVERTISING CAMPAIGNS", "editorial_only"),
        ("САМО ЗА РЕДАКЦИОННА УПОТРЕБА", "editorial_only"),
        ("Забранена е рекламната употреба", "editorial_only"),
        ("NO SALES", "no_sales"),
        ("NOT FOR SALE", "no_sales"),
        ("NO RESALES", "no_sales"),
        ("DO NOT SELL", "no_sales"),
        ("НЕ СЕ ПРОДАВА", "no_sales"),
        ("ЗАБРАНЕНА ПРОДАЖБАТА", "no_sales"),
        ("БЕЗ ПРОДАЖБА", "no_sales"),
        ("Не се разрешава продажба", "no_sales"),
        ("NO ARCHIVES", "no_archive"),
        ("NO ARCHIVE", "no_archive"),
        ("БЕЗ АРХИВ", "no_archive"),
        ("БЕЗ АРХИВИРАНЕ", "no_archive"),
        ("НЕ СЕ АРХИВИРА", "no_archive"),
        ("ONE TIME USE", "one_time_use"),
        ("ONE-TIME USE ONLY", "one_time_use"),
        ("SINGLE USE ONLY", "one_time_use"),
        ("ЕДНОКРАТНА УПОТРЕБА", "one_time_use"),
        ("MANDATORY CREDIT", "mandatory_credit"),
        ("CREDIT MUST BE GIVEN", "mandatory_credit"),
        ("ЗАДЪЛЖИТЕЛНО ПОСОЧВАНЕ НА АВТОРА", "mandatory_credit"),
        ("ЗАДЪЛЖИТЕЛНО ПОСОЧВАНЕ НА АВТОРА/ИЗТОЧНИКА", "mandatory_credit"),
        ("NO CROPPING", "no_crop"),
        ("DO NOT CROP", "no_crop"),
        ("БЕЗ ИЗРЯЗВАНЕ", "no_crop"),
        ("НЕ СЕ КАДРИРА", "no_crop"),
        ("NO AI TRAINING", "no_ai_training"),
        ("NO TDM", "no_ai_training"),
        ("БЕЗ ОБУЧЕНИЕ НА ИИ", "no_ai_training"),
        ("NO SOCIAL MEDIA", "no_social"),
        ("БЕЗ СОЦИАЛНИ МРЕЖИ", "no_social"),
        ("Забранено е използването в социалните мрежи", "no_social"),
        ("CLIENTS ONLY", "clients_only"),
        ("SUBSCRIBERS ONLY", "clients_only"),
        ("САМО ЗА АБОНАТИ", "clients_only"),
        ("САМО ЗА КЛИЕНТИ", "clients_only"),
    ],
)
def test_phrase_has_its_kind_in_any_writing(text, kind):
    for written in (text, text.lower(), text.title(), text.replace(" ", "  \n"), f"*{text}!", f"({text})"):
        assert set(kinds(written)) == {kind}, written


@pytest.mark.parametrize("separator", ["; ", ". ", ", ", "/", " / ", " - ", " – ", " — ", "—", "\n", " ", " | ", " & "])
def test_separator_of_any_sort_or_none_parts_phrases(separator):
    text = separator.join(["HANDOUT", "EDITORIAL USE ONLY", "NO SALES", "ONE–TIME USE", "FRANCE OUT"])

    assert kinds(text) == ["editorial_only", "no_sales", "one_time_use", "territory"]


@pytest.mark.parametrize(
    "text",
    [
        "BEST QUALITY AVAILABLE",
        "HANDOUT PHOTO",
        "ATTENTION EDITORS",
        "All rights reserved.",
        "© 2025 The Associated Press",
        "Copyright Иван Петров/НИА",
        "RESTRICTIONS:",
        "THIS IMAGE HAS BEEN SUPPLIED BY A THIRD PARTY",
        "DISTRIBUTED AS A SERVICE TO CLIENTS",
        "НАЙ-ДОБРОТО ВЪЗМОЖНО КАЧЕСТВО",
        "Всички права запазени.",
    ],
)
def test_notice_restricts_nothing_and_is_understood(text):
    compiled = compile_instructions(text)

    assert (compiled.restrictions, compiled.unparsed) == ((), ())
    assert len(compiled.notices) == 1


@pytest.mark.parametrize(
    "text",
    [
        "NO SALES EXCEPT TO SUBSCRIBERS",
        "NO SALES, EXCEPT TO SUBSCRIBERS",
        "NO SALES (EXCEPT TO SUBSCRIBERS)",
        "NO SALES - UNLESS AGREED BEFOREHAND",
        "NO SALES WITHOUT PERMISSION",
        "NO SALES TO TABLOIDS",
        "NO SALES, BULGARIA EXCEPTED",
        "NO SALES / BULGARIA OK",
        "NO COPYRIGHT",
        "MANDATORY CREDIT NOT REQUIRED",
        "NO JAPAN OUT",
        "JAPAN OUT UNTIL 1 JULY 2025",
        "NO EMBARGO UNTIL 1 JULY 2025",
        "НЕ Е САМО ЗА БЪЛГАРИЯ",
        "NO SALES, TO TABLOIDS",
        "NO SALES (GERMANY)",
        "GERMANY: NO SALES",
        "IN GERMANY, NO SALES",
        "EXCEPT BULGARIA: NO SALES",
        "NOT EDITORIAL USE ONLY",
        "NO EDITORIAL USE",
        "EDITORIAL USE ONLY IN GERMANY",
        "EDITORIAL USE ONLY UNTIL 1 JULY 2025",
        "NO SALES OR MAGAZINES",
        "NO SALES, ARCHIVES AFTER 14 DAYS",
        "NO SALES OR ARCHIVES IN GERMANY",
        "NO SALES IN BULGARIA ONLY",
        "NO SALES FOR 14 DAYS",
        "NO ARCHIVES AFTER 03/04/2025",
        "NO ARCHIVES AFTER 31 JUNE 2025",
        "NO ARCHIVES AFTER 99999 DAYS",
        "NO ARCHIVES AFTER 9999 YEARS",
        "NO ARCHIVES AFTER JULY",
        "NO SALES AFTER 1 JULY 2025 UNTIL 1 JUNE 2025",
        "EMBARGOED",
        "EMBARGOED UNTIL 1 JULY 2025, 18:00",
        "EMBARGOED UNTIL 18:00 1 JULY 2025",
        "NO USE",
        "NO MAGS",
        "NO INTERNET",
        "INTERNET OUT",
        "NY POST OUT",
        "GEORGIA OUT",
        "JAPAN",
        "Contact us only",
        "PHOTO BY JOHN NO SALES",
        "БЕЗ ПРОДАЖБА, ОСВЕН ЗА АБОНАТИ",
        "БЕЗ ПРОДАЖБА БЕЗ РАЗРЕШЕНИЕ",
        "НЕ САМО ЗА РЕДАКЦИОННА УПОТРЕБА",
        "CLIENTS OF AFP ONLY",
    ],
)
def test_half_understood_clause_is_kept_whole_for_a_person(text):
    compiled = compile_instructions(text, taken_at=TAKEN)

    assert compiled.restrictions == ()
    assert [span.words for span in compiled.unparsed] == [text.strip("()") if text[-1] != ")" else text[:-1]]


def test_exception_in_a_sentence_of_its_own_takes_the_one_before_with_it():
    text = "JAPAN OUT. NO SALES. Except to subscribers. NO ARCHIVES."

    compiled = compile_instructions(text)

    assert [rule.words for rule in compiled.restrictions] == ["JAPAN OUT", "NO ARCHIVES"]
    assert [span.words for span in compiled.unparsed] == ["NO SALES", "Except to subscribers"]


def test_strange_words_leave_other_parts_of_the_clause_alone():
    compiled = compile_instructions("NO MAGS, NO SALES / GREEN CARPET / JAPAN OUT")

    assert [rule.words for rule in compiled.restrictions] == ["NO SALES", "JAPAN OUT"]
    assert [span.words for span in compiled.unparsed] == ["NO MAGS", "GREEN CARPET"]


def test_empty_text_says_nothing():
    assert compile_instructions("") == compile_instructions(" .;\n") == Compiled((), (), ())


def test_text_too_long_for_instructions_is_kept_whole():
    text = "NO SALES. " * 1_001

    compiled = compile_instructions(text)

    assert compiled.restrictions == ()
    assert [span.words for span in compiled.unparsed] == [text.strip(" .")]


@pytest.mark.parametrize(
    "piece",
    ["JAPAN, ", "NO SALES, ", "MANDATORY CREDIT A ", "U.S.", "AND, ", "NO ", "1/", "'a", "\n \n", "IN GERMANY "],
)
def test_repetition_costs_little(piece):
    text = (piece * 10_000)[:10_000]

    started = time.process_time()
    compile_instructions(text, taken_at=TAKEN)

    assert time.process_time() - started < 2


PIECES = st.sampled_from(
    [
        *("NO SALES", "NO ARCHIVES AFTER 14 DAYS", "EDITORIAL USE ONLY", "MANDATORY CREDIT", "EMBARGOED UNTIL"),
        *("БЕЗ ПРОДАЖБА", "САМО ЗА БЪЛГАРИЯ", "не", "JAPAN", "CHINA", "U.S.", "OUT", "EXCEPT", "IN", "AND", ": John"),
        *(
            "1 July 2025",
            "18:00 GMT",
            "GREEN",
            ", ",
            "; ",
            ". ",
            "/",
            " - ",
            "\n",
            "'",
            "(",
            ")",
            "\u00ad",
            "é",
            "İ",
            "ﬁ",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=14).map(" ".join), st.lists(PIECES).map("".join))


@given(TEXTS)
@example("NO SALES EXCEPT")
def test_every_word_is_understood_or_kept_exactly_once(text):
    compiled = compile_instructions(text, taken_at=TAKEN)

    rules = {rule.span for rule in compiled.restrictions}
    spans = sorted([*rules, *compiled.unparsed, *compiled.notices], key=lambda span: span.start)
    assert all(text[span.start : span.end] == span.words != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for word in cut_words(text):
        assert sum(span.start <= word.start and word.end <= span.end for span in spans) == 1
    assert all(rule.words == rule.span.words for rule in compiled.restrictions)


@given(TEXTS)
def test_what_was_understood_says_the_same_by_itself(text):
    compiled = compile_instructions(text, taken_at=TAKEN)

    for rule in compiled.restrictions:
        alone = compile_instructions(rule.words, taken_at=TAKEN)
        assert alone.unparsed == ()
        assert (rule.kind, rule.effect, rule.territories_in, rule.territories_out, rule.starts_at, rule.ends_at) in {
            (one.kind, one.effect, one.territories_in, one.territories_out, one.starts_at, one.ends_at)
            for one in alone.restrictions
        }
    assert compile_instructions(text, taken_at=TAKEN) == compiled


@given(st.lists(PIECES, max_size=10).map(" ".join))
def test_words_not_understood_never_become_rules_by_upper_case(text):
    def outline(compiled):
        return [(rule.kind, rule.territories_in, rule.territories_out) for rule in compiled.restrictions]

    lower = text.replace("U.S.", "USA").lower()
    upper = text.replace("U.S.", "USA").upper()
    assert outline(compile_instructions(lower, taken_at=TAKEN)) == outline(compile_instructions(upper, taken_at=TAKEN))
