import pytest

from media_library.domain.credit_line import (
    BadParty,
    Role,
    WaitingWords,
    apply_chain,
    decide_party,
    list_waiting_words,
    set_chain_by_hand,
)
from media_library.domain.credit_line.chain import CreditParty
from media_library.domain.photo_acts import PhotoActRefused
from media_library.models import Party, Photo
from tests.factories.people import make_journalist, make_user
from tests.media_library.domain.credit_line.rows import lines_of, make_arrived_photo, make_party

pytestmark = pytest.mark.django_db


def make_waiting(credit, **fields):
    photo = make_arrived_photo(credit=credit, **fields)
    apply_chain(photo)
    return photo


def test_review_list_has_what_most_photos_wait_for_first():
    first, second = make_waiting("Дружба/Иванов"), make_waiting("Дружба")
    make_waiting("Иван Петров")

    assert list_waiting_words() == [WaitingWords("Дружба", 2, first.pk), WaitingWords("Иванов", 1, first.pk)]
    assert list_waiting_words(limit=1) == [WaitingWords("Дружба", 2, first.pk)]
    assert second.pk != first.pk


def test_review_list_is_one_query(django_assert_num_queries):
    for _ in range(3):
        make_waiting("Дружба")

    with django_assert_num_queries(1):
        list_waiting_words()


def test_decision_is_learnt_and_the_photos_that_wait_are_read_again():
    waiting = [make_waiting("Дружба/Иван Петров"), make_waiting("ДРУЖБА"), make_waiting("Мир")]

    decision = decide_party("Дружба", Role.AGENCY, by=make_user(is_superuser=True))

    assert (decision.is_new, decision.changed) == (True, 2)
    party = Party.objects.get(pk=decision.party.pk)
    assert (party.name_bg, party.name_en, party.role, party.aliases) == ("Дружба", "Druzhba", "agency", [])
    assert [lines_of(photo)[0] for photo in waiting] == ["Иван Петров/Дружба", "Дружба", ""]
    assert [waiting.words for waiting in list_waiting_words()] == ["Мир"]


def test_decision_gives_both_names():
    make_waiting("Drujba-foto2")

    party = decide_party("Drujba-foto2", Role.AGENCY, by=None, name_bg="Дружба", name_en="Friendship").party

    assert (party.name_bg, party.name_en, party.aliases) == ("Дружба", "Friendship", ["Drujba-foto2"])


def test_decision_for_a_known_party_adds_a_spelling():
    known = make_party("Дружба", "Druzhba")
    photo = make_waiting("Дружбъ")

    decision = decide_party("Дружбъ", Role.AGENCY, by=None, name_bg="Дружба")

    assert (decision.party, decision.is_new, decision.changed) == (known, False, 1)
    assert Party.objects.get(pk=known.pk).aliases == ["Дружбъ"]
    assert lines_of(photo) == ("Дружба", "Druzhba")


def test_person_with_the_surname_in_front_is_learnt():
    photo = make_waiting("Smith, John")

    decide_party("Smith, John", Role.CREATOR, by=None, name_bg="Джон Смит", name_en="John Smith")

    assert lines_of(photo) == ("Джон Смит", "John Smith")


def test_deciding_twice_decides_once():
    make_waiting("Дружба")
    first = decide_party("Дружба", Role.AGENCY, by=None)

    again = decide_party("дружба", Role.AGENCY, by=None)

    assert (again.party, again.is_new, again.changed) == (first.party, False, 0)
    assert Party.objects.get(pk=first.party.pk).aliases == []


def test_decision_leaves_chains_set_by_hand_and_withdrawn_photos_alone():
    by_hand = make_waiting("Дружба")
    set_chain_by_hand(by_hand, [CreditParty(Role.CREATOR, "Георги Иванов")], by=None)
    killed = make_waiting("Дружба")
    Photo.objects.filter(pk=killed.pk).update(state="killed", kill_note_bg="Няма.", kill_note_en="None.")

    assert list_waiting_words() == []
    assert decide_party("Дружба", Role.AGENCY, by=None).changed == 0
    assert (lines_of(by_hand)[0], lines_of(killed)[0]) == ("Георги Иванов", "")


@pytest.mark.parametrize("name", ["", "  ", "...", "Д" * 121])
def test_name_that_says_nothing_or_too_much_is_refused(name):
    with pytest.raises(BadParty):
        decide_party(name, Role.AGENCY, by=None)


def test_decision_needs_the_permission():
    with pytest.raises(PhotoActRefused):
        decide_party("Дружба", Role.AGENCY, by=make_journalist())

    assert not Party.objects.filter(name_bg="Дружба").exists()
