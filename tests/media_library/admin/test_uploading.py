"""Photos come in through the admin: one by one for the script, all at once without it."""

import errno
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client

from media_library.models import Arrival, Photo, Restriction
from tests.articles.admin.desk import found_in
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.photos import make_photo, make_supplier
from tests.factories.stories import make_section, make_tag
from tests.media_library.admin.photo_desk import (
    ADD,
    STATES,
    UPLOAD,
    WORDS,
    address,
    at_the_desk,
    bring_in,
    make_photo_editor,
    text_of,
    upload,
)
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]

HTML = b"<!doctype html><script>alert(1)</script>"


def test_file_is_taken_and_described(client: Client) -> None:
    answer = client.post(UPLOAD, {"file": upload(make_jpeg(iim=WORDS), "сватба.jpg")}).json()

    photo = Photo.objects.get()
    assert (answer["outcome"], answer["name"]) == ("taken", "сватба.jpg")
    described = answer["photo"]
    assert described["id"] == photo.pk
    assert described["url"] == address(photo)
    assert described["headline"] == "Празник на морето"
    assert described["caption_bg"] == "Рибари влизат в пристанището на Созопол."
    assert described["credit"] == "Maria Georgieva/Pressphoto"
    assert (described["creditMissing"], described["verdictAllowed"]) == (False, False)
    assert described["verdictReasons"] == "No rights to the photo are known."
    assert described["processing"] == "waiting"


def test_batch_fields_hold_for_every_file(client: Client) -> None:
    supplier, section, tag = make_supplier(), make_section("world"), make_tag("Море", "Sea")
    batch = {
        "supplier": supplier.pk, "section": section.pk, "event": "Празник", "instructions": "NO SALES",
        "tags": [tag.pk],
    }  # fmt: skip
    for colour in (1, 2):
        client.post(UPLOAD, batch | {"file": upload(make_jpeg(colour=(colour, 0, 0)))})

    for photo in Photo.objects.all():
        assert (photo.supplier, photo.section, photo.event) == (supplier, section, "Празник")
        assert list(photo.tags.all()) == [tag]
        assert photo.restrictions.get().kind == Restriction.Kind.NO_SALES


def test_restrictions_of_the_batch_join_those_of_the_file(client: Client) -> None:
    batch = {"instructions": "NO SALES; JAPAN OUT"}
    client.post(UPLOAD, batch | {"file": upload(make_jpeg(iim={"2:40": "NO CROP"}))})
    client.post(UPLOAD, batch | {"file": upload(make_jpeg(iim={"2:40": "no sales; Japan out; no crop"}))})

    first, second = Photo.objects.order_by("pk")
    assert first.shown["instructions"] == "NO CROP; NO SALES; JAPAN OUT"
    assert second.shown["instructions"] == "no sales; Japan out; no crop"
    for photo in (first, second):
        assert sorted(photo.restrictions.values_list("kind", flat=True)) == ["no_crop", "no_sales", "territory"]


def test_the_same_file_leads_to_the_first(client: Client) -> None:
    content = make_jpeg(iim=WORDS)
    first = client.post(UPLOAD, {"file": upload(content)}).json()

    again = client.post(UPLOAD, {"file": upload(content, "copy.jpg")}).json()

    assert again["outcome"] == "duplicate"
    assert again["photo"]["url"] == first["photo"]["url"]
    assert str(first["photo"]["id"]) in again["reason"]
    assert Photo.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (HTML, "page.jpg"),
        (b"", "empty.jpg"),
        (make_jpeg()[:300], "cut.jpg"),
        (b"\xff\xd8\xff" + b"\0" * 99, "half.jpg"),
    ],
    ids=["html", "empty", "cut", "half"],
)
def test_what_is_no_photo_is_refused_with_its_reason_and_leaves_nothing(
    client: Client, photo_storages: Path, content: bytes, name: str
) -> None:
    answer = client.post(UPLOAD, {"file": upload(content, name)}).json()

    assert answer["outcome"] == "refused"
    assert answer["reason"]
    assert "photo" not in answer
    assert not Photo.objects.exists()
    assert Arrival.objects.get().file_name == name
    assert [path for path in photo_storages.rglob("*") if path.is_file()] == []


def test_file_beyond_the_limit_is_refused(client: Client, settings) -> None:
    settings.PHOTO_MAX_BYTES = 500

    answer = client.post(UPLOAD, {"file": upload(make_jpeg())}).json()

    assert answer["outcome"] == "refused"


def test_refusal_is_told_in_the_language_of_the_page() -> None:
    client = at_the_desk()
    english = client.post(UPLOAD, {"file": upload(HTML)}).json()["reason"]
    client.cookies["django_language"] = "bg"
    bulgarian = client.post(UPLOAD, {"file": upload(HTML)}).json()["reason"]

    arrivals = Arrival.objects.order_by("pk")
    assert english == arrivals[0].reason_en
    assert bulgarian == arrivals[1].reason_bg
    assert english != bulgarian


def test_request_without_a_file_says_so(client: Client) -> None:
    response = client.post(UPLOAD, {"event": "Празник"})

    assert (response.status_code, response.json()["outcome"]) == (422, "refused")
    assert response.json()["reason"] == "The file did not arrive whole."


@pytest.mark.parametrize(
    "batch",
    [{"supplier": "987654321"}, {"section": "x"}, {"event": "а\x00б"}, {"event": "я" * 20_000}, {"tags": "\x00"}],
    ids=["supplier", "section", "NUL", "long", "tags"],
)
def test_batch_that_can_not_be_is_refused_with_words(client: Client, batch: dict[str, str]) -> None:
    response = client.post(UPLOAD, batch | {"file": upload(make_jpeg())})

    assert response.status_code == 422
    assert response.json()["reason"]
    assert not Photo.objects.exists()


def test_multipart_that_was_cut_is_refused_and_leaves_nothing(client: Client) -> None:
    head = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    kind = "multipart/form-data; boundary=cut"

    response = client.generic("POST", UPLOAD, head + make_jpeg()[:200], content_type=kind)
    without_boundary = client.generic("POST", UPLOAD, b"rubbish", content_type="multipart/form-data; boundary=")

    assert response.json()["outcome"] == "refused"
    assert without_boundary.status_code == 400
    assert not Photo.objects.exists()


class FullStorage(type(storages["originals"])):
    def save(self, *args: object, **kwargs: object) -> str:
        raise OSError(errno.EACCES, "denied", "/secret/place")


def test_storage_that_fails_is_told_without_its_paths(client: Client, settings) -> None:
    backend = f"{__name__}.FullStorage"
    settings.STORAGES = settings.STORAGES | {"originals": settings.STORAGES["originals"] | {"BACKEND": backend}}

    response = client.post(UPLOAD, {"file": upload(make_jpeg())})
    page = client.post(ADD, {"files": [upload(make_jpeg()), upload(make_jpeg(colour=9))]})

    assert response.status_code == 507
    assert response.json()["reason"].startswith("The photo could not be kept.")
    assert "secret" not in text_of(page)
    assert not Photo.objects.exists()


def test_without_scripts_all_files_are_taken_and_each_says_what_became_of_it(client: Client) -> None:
    known = make_jpeg(colour=5)
    client.post(UPLOAD, {"file": upload(known)})
    files = [upload(make_jpeg(iim=WORDS)), upload(HTML, "page.jpg"), upload(known, "known.jpg")]

    page = client.post(ADD, {"event": "Празник", "files": files})

    assert page.status_code == 200
    assert [row.get("class") for row in found_in(page, "//ol[@data-list]/li")] == [
        "upload-row is-taken", "upload-row is-refused", "upload-row is-duplicate",
    ]  # fmt: skip
    assert "1 photo was taken in." in text_of(page)


def test_without_scripts_a_form_without_files_comes_back(client: Client) -> None:
    page = client.post(ADD, {"event": "Празник", "tags": "x"})

    assert page.status_code == 200
    assert found_in(page, "//input[@name='event']/@value") == ["Празник"]
    assert "Choose at least one file." in text_of(client.post(ADD, {"event": "Празник"}))


def test_states_tell_how_far_each_photo_is(client: Client) -> None:
    ready = make_photo()
    aside = make_photo(processing="set_aside", presets=(), failure="It took longer than a photo may take.")

    states = client.get(STATES, {"ids": f"{ready.pk},{aside.pk},987654321,x,{'9' * 40},"}).json()

    assert set(states) == {str(ready.pk), str(aside.pk)}
    assert states[str(ready.pk)]["thumb"].startswith("/media/")
    assert states[str(aside.pk)]["thumb"] == ""
    assert states[str(aside.pk)]["failure"] == "It took longer than a photo may take."


def test_states_cost_the_same_for_many(client: Client, django_assert_num_queries) -> None:
    ids = [make_photo().pk for _ in range(3)]
    client.get(STATES)
    for asked in (ids[:1], ids):
        with django_assert_num_queries(6):
            client.get(STATES, {"ids": ",".join(map(str, asked))})


def test_quick_fields_are_saved_one_by_one(client: Client, tmp_path: Path) -> None:
    photo = bring_in(tmp_path, words={})

    assert client.post(address(photo, "quick"), {"headline": "Празник"}).json()["headline"] == "Празник"
    answer = client.post(address(photo, "quick"), {"creator": "Мария Георгиева, Иван Иванов"}).json()

    photo.refresh_from_db()
    assert photo.creators == ["Мария Георгиева", "Иван Иванов"]
    assert (answer["credit"], answer["creditMissing"]) == ("Maria Georgieva/Ivan Ivanov", False)
    assert photo.headline == "Празник"


@pytest.mark.parametrize("value", ["а\x00б", "я" * 20_000])
def test_quick_field_that_can_not_be_kept_is_refused(client: Client, tmp_path: Path, value: str) -> None:
    photo = bring_in(tmp_path)

    response = client.post(address(photo, "quick"), {"headline": value})

    assert response.status_code == 422
    assert response.json()["errors"]


def test_journalist_words_the_own_photo_as_long_as_it_is_at_the_desk(tmp_path: Path) -> None:
    writer, other = make_journalist(), make_journalist()
    photo = bring_in(tmp_path)
    Photo.objects.filter(pk=photo.pk).update(arrived_by=writer)
    told = {"headline": "Моята снимка"}

    assert at_the_desk(other).post(address(photo, "quick"), told).status_code == 403
    assert at_the_desk(writer).post(address(photo, "quick"), told).status_code == 200
    Photo.objects.filter(pk=photo.pk).update(state=Photo.State.RELEASED)
    assert at_the_desk(writer).post(address(photo, "quick"), told).status_code == 403
    assert at_the_desk(make_photo_editor()).post(address(photo, "quick"), told).status_code == 200


def test_photo_that_is_not_there_is_not_worded(client: Client) -> None:
    assert client.post("/admin/media_library/photo/987654321/quick/", {"headline": "x"}).status_code == 403


def test_who_may_not_bring_photos_in_is_refused() -> None:
    for person in (make_user(), make_user("sales")):
        client = at_the_desk(person)
        assert client.post(UPLOAD, {"file": upload(make_jpeg())}).status_code == 403
        assert client.get(ADD).status_code == 403
    assert at_the_desk(make_chief_editor()).get(ADD).status_code == 200
    assert not Photo.objects.exists()


def test_endpoints_answer_only_their_own_method(client: Client) -> None:
    assert client.get(UPLOAD).status_code == 405
    assert client.post(STATES).status_code == 405
