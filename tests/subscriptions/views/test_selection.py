"""The rooms in which members choose photos: what they show, whom they let in, what they change."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from subscriptions.domain.selecting import keep, put_aside
from subscriptions.models import Member, Selection
from subscriptions.views import selection as rooms
from tests.factories.customers import make_customer, make_member, make_sold_photo

pytestmark = pytest.mark.django_db

SELECTION = "/bg/account/selection/"
ADD = "/bg/account/selection/add/"
ROOMS_OF_ONE = ["selection-photos", "selection-change", "selection-resume", "selection-delete"]


def said(msgid: str) -> str:
    with override("bg"):
        return gettext(msgid)


def room(name: str, selection: Selection) -> str:
    with override("bg"):
        return reverse(f"subscriptions:{name}", args=[selection.pk])


@pytest.fixture
def member(client) -> Member:
    member = make_member()
    client.force_login(member.user)
    return member


def make_selection(member: Member, *, name: str = "", is_shared: bool = False, photos: int = 1) -> Selection:
    selection = put_aside([make_sold_photo().pk for _ in range(photos)], member=member).selection
    if is_shared:
        selection.is_shared = True
        selection.save()
    if name:
        keep(selection, name=name)
    return selection


# --- Whom the rooms let in --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["selection", "selection-add"])
def test_visitor_is_asked_to_sign_in_and_comes_back_with_the_photos(client, name):
    with override("bg"):
        address = reverse(f"subscriptions:{name}") + "?photo=17"

    response = client.get(address)

    assert response.status_code == 302
    assert response.url.endswith("?next=" + address.replace("?", "%3F").replace("=", "%3D"))


@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
def test_every_role_fills_a_selection(client, role):
    member, photo = make_member(role=role), make_sold_photo()
    client.force_login(member.user)

    assert client.post(ADD, {"photo": photo.pk}).status_code == 302
    assert client.get(SELECTION).status_code == 200
    assert Selection.objects.get(member=member).items.get().photo == photo


@pytest.mark.parametrize("name", ROOMS_OF_ONE)
@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
@pytest.mark.parametrize("whose", ["colleague", "stranger"])
@pytest.mark.parametrize("is_shared", [True, False])
def test_nobody_changes_the_selection_of_another(client, name, role, whose, is_shared):
    member = make_member(role=role)
    other = make_member(member.customer if whose == "colleague" else make_customer())
    selection = make_selection(other, name="Избори", is_shared=is_shared)
    client.force_login(member.user)

    response = client.post(room(name, selection), {"name": "Моя", "out": selection.items.get().photo_id})

    assert response.status_code == 404
    selection.refresh_from_db()
    assert (selection.name, selection.is_current, selection.items.count()) == ("Избори", False, 1)


@pytest.mark.parametrize("role", ["owner", "buyer", "viewer"])
@pytest.mark.parametrize(
    ("whose", "is_shared", "status"),
    [("own", False, 200), ("colleague", True, 200), ("colleague", False, 404), ("stranger", True, 404)],
)
def test_selection_opens_to_its_member_and_to_whom_it_is_shared_with(client, role, whose, is_shared, status):
    member = make_member(role=role)
    others = {"own": member, "colleague": make_member(member.customer), "stranger": make_member()}
    selection = make_selection(others[whose], name="Избори", is_shared=is_shared)
    client.force_login(member.user)

    assert client.get(room("selection-kept", selection)).status_code == status


@pytest.mark.parametrize("name", ["selection-remove", "selection-photos", "selection-change", "selection-resume"])
def test_what_changes_something_is_never_a_link(client, member, name):
    selection = make_selection(member)
    with override("bg"):
        args = [] if name == "selection-remove" else [selection.pk]
        address = reverse(f"subscriptions:{name}", args=args)

    assert client.get(address).status_code == 405


def test_answers_are_private(client, member):
    make_selection(member)

    assert client.get(SELECTION)["Cache-Control"] == "private, no-store"


# --- Putting aside ----------------------------------------------------------------------------------------------


def test_link_of_a_public_page_asks_before_anything_is_put_aside(client, member):
    first, second = make_sold_photo(headline="Мостът на Дунав"), make_sold_photo(headline="Буря край Шабла")

    page = client.get(ADD, {"photo": [first.pk, second.pk, "x", "0", "-1", "9" * 40]}).text

    assert "Мостът на Дунав" in page
    assert page.count('name="photo"') == 2
    assert "csrfmiddlewaretoken" in page
    assert not Selection.objects.exists()


def test_link_without_a_photo_says_what_to_do(client, member):
    assert said(
        "No photo was ticked. Go back with your browser’s button, tick the photos that you want, and press the "
        "button again."
    ) in client.get(ADD).text.replace("\n", " ")


def test_script_gets_the_sentence_that_it_says_aloud(client, member):
    photo = make_sold_photo()

    answer = client.post(ADD, {"photo": photo.pk}, headers={"accept": "application/json"})

    assert answer.json() == {"said": "Снимката е избрана. В подборката има 1 снимка.", "is_done": True}
    answer = client.post(SELECTION + "remove/", {"photo": photo.pk}, headers={"accept": "application/json"})
    assert answer.json() == {"said": "Снимката е махната от подборката.", "is_done": True}


def test_post_without_a_token_of_ours_is_refused(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member.user)

    assert client.post(ADD, {"photo": make_sold_photo().pk}).status_code == 403
    assert not Selection.objects.exists()


# --- One selection ----------------------------------------------------------------------------------------------


def test_empty_selection_says_how_to_begin(client, member):
    page = client.get(SELECTION).text

    assert said("To the photo library") in page
    assert 'href="/bg/photos/"' in page


def test_photos_are_moved_noted_and_taken_out(client, member):
    selection = make_selection(member, photos=3)
    first, second, third = selection.items.values_list("photo", flat=True)
    photos = room("selection-photos", selection)

    client.post(photos, {f"note-{first}": "за първа страница", "down": first})
    client.post(photos, {f"note-{first}": "за първа страница", "out": second})

    assert list(selection.items.values_list("photo", "note")) == [(first, "за първа страница"), (third, "")]
    assert "за първа страница" in client.get(SELECTION).text


def test_current_selection_is_named_shared_and_kept(client, member):
    selection = make_selection(member)
    change = room("selection-change", selection)

    client.post(change, {"name": "", "note": "Спешно", "is_shared": "on"})
    selection.refresh_from_db()
    assert (selection.note, selection.is_shared, selection.is_current) == ("Спешно", True, True)

    response = client.post(change, {"name": "", "keep": "1"})
    assert response.status_code == 422
    assert said("Give the selection a name, so that you find it again.") in response.text
    assert client.post(change, {"name": "Избори", "keep": "1"}).url == room("selection-kept", selection)
    assert "Избори" in client.get(SELECTION).text


def test_kept_selection_is_gone_on_with(client, member):
    kept = make_selection(member, name="Избори")

    client.post(room("selection-resume", kept))

    assert client.get(room("selection-kept", kept)).url == SELECTION


def test_selection_is_deleted_once_that_is_confirmed(client, member):
    selection = make_selection(member, name="Избори")
    delete = room("selection-delete", selection)

    assert "Избори" in client.get(delete).text
    assert Selection.objects.count() == 1
    assert client.post(delete).url == SELECTION
    assert Selection.objects.count() == 0
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "held", "released_at": None},
        {"released_at": timezone.now(), "embargo_until": timezone.now() + dt.timedelta(days=1)},
    ],
)
def test_photo_that_was_withdrawn_before_readers_saw_it_shows_not_even_its_notice(client, member, fields):
    photo = make_sold_photo(**fields)
    kill_photo(photo.pk, by=None, note_bg="Оттеглена от съда.", note_en="Withdrawn by the court.")

    for address in (f"{ADD}?photo={photo.pk}", f"/bg/account/take/?photo={photo.pk}"):
        page = client.get(address).text
        assert "Оттеглена от съда." not in page
        assert said("The photo has been withdrawn.") not in page
        assert said("This photo has been withdrawn.") not in page


def test_what_another_page_has_kept_meanwhile_stays_kept(client, member, monkeypatch):
    selection = make_selection(member)
    find_own = rooms._own

    def find_and_be_overtaken(request, selection_id):
        found = find_own(request, selection_id)
        keep(Selection.objects.get(pk=selection_id), name="За първа страница")
        put_aside([make_sold_photo().pk], member=member)
        return found

    monkeypatch.setattr(rooms, "_own", find_and_be_overtaken)
    assert client.post(room("selection-change", selection), {"name": "Бури", "note": "За утре"}).status_code == 302

    selection.refresh_from_db()
    assert (selection.name, selection.note, selection.is_current) == ("Бури", "За утре", False)
    assert Selection.objects.filter(member=member, is_current=True).count() == 1


def test_withdrawn_photo_shows_its_notice_and_nothing_else_of_it(client, member):
    photo = make_sold_photo(headline="Мостът на Дунав", released_at=timezone.now())
    put_aside([photo.pk], member=member)
    kill_photo(photo.pk, by=None, note_bg="Оттеглена от съда.", note_en="Withdrawn by the court.")

    page = client.get(SELECTION).text

    assert "Оттеглена от съда." in page
    assert "Мостът на Дунав" not in page


def test_pages_ask_as_many_questions_for_three_photos_and_selections_as_for_one(client, member):
    counts = []
    for photos in (1, 3):
        Selection.objects.all().delete()
        for number in range(photos):
            make_selection(member, name=f"Избори {number}")
            make_selection(make_member(member.customer), name=f"Мач {number}", is_shared=True)
        make_selection(member, photos=photos)
        ids = list(Selection.objects.get(is_current=True).items.values_list("photo", flat=True))
        for address, query in ((SELECTION, {}), (ADD, {"photo": ids})):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address, query).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
