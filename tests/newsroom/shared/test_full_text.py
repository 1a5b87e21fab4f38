import subprocess
import sys

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from newsroom.shared.full_text import (
    MOST_QUERY_WORDS,
    Part,
    facts_query,
    fold,
    lemma_of,
    search_document,
    search_query,
    sounds_of,
    vector_text,
    words_of,
)


def finds(text, words, **options):
    """Whether PostgreSQL finds a document of this text by these words."""
    query = search_query(words, **options)
    parts = text if isinstance(text, list) else [(text, "A")]
    assert query is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector_text(parts), query_text(query)])
        return cursor.fetchone()[0]


def query_text(query):
    return query.get_source_expressions()[-1].value


# --- Words ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Българската ѝ", "българската и"),
        ("Йордан", "йордан"),
        ("И\u0306ордан", "йордан"),
        ("Ёлкин", "елкин"),
        ("Café", "cafe"),
        ("STRASSE ﬁn", "strasse fin"),
    ],
)
def test_fold_takes_case_and_accents_away_but_keeps_short_i(text, folded):
    assert fold(text) == folded


def test_words_are_letters_and_digits():
    assert words_of("Ту-154М, 24.05.2025 г. (O'Neill)\x00!") == ["ту", "154м", "24", "05", "2025", "г", "o", "neill"]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [("президентите", "президент"), ("снимката", "снимка"), ("cities", "city"), ("путин", "путин"), ("2025", "2025")],
)
def test_lemma_is_bulgarian_in_cyrillic_and_english_in_latin(word, lemma):
    assert lemma_of(word) == lemma


@pytest.mark.parametrize(
    "spellings",
    [
        ["Жечев", "Zhechev", "Jetchev"],
        ["Цветан", "Tsvetan", "Tzvetan", "Cvetan"],
        ["Юлия", "Yulia", "Julija", "Iuliia"],
        ["Хаджийски", "Hadzhiyski", "Hadjiiski", "Khadzhiyski"],
        ["Кунчев", "Kunchev", "Kountchev"],
        ["Щербаков", "Shterbakov", "Shcherbakov"],
        ["Зеленски", "Zelenski", "Zelensky", "Zelenskyy"],
        ["Йордан", "Yordan", "Jordan"],
        ["Първанов", "Parvanov", "Purvanov"],
        ["Александър", "Aleksandar", "Alexander", "Alexandar"],
    ],
)
def test_spellings_of_one_name_sound_alike(spellings):
    cyrillic, *latin = [set(sounds_of(fold(spelling))) for spelling in spellings]
    assert [bool(cyrillic & sounds) for sounds in latin] == [True] * len(latin)


def test_dictionaries_are_loaded_with_the_first_word_only():
    program = "import sys, newsroom.shared.full_text; print('simplemma' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- Documents --------------------------------------------------------------------------------------------------


def test_vector_holds_the_word_its_lemma_and_its_sound_at_one_place():
    assert vector_text([("Жените", "A")]) == "'жените':1A 'жена':1A '~жenite':1A '~жena':1A"


def test_vector_parts_are_kept_apart():
    assert vector_text([("1", "A"), Part("2", "D", "by")]) == "'1':1A '2':4D 'by/2':4D"


def test_document_beyond_what_postgresql_keeps_is_cut():
    words = " ".join(f"дума{number}" for number in range(20_000))
    long_words = " ".join(f"{number}{'щ' * 100}" for number in range(20_000))
    with connection.cursor() as cursor:
        for text in (words, long_words, "щ " * 50_000):
            cursor.execute("SELECT length(%s::tsvector)", [vector_text([(text, "A")])])
            assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize("part", [("x", "E"), Part("x", "A", "by/'")])
def test_wrong_weight_or_field_is_refused(part):
    with pytest.raises(ValueError, match="Not a weight"):
        vector_text([part])


def test_document_is_an_expression_to_store():
    assert search_document([("Пекин", "B")]).output_field.db_type(connection) == "tsvector"


# --- Queries ----------------------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words", "is_found"),
    [
        ("Президентите пристигнаха", "президент", True),
        ("Президент", "президентите", True),
        ("ПРЕЗИДЕНТ", "президент", True),
        ("Владимир Путин", "putin", True),
        ("Владимир Путин", "PUTIN vladimir", True),
        ("Vladimir Putin", "путин", True),
        ("Путин", "путир", False),
        ("Две думи", "две три", False),
        ("cities of Bulgaria", "city", True),
        ("мир", "mir", True),
        ("mir", "мир", True),
        ("президент на България", '"президент на България"', True),
        ("България има президент", '"президент България"', False),
        ("президентите на България", "„президента на България“", True),
        ("Ф-16 излетя", "ф-16", True),
        ("16 Ф излетя", "ф-16", False),
        ("Президентство", "прези*", True),
        ("Президентство", "прези", False),
        ("Зеленски", "zele*", True),
        ("A* B", "b", True),
        ("Война в Украйна", "украйна -война", False),
        ("Войната в Украйна", "украйна -война", False),
        ("Мир в Украйна", "украйна -война", True),
        ("Putin in Kyiv", "kyiv -путин", False),
        ("Мир в Украйна", '-"мир в Украйна"', False),
        ("В Украйна мир", '-"мир в Украйна"', True),
        ("Мир", "мир -", True),
        ("Снимка 17", "17", True),
        ("Снимка 170", "17", False),
    ],
)
def test_query_finds_what_it_should(text, words, is_found):
    assert finds(text, words) is is_found


def test_unfinished_query_takes_its_last_word_for_a_beginning():
    assert finds("Владимир Путин", "владимир пу", is_unfinished=True)
    assert not finds("Владимир Путин", "влад путин", is_unfinished=True)
    assert not finds("Владимир Путин", "владимир пу ", is_unfinished=True)


def test_phrase_does_not_reach_from_one_part_into_the_next():
    assert not finds([("Иван", "A"), ("Петров", "A")], '"Иван Петров"')


def test_field_counts_its_own_words_only_and_as_a_name():
    parts = [Part("Иван Петров", "A", "by"), Part("Георги Варна", "A", "by"), Part("Варна", "A", "place")]
    assert finds(parts, "petrov", field="by")
    assert finds(parts, "Ivan Petrov", field="by")
    assert not finds(parts, "Иван Варна", field="by")
    assert not finds(parts, "Петров", field="place")


@pytest.mark.parametrize("words", ["", "   ", "!!! & | <->", "\x00", "''", '""', "*", "\\", "\ud800"])
def test_query_without_a_word_is_none(words):
    assert search_query(words) is None


def test_facts_are_found_by_themselves_only():
    vector = vector_text([("Раздел 17", "A")], facts=["section=17", "language=bg"])
    with connection.cursor() as cursor:
        for query, is_found in [("section=17", True), ("section=1", False), ("language=bg", True)]:
            cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector, facts_query([query])])
            assert cursor.fetchone()[0] is is_found
    assert not finds("section=17", "section17")


@pytest.mark.parametrize("fact", ["section", "section='1", "=1", "section=а"])
def test_wrong_fact_is_refused(fact):
    with pytest.raises(ValueError, match="Not a fact"):
        facts_query([fact])


def test_query_looks_at_a_limited_number_of_words():
    query = query_text(search_query(" ".join(f"{number}" for number in range(10_000))))
    assert query.count("&") == MOST_QUERY_WORDS - 1


@given(st.text(max_size=300), st.sampled_from(["", "by"]), st.booleans())
def test_any_text_makes_a_document_and_a_query_that_postgresql_reads(text, field, is_unfinished):
    query = search_query(text, field=field, is_unfinished=is_unfinished)
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector IS NOT NULL", [vector_text([Part(text, "C", field)])])
        if query is not None:
            cursor.execute("SELECT %s::tsquery IS NOT NULL", [query_text(query)])


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъьюяѝ abcxyz0123456789'\"&|!<->():*\\", min_size=1, max_size=60))
def test_whoever_asks_for_a_text_finds_it(text):
    if words_of(text) and "*" not in text and len(words_of(text)) <= MOST_QUERY_WORDS:
        assert finds(text, text.replace('"', " ").replace("-", " "))
