from collections import Counter

import pytest

from media_library.domain.credit_line import KNOWN_PARTIES, KNOWN_RULES, Role, check_rule
from media_library.domain.credit_line.names import fold_name
from tests.media_library.domain.credit_line.lines import PARTIES, read


def test_no_spelling_belongs_to_two_parties():
    spellings = Counter(
        key
        for party in KNOWN_PARTIES
        for key in {fold_name(words) for words in (party.name_bg, party.name_en, *party.aliases)}
    )

    assert [spelling for spelling, parties in spellings.items() if parties > 1] == []


def test_names_fit_their_columns_and_say_something():
    names = [words for party in KNOWN_PARTIES for words in (party.name_bg, party.name_en, *party.aliases)]

    assert all(words.strip() == words and 2 <= len(words) <= 120 and fold_name(words) for words in names)


def test_bulgarian_names_are_unique():
    assert max(Counter(party.name_bg for party in KNOWN_PARTIES).values()) == 1


@pytest.mark.parametrize("known", KNOWN_PARTIES, ids=lambda known: known.name_en)
def test_party_is_found_by_all_its_spellings_alone_and_after_via(known):
    for words in (known.name_bg, known.name_en, *known.aliases):
        assert [(link.role, link.name) for link in read(credit=words).chain] == [(known.role, known.name_bg)]
        after_via = read(credit=f"Иван Петров чрез {words}").chain[1:]
        role = known.role if known.role == Role.POOL else Role.DISTRIBUTOR
        assert [(link.role, link.name) for link in after_via] == [(role, known.name_bg)]


def test_rules_of_a_new_library_are_usable_and_read_what_agencies_write():
    for rule in KNOWN_RULES:
        check_rule(rule)

    parsed = read(credit="Gavriil Grigorov/Pool Sputnik Kremlin via AP", rules=KNOWN_RULES)

    assert [link.name for link in parsed.chain] == ["Gavriil Grigorov", "Спутник", "Кремълски пул", "АП"]


def test_world_agencies_are_known_in_both_languages():
    pairs = {(party.name_bg, party.name_en) for party in KNOWN_PARTIES}

    assert pairs >= {
        ("АП", "AP"), ("АФП", "AFP"), ("Ройтерс", "Reuters"), ("ЕПА", "EPA"), ("ДПА", "dpa"), ("ТАСС", "TASS"),
        ("Спутник", "Sputnik"), ("Синхуа", "Xinhua"), ("АНСА", "ANSA"), ("ЕФЕ", "EFE"), ("ПА", "PA"), ("БТА", "BTA"),
        ("Гети Имиджис", "Getty Images"), ("НАСА", "NASA"), ("Кремълски пул", "Kremlin Pool"), ("Пул", "Pool"),
        ("Белият дом", "The White House"), ("НАТО", "NATO"), ("Европейска комисия", "European Commission"),
    }  # fmt: skip


def test_social_networks_are_nobody_known():
    assert [PARTIES.find(name) for name in ("Facebook", "Фейсбук", "Instagram", "X", "TikTok")] == [None] * 5
