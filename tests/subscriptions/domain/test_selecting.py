"""Photos are put aside once each, keep their order, and stay their member's."""

import threading

import pytest
from django.db import connection, transaction

from media_library.models import Photo
from subscriptions.domain import selecting
from subscriptions.domain.selecting import (
    SelectionFull,
    annotate_photos,
    current_selection,
    go_on_with,
    keep,
    put_aside,
    shift,
    take_out,
    take_out_of_current,
)
from subscriptions.domain.selection_page import chosen_among
from subscriptions.models import SelectedPhoto, Selection
from tests.factories.customers import make_customer, make_member, make_sold_photo

pytestmark = pytest.mark.django_db


def order_of(selection: Selection) -> list[int]:
    return list(selection.items.values_list("photo", flat=True))


@pytest.fixture
def photos() -> list[Photo]:
    return [make_sold_photo() for _ in range(3)]


@pytest.fixture
def ids(photos: list[Photo]) -> list[int]:
    return [photo.pk for photo in photos]


def test_photos_are_put_aside_in_the_order_in_which_they_are_named(ids):
    member = make_member()

    result = put_aside([ids[2], ids[0], ids[2]], member=member)

    assert (result.added, result.kept, result.missing, result.count) == (2, 0, 0, 2)
    assert order_of(current_selection(member)) == [ids[2], ids[0]]


def test_photo_stands_once_however_often_it_is_put_aside(ids):
    member = make_member()
    put_aside(ids[:2], member=member)

    result = put_aside([ids[1], ids[2]], member=member)

    assert (result.added, result.kept, result.count) == (1, 1, 3)
    assert order_of(current_selection(member)) == ids


def test_what_readers_cannot_see_is_left_out_and_counted(ids):
    Photo.objects.filter(pk=ids[0]).update(state=Photo.State.HELD)
    member = make_member()

    result = put_aside([ids[0], ids[1], 999_999], member=member)

    assert (result.added, result.missing) == (1, 2)
    assert order_of(result.selection) == [ids[1]]


def test_selection_that_would_hold_too_many_takes_none_of_them(ids, monkeypatch):
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 2)
    member = make_member()
    put_aside(ids[:1], member=member)

    with pytest.raises(SelectionFull):
        put_aside(ids, member=member)
    assert order_of(current_selection(member)) == ids[:1]


@pytest.mark.parametrize(
    ("which", "steps", "expected"),
    [(0, 1, [1, 0, 2]), (2, -1, [0, 2, 1]), (0, -1, [0, 1, 2]), (0, 9, [1, 2, 0]), (2, 1, [0, 1, 2])],
)
def test_photo_is_moved_as_far_as_there_are_places(ids, which, steps, expected):
    selection = put_aside(ids, member=make_member()).selection

    moved = shift(ids[which], selection=selection, steps=steps)

    assert moved == (expected != [0, 1, 2])
    assert order_of(selection) == [ids[place] for place in expected]


def test_photo_that_is_not_there_moves_nothing(ids):
    selection = put_aside(ids[:2], member=make_member()).selection

    assert not shift(ids[2], selection=selection, steps=1)
    assert order_of(selection) == ids[:2]


def test_places_have_no_gaps_after_one_is_taken_out_and_another_moved(ids):
    selection = put_aside(ids, member=make_member()).selection
    assert take_out([ids[0]], selection=selection) == 1
    shift(ids[1], selection=selection, steps=1)

    assert list(selection.items.values_list("photo", "position")) == [(ids[2], 1), (ids[1], 2)]


def test_only_notes_that_differ_are_written(ids):
    selection = put_aside(ids, member=make_member()).selection

    assert annotate_photos({ids[0]: "  за  първа страница ", ids[1]: ""}, selection=selection) == 1
    assert annotate_photos({ids[0]: "за първа страница"}, selection=selection) == 0
    assert selection.items.get(photo=ids[0]).note == "за първа страница"


def test_kept_selection_gives_way_to_a_new_one(ids):
    member = make_member()
    first = put_aside(ids[:1], member=member).selection
    keep(first, name="Избори")

    second = put_aside(ids[1:], member=member).selection

    assert second != first
    assert (order_of(first), order_of(second)) == (ids[:1], ids[1:])
    assert str(Selection.objects.get(is_current=False)) == "Избори"


def test_to_go_on_with_a_kept_one_keeps_the_current_one_if_anything_is_in_it(ids):
    member = make_member()
    first = put_aside(ids[:1], member=member).selection
    keep(first, name="Избори")
    second = put_aside(ids[1:], member=member).selection

    go_on_with(first)
    assert current_selection(member) == first
    assert Selection.objects.of(member).count() == 2

    take_out(ids, selection=first)
    Selection.objects.filter(pk=first.pk).update(name="")
    go_on_with(second)
    assert list(Selection.objects.of(member)) == [second]


def test_what_was_bought_leaves_the_current_selection_only(ids):
    member = make_member()
    kept = put_aside(ids, member=member).selection
    keep(kept, name="Избори")
    current = put_aside(ids, member=member).selection

    assert take_out_of_current(ids[:2], member=member) == 2
    assert order_of(current) == ids[2:]
    assert order_of(kept) == ids
    assert take_out_of_current(ids, member=make_member()) == 0


def test_only_the_members_own_current_selection_says_what_is_chosen(ids):
    customer = make_customer()
    member, colleague = make_member(customer), make_member(customer)
    keep(put_aside(ids[:1], member=member).selection, name="Избори")
    put_aside(ids[1:2], member=member)
    put_aside(ids[2:], member=colleague)

    assert chosen_among(ids, member=member) == {ids[1]}


def test_shared_selection_is_open_to_colleagues_until_its_member_leaves(ids):
    customer = make_customer()
    member, colleague, stranger = make_member(customer), make_member(customer, role="viewer"), make_member()
    selection = put_aside(ids, member=member).selection
    assert selection not in Selection.objects.open_to(colleague)

    selection.is_shared = True
    selection.save()
    assert selection in Selection.objects.open_to(colleague)
    assert selection not in Selection.objects.of(colleague)
    assert selection not in Selection.objects.open_to(stranger)

    type(member).objects.filter(pk=member.pk).update(removed_at=member.joined_at)
    assert selection not in Selection.objects.open_to(colleague)


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_selection_with_each_photo_once():
    member, ids = make_member(), [make_sold_photo().pk for _ in range(4)]
    start = threading.Barrier(8)
    failures: list[Exception] = []

    def click(number: int) -> None:
        try:
            start.wait()
            put_aside([ids[number % 4], ids[(number + 1) % 4]], member=member)
        except Exception as error:  # noqa: BLE001 (whatever it is, the test shows it)
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    selection = Selection.objects.get(member=member)
    assert sorted(order_of(selection)) == sorted(ids)
    assert sorted(SelectedPhoto.objects.values_list("position", flat=True)) == [1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_selection_that_is_being_filled_is_deleted_after_that(ids):
    member = make_member()
    put_aside(ids[:1], member=member)
    selection = current_selection(member)

    def throw_away() -> None:
        try:
            selecting.delete(selection)
        finally:
            connection.close()

    deleting = threading.Thread(target=throw_away)
    with transaction.atomic():
        put_aside(ids[1:2], member=member)
        deleting.start()
        deleting.join(timeout=1)
        assert deleting.is_alive()
        put_aside(ids[2:], member=member)
    deleting.join(timeout=60)

    assert (Selection.objects.count(), SelectedPhoto.objects.count()) == (0, 0)
