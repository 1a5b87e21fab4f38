"""The pages around a photo, and who reaches them."""

from pathlib import Path

import pytest
from django.test import Client

from media_library.models import Photo, PhotoAct
from newsroom.models import User
from newsroom.roles import PHOTO_EDITORS, SALES
from tests.articles.admin.desk import found_in, signed_in, text_in
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.media_library.admin.photo_desk import (
    ADD,
    LIST,
    REVIEW,
    RULES,
    address,
    at_the_desk,
    press,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

NOTES = {"note_bg": "Свалена по съдебно решение.", "note_en": "Withdrawn by court order.", "confirmed": "on"}


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "journalist": make_journalist(),
        "editor": make_editor(),
        "photo": make_user(PHOTO_EDITORS),
        "chief": make_chief_editor(),
        "sales": make_user(SALES),
        "nobody": make_user(),
    }


def statuses(people: dict[str, User], url: str) -> dict[str, int]:
    return {name: signed_in(person).get(url).status_code for name, person in people.items()}


def allowed(*names: str) -> dict[str, int]:
    everyone = ("journalist", "editor", "photo", "chief", "sales", "nobody")
    return {name: 200 if name in names else 403 for name in everyone}


def test_pages_are_open_to_the_roles_that_have_them(people: dict[str, User], photo: Photo) -> None:
    viewers = ("journalist", "editor", "photo", "chief", "sales")
    keepers = "/admin/media_library/"

    assert statuses(people, LIST) == allowed(*viewers)
    assert statuses(people, address(photo)) == allowed(*viewers)
    assert statuses(people, address(photo, "file")) == allowed(*viewers)
    assert statuses(people, ADD) == allowed("journalist", "editor", "photo", "chief")
    assert statuses(people, address(photo, "kill")) == allowed("photo", "chief")
    assert statuses(people, REVIEW) == allowed("photo")
    assert statuses(people, RULES) == allowed("photo")
    assert statuses(people, f"{keepers}arrival/") == allowed("photo")
    assert statuses(people, f"{keepers}supplier/") == allowed("photo", "chief", "sales")
    assert statuses(people, f"{keepers}supplier/add/") == allowed("photo")
    assert statuses(people, f"{keepers}licence/add/") == allowed("photo")


def test_visitors_are_asked_to_sign_in(photo: Photo) -> None:
    for url in (LIST, ADD, REVIEW, *(address(photo, page) for page in ("change", "kill", "file", "original"))):
        response = Client().get(url)
        assert (url, response.status_code) == (url, 302)
        assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("name", ["journalist", "editor", "chief", "sales"])
def test_who_may_only_look_sees_words_and_no_fields(people: dict[str, User], photo: Photo, name: str) -> None:
    photo.restrictions.create(kind="no_sales")
    client = at_the_desk(people[name])
    page = client.get(address(photo))

    fields = found_in(page, "//form[@id='photo_form']//*[self::input or self::select or self::textarea]/@name")
    assert fields == ["csrfmiddlewaretoken"]
    assert "Рибари влизат в пристанището на Созопол." in text_of(page)
    assert "The photo may not be sold on." in text_in(page, "photo-verdicts")
    assert found_in(page, "//button[@name='_save' or @name='_act']") == []
    assert client.post(address(photo), {"headline": "Друго", "_act": "release"}).status_code == 403
    photo.refresh_from_db()
    assert (photo.headline, photo.state) == ("Празник на морето", Photo.State.HELD)


def test_photo_that_is_not_there_answers_404() -> None:
    client = at_the_desk()
    for number in ("987654321", "99999999999999999999999", "nonsense", "%00"):
        assert client.get(f"{LIST}{number}/change/").status_code == 404
    for page in ("kill", "file"):
        assert client.get(f"{LIST}987654321/{page}/").status_code == 404
        assert client.get(f"{LIST}99999999999999999999999/{page}/").status_code == 404
    assert client.post(f"{LIST}987654321/original/").status_code == 404


def test_photo_is_withdrawn_with_both_notices(photo: Photo) -> None:
    client = at_the_desk(make_chief_editor())

    response = client.post(address(photo, "kill"), NOTES | {"revision": photo.revision})

    photo.refresh_from_db()
    page = client.get(response.url)
    assert (photo.state, photo.kill_note_en) == (Photo.State.KILLED, "Withdrawn by court order.")
    assert not photo.renditions.exists()
    assert "Свалена по съдебно решение." in text_in(page, "photo-notice")
    assert found_in(page, "//*[@class='act-bar']") == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"confirmed": ""}, "Tick this to confirm."),
        ({"note_en": " "}, "This field is required."),
        ({"note_bg": "а\x00б"}, "Null characters are not allowed."),
        ({"note_bg": "я" * 20_000}, "at most 1000 characters"),
        ({"revision": "7"}, "Somebody changed this photo"),
        ({"revision": "x"}, ""),
    ],
)
def test_withdrawal_that_lacks_something_is_not_done(photo: Photo, change: dict[str, str], said: str) -> None:
    response = at_the_desk().post(address(photo, "kill"), NOTES | {"revision": photo.revision} | change)

    photo.refresh_from_db()
    assert (response.status_code, photo.state) == (200, Photo.State.HELD)
    assert said in text_of(response)


def test_withdrawn_photo_is_not_withdrawn_again(photo: Photo) -> None:
    client = at_the_desk()
    client.post(address(photo, "kill"), NOTES | {"revision": photo.revision})

    response = client.post(address(photo, "kill"), NOTES | {"note_en": "Other."})

    assert "The photo has been withdrawn." in text_of(response)
    photo.refresh_from_db()
    assert photo.kill_note_en == "Withdrawn by court order."


def test_original_is_handed_out_as_it_came_and_noted(photo: Photo, tmp_path: Path) -> None:
    client = at_the_desk()

    response = client.post(address(photo, "original"))

    content = b"".join(response.streaming_content)
    assert content == (tmp_path / "0.jpg").read_bytes()
    assert response["Content-Disposition"] == f'attachment; filename="{photo.pk}.jpg"'
    assert "no-store" in response["Cache-Control"]
    assert photo.acts.first().act == PhotoAct.Act.DOWNLOAD
    assert client.get(address(photo, "original")).status_code == 404


def test_original_is_only_for_who_may_have_it(people: dict[str, User], photo: Photo) -> None:
    answered = {}
    for name, person in people.items():
        response = signed_in(person).post(address(photo, "original"))
        answered[name] = response.status_code
        if response.status_code == 200:
            b"".join(response.streaming_content)  # Read to its end, the file is closed.

    assert answered == allowed("photo")


def test_original_of_a_withdrawn_photo_stays(photo: Photo) -> None:
    client = at_the_desk()
    client.post(address(photo, "kill"), NOTES | {"revision": photo.revision})

    assert client.post(address(photo, "original")).status_code == 403


def test_original_that_the_storage_lost_answers_404_and_notes_nothing(photo: Photo, photo_storages: Path) -> None:
    (photo_storages / "originals" / photo.original).unlink()

    assert at_the_desk().post(address(photo, "original")).status_code == 404
    assert photo.acts.first().act == PhotoAct.Act.TAKE


def test_page_of_the_file_tells_every_field_and_where_it_was_read(photo: Photo) -> None:
    photo.reading.values["gps"] = {"value": {"lat": 42.6977, "lon": 23.3219}, "source": "exif"}
    photo.reading.save()

    page = at_the_desk(make_journalist()).get(address(photo, "file"))

    rows = {row[0]: tuple(row[1:]) for row in (
        [" ".join(cell.text_content().split()) for cell in line] for line in found_in(page, "//tbody/tr")
    )}  # fmt: skip
    assert rows["Headline"] == ("Празник на морето", "IIM")
    assert rows["Photographers"] == ("Мария Георгиева", "IIM")
    assert "42.6977" not in text_of(page)


def test_photos_are_never_deleted(photo: Photo) -> None:
    client = at_the_desk(make_user(is_superuser=True))

    assert client.post(address(photo, "delete"), {"post": "yes"}).status_code == 403
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_pages_keep_to_the_content_policy(photo: Photo) -> None:
    client = at_the_desk(make_user(is_superuser=True))
    press(client, photo, instructions="NO SALES; ASK THE ZZYZX DESK")
    base = "/admin/media_library/"
    pages = [
        LIST, ADD, REVIEW, RULES, f"{RULES}add/", *(address(photo, page) for page in ("change", "kill", "file")),
        *(f"{base}{model}/" for model in ("supplier", "licence", "party", "arrival")),
        *(f"{base}{model}/add/" for model in ("supplier", "licence", "party")),
    ]  # fmt: skip
    for url in pages:
        response = client.get(url)
        assert (url, response.status_code) == (url, 200)
        inline = found_in(response, "//style | //@style | //@*[starts-with(name(), 'on')] | //script[not(@src)]")
        assert (url, inline) == (url, [])
        assert (url, len(found_in(response, "//h1"))) == (url, 1)
