import threading

import pytest
from django.db import connection

from media_library.domain.credit_line import (
    BadChain,
    CreditParty,
    Role,
    apply_chain,
    apply_rules_to_existing,
    give_chain_back,
    read_chain,
    rename_in_lines,
    set_chain_by_hand,
)
from media_library.domain.credit_line.applying import reapply_chain
from media_library.domain.credit_line.reading import CreditReader
from media_library.domain.photo_acts import PhotoActRefused, StalePhoto
from media_library.models import Photo, PhotoAct, PhotoCredit
from tests.factories.people import make_journalist, make_user
from tests.factories.photos import make_supplier
from tests.media_library.domain.credit_line.rows import (
    chain_of,
    lines_of,
    make_arrived_photo,
    make_party,
    make_rule,
    make_world,
)

pytestmark = pytest.mark.django_db

KREMLIN = {"creators": ["Александър Казаков"], "credit": "Спутник/Кремълски пул чрез АП"}


def test_chain_is_kept_with_its_parties_and_its_lines():
    world = make_world()
    photo = make_arrived_photo(**KREMLIN)

    apply_chain(photo)

    assert list(photo.credit_chain.order_by("position").values_list("position", "role", "name", "party")) == [
        (0, "creator", "Александър Казаков", None),
        (1, "agency", "Спутник", world["Sputnik"].pk),
        (2, "pool", "Кремълски пул", world["Kremlin Pool"].pk),
        (3, "distributor", "АП", world["AP"].pk),
    ]
    stored = Photo.objects.get(pk=photo.pk)
    assert stored.credit_line_bg == "Александър Казаков/Спутник/Кремълски пул чрез АП"
    assert stored.credit_line_en == "Aleksandar Kazakov/Sputnik/Kremlin Pool via AP"
    assert (stored.credit_complete, stored.credit_undecided, stored.credit_by_hand) == (True, [], False)


def test_reading_writes_nothing():
    make_world()
    photo = make_arrived_photo(**KREMLIN)

    parsed = read_chain(photo)

    assert [party.name for party in parsed.chain] == ["Александър Казаков", "Спутник", "Кремълски пул", "АП"]
    assert (chain_of(photo), lines_of(photo)) == ([], ("", ""))


def test_applying_twice_changes_no_row(django_assert_num_queries):
    make_world()
    photo = make_arrived_photo(**KREMLIN)
    apply_chain(photo)
    rows = list(photo.credit_chain.values_list("pk", flat=True))

    # Savepoint, lock, parties, rules, links, columns, end of the savepoint.
    with django_assert_num_queries(7):
        apply_chain(photo)

    assert list(photo.credit_chain.values_list("pk", flat=True)) == rows


def test_undecided_words_wait_and_the_photo_is_incomplete():
    photo = make_arrived_photo(credit="Дружба/Иванов")

    apply_chain(photo)

    photo.refresh_from_db()
    assert photo.credit_undecided == ["Дружба", "Иванов"]
    assert (photo.credit_complete, photo.credit_line_bg, chain_of(photo)) == (False, "", [])


@pytest.mark.parametrize(
    ("credit", "is_complete"),
    [("Иван Петров", True), ("БТА", True), ("via AP", False), ("Пул", False), ("Handout via AP", False),
     ("предоставена от МВР", True), ("", False)],
)  # fmt: skip
def test_photo_is_complete_when_the_line_says_where_it_comes_from(credit, is_complete):
    make_world()
    photo = make_arrived_photo(credit=credit)

    apply_chain(photo)

    assert Photo.objects.get(pk=photo.pk).credit_complete is is_complete


def test_warnings_of_the_credit_join_the_others_and_leave_with_their_cause():
    photo = make_arrived_photo(credit="Иван Петров, ivan@petrov.bg", warnings=[{"code": "odd_date", "params": {}}])
    apply_chain(photo)
    kept = {"code": "odd_date", "params": {}}
    assert Photo.objects.get(pk=photo.pk).warnings == [
        kept, {"code": "credit_contact_dropped", "params": {"words": "ivan@petrov.bg"}},
    ]  # fmt: skip

    photo.shown["credit"] = "Иван Петров"
    apply_chain(photo)

    assert Photo.objects.get(pk=photo.pk).warnings == [kept]


@pytest.mark.parametrize("creators", [None, [], ["Иван Петров"], [{"name": "Иван Петров"}], [{"name": None}, {}]])
def test_metadata_of_any_shape_are_read(creators):
    photo = make_arrived_photo(credit="Иван Петров")
    photo.shown["creators"] = creators

    apply_chain(photo)

    assert chain_of(photo) == ["creator Иван Петров"]


def test_rules_of_the_supplier_come_before_those_for_all():
    supplier = make_supplier()
    make_rule("Дружба", "replace", replacement="Ройтерс", position=1)
    make_rule("Дружба", "replace", replacement="Спутник", position=9, supplier=supplier)
    make_rule("Спутник", "role", role="pool", is_active=False)
    make_rule("Дружба", "drop", position=0, supplier=make_supplier())
    photos = [
        make_arrived_photo(creators=["Иван Петров"], credit="Дружба", supplier=chosen) for chosen in (supplier, None)
    ]

    for photo in photos:
        apply_chain(photo)

    assert [lines_of(photo)[0] for photo in photos] == ["Иван Петров/Спутник", "Иван Петров/Ройтерс"]


def test_public_photo_keeps_its_credit_when_a_new_reading_names_nobody():
    photo = make_arrived_photo(credit="Иван Петров", state=Photo.State.RELEASED)
    apply_chain(photo)
    photo.shown["credit"] = "Дружба"

    apply_chain(photo)

    assert (lines_of(photo), chain_of(photo)) == (("Иван Петров", "Ivan Petrov"), ["creator Иван Петров"])
    stored = Photo.objects.get(pk=photo.pk)
    assert (stored.credit_complete, stored.credit_undecided) == (True, ["Дружба"])


def test_chain_set_by_hand_is_kept_and_logged():
    world = make_world()
    editor = make_user(is_superuser=True)
    photo = make_arrived_photo(credit="Дружба/Иванов")
    apply_chain(photo)

    saved = set_chain_by_hand(
        photo, [CreditParty(Role.CREATOR, " Георги  Иванов "), CreditParty(Role.DISTRIBUTOR, "Associated Press")],
        by=editor,
    )  # fmt: skip

    assert lines_of(photo) == ("Георги Иванов чрез АП", "Georgi Ivanov via AP")
    assert list(photo.credit_chain.values_list("role", "party")) == [
        ("creator", None), ("distributor", world["AP"].pk),
    ]  # fmt: skip
    assert (saved.credit_by_hand, saved.credit_complete, saved.credit_undecided) == (True, True, [])
    act = PhotoAct.objects.get(photo=photo, act=PhotoAct.Act.CREDIT)
    assert (act.actor, act.comment) == (editor, "Георги Иванов чрез АП")


def test_chain_set_by_hand_survives_rules_and_new_readings():
    photo = make_arrived_photo(credit="Дружба/Иванов")
    set_chain_by_hand(photo, [CreditParty(Role.CREATOR, "Георги Иванов")], by=None)
    stale = Photo.objects.get(pk=photo.pk)
    stale.credit_by_hand = False  # As a worker has it that read the row before the editor saved.
    make_rule("Дружба", "replace", replacement="Ройтерс")

    parsed = apply_chain(stale)

    assert [party.name for party in parsed.chain] == ["Георги Иванов"]
    assert apply_rules_to_existing(None) == 0
    assert lines_of(photo) == ("Георги Иванов", "Georgi Ivanov")


def test_chain_is_given_back_to_the_machine():
    photo = make_arrived_photo(creators=["Иван Петров"])
    set_chain_by_hand(photo, [CreditParty(Role.CREATOR, "Георги Иванов")], by=None)

    give_chain_back(photo, by=None)

    assert lines_of(photo) == ("Иван Петров", "Ivan Petrov")
    assert Photo.objects.get(pk=photo.pk).credit_by_hand is False
    assert PhotoAct.objects.filter(photo=photo, act=PhotoAct.Act.CREDIT).count() == 2


@pytest.mark.parametrize(
    "chain",
    [
        [],
        [CreditParty(Role.CREATOR, "  ")],
        [CreditParty(Role.CREATOR, "Иван Петров")] * 13,
        [CreditParty(Role.CREATOR, "И" * 251)],
        [CreditParty(Role.CREATOR, "И" * 249), CreditParty(Role.AGENCY, "Б" * 249), CreditParty(Role.POOL, "Пул")],
    ],
)
def test_chain_that_no_line_can_hold_is_refused(chain):
    photo = make_arrived_photo(creators=["Иван Петров"])
    apply_chain(photo)

    with pytest.raises(BadChain):
        set_chain_by_hand(photo, chain, by=None)

    assert lines_of(photo) == ("Иван Петров", "Ivan Petrov")


def test_public_photo_is_not_left_without_an_origin_by_hand():
    photo = make_arrived_photo(credit="Иван Петров", state=Photo.State.RELEASED)

    with pytest.raises(BadChain):
        set_chain_by_hand(photo, [CreditParty(Role.DISTRIBUTOR, "АП")], by=None)


def test_chain_is_set_only_by_those_who_may_change_photos_and_saw_the_newest():
    photo = make_arrived_photo(creators=["Иван Петров"])
    chain = [CreditParty(Role.CREATOR, "Георги Иванов")]

    with pytest.raises(PhotoActRefused):
        set_chain_by_hand(photo, chain, by=make_journalist())
    with pytest.raises(StalePhoto):
        set_chain_by_hand(photo, chain, by=None, base_revision=7)

    assert Photo.objects.get(pk=photo.pk).credit_by_hand is False


def test_rules_are_applied_to_the_photos_of_their_supplier_and_changes_are_counted():
    supplier = make_supplier()
    changing = [make_arrived_photo(creators=["Иван Петров"], credit="Дружба", supplier=supplier) for _ in range(3)]
    same = make_arrived_photo(creators=["Иван Петров"], supplier=supplier)
    killed = make_arrived_photo(
        credit="Дружба", supplier=supplier, state=Photo.State.KILLED, kill_note_bg="Няма.", kill_note_en="None."
    )
    other = make_arrived_photo(creators=["Иван Петров"], credit="Дружба", supplier=make_supplier())
    for photo in (*changing, same, other):
        apply_chain(photo)
    make_rule("Дружба", "replace", replacement="Ройтерс")

    assert apply_rules_to_existing(supplier, batch_size=2) == 3

    assert {lines_of(photo)[0] for photo in changing} == {"Иван Петров/Ройтерс"}
    assert (lines_of(other)[0], lines_of(killed)[0]) == ("Иван Петров/Дружба", "")
    assert apply_rules_to_existing(supplier) == 0


def test_changed_credit_is_found_by_its_words():
    photo = make_arrived_photo(creators=["Иван Петров"], credit="Дружба")
    apply_chain(photo)
    make_rule("Дружба", "replace", replacement="Ройтерс")

    apply_rules_to_existing(None)

    assert Photo.objects.filter(pk=photo.pk, search="Ройтерс").exists()


def test_renamed_party_is_renamed_in_all_lines():
    party = make_party("Дружба", "Druzhba")
    read = make_arrived_photo(creators=["Иван Петров"], credit="Дружба")
    by_hand, other = make_arrived_photo(), make_arrived_photo(creators=["Иван Петров"])
    for photo in (read, other):
        apply_chain(photo)
    set_chain_by_hand(by_hand, [CreditParty(Role.AGENCY, "Дружба")], by=None)
    party.name_en = "Friendship"
    party.save()

    assert rename_in_lines(party) == 2

    assert (lines_of(read)[1], lines_of(by_hand)[1]) == ("Ivan Petrov/Friendship", "Friendship")
    assert rename_in_lines(party) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_photo_leave_one_chain():
    make_world()
    photo = make_arrived_photo(**KREMLIN)
    gate = threading.Barrier(4)
    failures = []

    def work():
        try:
            gate.wait(timeout=20)
            apply_chain(Photo.objects.get(pk=photo.pk))
        except Exception as error:  # noqa: BLE001 (told to the test)
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)

    assert failures == []
    assert list(PhotoCredit.objects.filter(photo=photo).values_list("position", flat=True)) == [0, 1, 2, 3]


def test_rules_are_applied_to_what_is_shown_now_and_not_when_the_batch_was_loaded():
    photo = make_arrived_photo(creators=["Иван Петров"])
    stale = Photo.objects.get(pk=photo.pk)
    Photo.objects.filter(pk=photo.pk).update(
        shown={"creators": [{"name": "Мария Георгиева", "job_title": ""}]}, warnings=[{"code": "stale_xmp"}]
    )
    assert reapply_chain(stale, reader=CreditReader.load())
    photo.refresh_from_db()
    assert photo.credit_line_bg == "Мария Георгиева"
    assert [warning["code"] for warning in photo.warnings] == ["stale_xmp"]
