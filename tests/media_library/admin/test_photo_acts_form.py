"""What is done with a photo from its page: shown, taken back, tried again; and what another person did meanwhile."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo, PhotoAct
from tests.articles.admin.desk import found_in, text_in
from tests.factories.people import make_journalist
from tests.factories.photos import make_licence
from tests.media_library.admin.photo_desk import (
    address,
    at_the_desk,
    bring_in,
    form_in,
    new_row,
    press,
    problems_in,
    text_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]


def test_two_editors_at_once_and_the_second_loses_nothing(photo: Photo) -> None:
    first, second = at_the_desk(), at_the_desk()
    opened = form_in(second.get(address(photo)))
    press(first, photo, headline="Първи")

    response = second.post(address(photo), opened | {"headline": "Втори", "_save": "1"})

    photo.refresh_from_db()
    assert photo.headline == "Първи"
    assert ["Somebody changed this photo" in problem for problem in problems_in(response)] == [True]
    assert form_in(response)["headline"] == ["Втори"]
    assert "Open the photo as it is now" in text_of(response)


@pytest.mark.parametrize(
    "change",
    [
        {"credit_chain-0-name": "Друг"},
        new_row("restrictions", kind="no_sales", effect="deny"),
        new_row("leases", effect="allow"),
    ],
    ids=["chain", "restriction", "lease"],
)
def test_rows_alone_are_refused_too_when_somebody_changed_the_photo(photo: Photo, change: dict[str, str]) -> None:
    first, second = at_the_desk(), at_the_desk()
    opened = form_in(second.get(address(photo)))
    press(first, photo, headline="Първи")

    response = second.post(address(photo), opened | change | {"_save": "1"})

    assert ["Somebody changed this photo" in problem for problem in problems_in(response)] == [True]
    assert not photo.restrictions.exists()
    assert not photo.leases.exists()


def test_photo_withdrawn_while_it_was_open_says_so(client: Client, photo: Photo) -> None:
    opened = form_in(client.get(address(photo)))
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Withdrawn.", by=None)

    response = client.post(address(photo), opened | {"headline": "Друго", "_save": "1"}, follow=True)

    assert "The photo has been withdrawn" in text_in(response, "messagelist")
    assert found_in(response, "//button[@name='_save']") == []


def test_photo_is_saved_and_shown_then_taken_back(client: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(licence=make_licence())
    page = client.get(address(photo))
    assert found_in(page, "//button[@class='act-proposed']/@value") == ["release"]
    assert found_in(page, "//button[@value='release-anyway']") == []

    press(client, photo, "release", headline="На показ")
    photo.refresh_from_db()
    assert (photo.state, photo.headline) == (Photo.State.RELEASED, "На показ")

    press(client, photo, "hold")
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


def test_photo_without_rights_is_shown_only_against_the_verdict(client: Client, photo: Photo) -> None:
    page = client.get(address(photo))
    assert found_in(page, "//*[contains(@class,'photo-notice')]//li/text()") == ["No rights to the photo are known."]
    assert found_in(page, "//button[@class='act-proposed']/@value") == ["save"]
    assert found_in(page, "//button[@value='release-anyway']/@class") == ["act-dangerous"]

    refused = client.get(press(client, photo, "release").url)
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD
    assert "No rights to the photo are known." in text_in(refused, "messagelist")

    press(client, photo, "release-anyway")
    photo.refresh_from_db()
    assert photo.state == Photo.State.RELEASED
    assert photo.acts.filter(act=PhotoAct.Act.OVERRIDE).exists()


def test_whoever_may_not_override_is_not_offered_it_and_is_refused(photo: Photo) -> None:
    person = make_journalist()
    for codename in ("change_photo", "view_photo", "release_photo"):
        person.user_permissions.add(Permission.objects.get(codename=codename))
    client = at_the_desk(person)

    assert found_in(client.get(address(photo)), "//button[@value='release-anyway']") == []
    press(client, photo, "release-anyway")
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


def test_photo_that_can_not_be_shown_is_saved_all_the_same_and_says_why(client: Client, tmp_path: Path) -> None:
    photo = bring_in(tmp_path, words={"2:105": "Без автор"})

    response = press(client, photo, "release", headline="Ново")

    photo.refresh_from_db()
    page = client.get(response.url)
    assert (photo.state, photo.headline) == (Photo.State.HELD, "Ново")
    assert "neither a creator nor an agency" in text_in(page, "messagelist")


def test_photo_that_was_set_aside_is_processed_again(client: Client, photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(
        processing="set_aside", attempts=3, failure="The worker was stopped %(attempts)d times while at it."
    )
    assert "The worker was stopped 3 times while at it." in text_of(client.get(address(photo)))

    press(client, photo, "retry")

    photo.refresh_from_db()
    assert (photo.processing, photo.attempts) == (Photo.Processing.WAITING, 0)


@pytest.mark.parametrize("act", ["kill", "nonsense", "\x00", "save"])
def test_forged_act_is_refused_and_saves_nothing(client: Client, photo: Photo, act: str) -> None:
    response = press(client, photo, act, headline="Друго")

    photo.refresh_from_db()
    assert (response.status_code, photo.headline) == (403, "Празник на морето")
