"""Tags and suppliers that are renamed at the desk: their photos are found by the new words."""

from __future__ import annotations

import pytest
from django.test import Client

from media_library import tasks
from media_library.domain.searching import search_photos
from media_library.models import Photo
from tests.factories.people import make_user
from tests.factories.photos import make_photo, make_supplier
from tests.factories.stories import make_tag
from tests.media_library.admin.photo_desk import at_the_desk

pytestmark = pytest.mark.django_db

TAGS = "/admin/media_library/tag/"
SUPPLIERS = "/admin/media_library/supplier/"
NO_ROWS = {f"{name}-{count}": "0" for name in ("restrictions", "leases") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}


@pytest.fixture
def client() -> Client:
    return at_the_desk(make_user(is_superuser=True))


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, list[int]]]:
    """What the photo workers were sent, in the form in which it travels."""
    sent: list[dict[str, list[int]]] = []
    monkeypatch.setattr(
        "media_library.domain.queueing.current_app.send_task",
        lambda name, kwargs, **_other: sent.append(kwargs) if name.endswith(".index_renamed") else None,
    )
    return sent


def found(words: str) -> list[int]:
    return [photo.pk for photo in search_photos(Photo.objects.all(), words)]


def work_off(queue: list[dict[str, list[int]]]) -> None:
    for ids in queue:
        tasks.index_renamed(**ids)


def test_photos_of_a_renamed_tag_are_found_by_its_new_name(
    client: Client, queue: list[dict[str, list[int]]], django_capture_on_commit_callbacks
) -> None:
    tag = make_tag("Созопол")
    photo = make_photo(tags=[tag], indexed=True)
    make_photo(indexed=True)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{TAGS}{tag.pk}/change/", {"name": "Поморие", "name_en": "Pomorie", "kind": "place"})
    assert queue == [{"suppliers": [], "tags": [tag.pk], "photos": []}]
    work_off(queue)

    assert (found("созопол"), found("поморие"), found("pomorie")) == ([], [photo.pk], [photo.pk])


def test_tag_that_keeps_its_names_has_nothing_indexed(
    client: Client, queue: list[dict[str, list[int]]], django_capture_on_commit_callbacks
) -> None:
    tag = make_tag("Созопол")

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{TAGS}{tag.pk}/change/", {"name": "Созопол", "name_en": tag.name_en, "kind": "place"})

    tag.refresh_from_db()
    assert (tag.kind, queue) == ("place", [])


@pytest.mark.parametrize("is_one", [True, False])
def test_photos_of_a_deleted_tag_are_no_longer_found_by_it(
    client: Client, queue: list[dict[str, list[int]]], django_capture_on_commit_callbacks, is_one: bool
) -> None:
    tag = make_tag("Созопол")
    photo = make_photo(tags=[tag], indexed=True)

    with django_capture_on_commit_callbacks(execute=True):
        if is_one:
            client.post(f"{TAGS}{tag.pk}/delete/", {"post": "yes"})
        else:
            client.post(TAGS, {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"})
    assert queue == [{"suppliers": [], "tags": [], "photos": [photo.pk]}]
    work_off(queue)

    assert found("созопол") == []


def test_photos_of_a_renamed_supplier_are_found_by_its_new_name(
    client: Client, queue: list[dict[str, list[int]]], django_capture_on_commit_callbacks
) -> None:
    supplier = make_supplier("vestitel", name_bg="Вестител", name_en="Herald")
    photo = make_photo(supplier=supplier, indexed=True)
    told = {"name_bg": "Глашатай", "name_en": "Herald", "slug": "vestitel", "kind": "partner"} | NO_ROWS

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{SUPPLIERS}{supplier.pk}/change/", told)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{SUPPLIERS}{supplier.pk}/change/", told)
    assert queue == [{"suppliers": [supplier.pk], "tags": [], "photos": []}]
    work_off(queue)

    assert (found("вестител"), found("глашатай")) == ([], [photo.pk])


def test_indexing_the_renamed_takes_each_photo_once_and_works_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_library.domain.searching._BATCH", 2)
    tags = [make_tag("Созопол"), make_tag("Поморие")]
    photos = [make_photo(tags=tags) for _ in range(5)]
    make_photo()

    tasks.index_renamed(suppliers=[], tags=[tag.pk for tag in tags], photos=[])
    tasks.index_renamed(suppliers=[], tags=[tag.pk for tag in tags], photos=[])

    assert sorted(found("созопол")) == [photo.pk for photo in photos]
