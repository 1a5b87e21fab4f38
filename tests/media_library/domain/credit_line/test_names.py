import pytest

from media_library.domain.credit_line.names import (
    capitalise_name,
    fold_name,
    is_full_name,
    is_same_person,
    transliterate_name,
    turn_round,
)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Александър Казаков", "Aleksandar Kazakov"),
        ("Мария Георгиева", "Maria Georgieva"),
        ("Щилиян Жечев", "Shtiliyan Zhechev"),
        ("Жана Яйцова-Цонева", "Zhana Yaytsova-Tsoneva"),
        ("Ю. Кьосев", "Yu. Kyosev"),
        ("ЮЛИЯ", "YULIA"),
        ("България", "Bulgaria"),
        ("Илия от Илиянци", "Ilia ot Iliyantsi"),
        ("Вячеслав Быков", "Vyacheslav Bykov"),
        ("Жан-Пиер д'Аркур", "Zhan-Pier d'Arkur"),
        ("Win McNamee", "Win McNamee"),
        ("Дир.бг", "Dir.bg"),
        ("", ""),
    ],
)
def test_name_is_transliterated_by_the_official_system(cyrillic, latin):
    assert transliterate_name(cyrillic) == latin


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("ALEXANDER ZEMLIANICHENKO", "Alexander Zemlianichenko"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("CONAN O'BRIEN", "Conan O'Brien"),
        ("KEVIN MCKAY", "Kevin McKay"),
        ("МАРИЯ ИВАНОВА-ПЕТРОВА", "Мария Иванова-Петрова"),
        ("J. SCOTT APPLEWHITE", "J. Scott Applewhite"),
        ("Ludovic MARIN", "Ludovic Marin"),
        ("Kim JI", "Kim JI"),
        ("Win McNamee", "Win McNamee"),
        ("AFP", "AFP"),
    ],
)
def test_name_in_capitals_is_written_as_it_is_printed(typed, printed):
    assert capitalise_name(typed) == printed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("АП", "ап"),
        ("A.P.", "AP"),
        ("ČTK", "ctk"),
        ("EPA-EFE", "EPA EFE"),
        ("The Associated Press", "Associated Press"),
        ("Андрей", "Андреи\u0306"),
        ("Спутниk", "Спутник"),
    ],
)
def test_spellings_are_folded(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("Андрей", "Андреи"), ("АП", "ПА"), ("БТА", "БТВ")])
def test_other_names_stay_apart(one, other):
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Иван Петров", "ivan PETROV", True),
        ("И. Петров", "Иван Петров", True),
        ("Ал. Казаков", "Александър Казаков", True),
        ("И.П. Петров", "Иван Павлов Петров", True),
        ("И. Петров", "Георги Петров", False),
        ("Иван Петров", "Иван Петрова", False),
        ("Иванов", "Иван Иванов", False),
        ("", "", False),
    ],
)
def test_same_person_is_recognised(one, other, same):
    assert is_same_person(one, other) is same
    assert is_same_person(other, one) is same


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("Иван Петров", True),
        ("Jan van der Berg", True),
        ("И. Петров", True),
        ("Иван Петров Стоянов", True),
        ("Иван Петров Стоянов Георгиев", False),
        ("Петров", False),
        ("La Repubblica", False),
        ("Иван П.", False),
        ("иван петров", False),
        ("Канал 1", False),
        ("Иванов, Петров", False),
        ("", False),
    ],
)
def test_full_name_is_two_or_three_capitalised_words(text, is_name):
    assert is_full_name(text) is is_name


@pytest.mark.parametrize(
    ("last", "first", "name"),
    [
        ("Георгиева", "Мария", "Мария Георгиева"),
        ("van der Berg", "Jan", "Jan van der Berg"),
        ("King Jr.", "Martin Luther", "Martin Luther King Jr."),
        ("King", "Martin Jr.", "Martin King Jr."),
    ],
)
def test_last_name_in_front_is_turned_round(last, first, name):
    assert turn_round(last, first) == name
