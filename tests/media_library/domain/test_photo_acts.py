import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override as speaking

from media_library.domain.originals import public_folder
from media_library.domain.photo_acts import (
    PhotoActRefused,
    StalePhoto,
    find_release_problems,
    hold_photo,
    kill_photo,
    release_photo,
)
from media_library.domain.processing import sweep_withdrawn
from media_library.domain.rights import usable
from media_library.models import Photo, PhotoAct, Use
from newsroom.roles import PHOTO_EDITORS
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.photos import make_licence, make_photo, make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
State = Photo.State
NOTES = {"note_bg": "Свалена по решение на съда.", "note_en": "Removed by order of the court."}


def make_usable_photo(**fields) -> Photo:
    return make_photo(supplier=make_supplier(licence=make_licence()), **fields)


def test_released_photo_is_public_and_logged():
    photo, editor = make_usable_photo(state=State.HELD), make_user(PHOTO_EDITORS)
    release_photo(photo.pk, by=editor)
    photo.refresh_from_db()
    assert photo.state == State.RELEASED
    assert photo.released_at is not None
    assert photo.acts.get().actor == editor
    assert list(Photo.objects.public()) == [photo]


@pytest.mark.parametrize(
    "lack",
    [
        {"credit_complete": False},
        {"credit_undecided": ["Нещо"]},
        {"processing": Photo.Processing.WAITING},
        {"headline": "", "caption_bg": ""},
    ],
)
def test_photo_that_lacks_something_is_not_released(lack):
    photo = make_photo(state=State.HELD, **lack)
    assert len(find_release_problems(photo)) == 1
    with pytest.raises(PhotoActRefused):
        release_photo(photo.pk, by=make_user(PHOTO_EDITORS))
    photo.refresh_from_db()
    assert photo.state == State.HELD


def test_photo_that_may_not_be_shown_is_not_released_without_the_right_to_override():
    photo, person = make_photo(state=State.HELD), make_user()
    person.user_permissions.add(Permission.objects.get(codename="release_photo"))
    with pytest.raises(PhotoActRefused, match="rights"), speaking("en"):
        release_photo(photo.pk, by=person, override=True)
    with pytest.raises(PhotoActRefused):
        release_photo(photo.pk, by=None)


def test_override_is_written_into_the_log_with_its_reasons():
    photo, editor = make_photo(state=State.HELD), make_user(PHOTO_EDITORS)
    with pytest.raises(PhotoActRefused):
        release_photo(photo.pk, by=editor)
    release_photo(photo.pk, by=editor, override=True)
    override = photo.acts.get(act=PhotoAct.Act.OVERRIDE)
    assert override.actor == editor
    assert override.comment


def test_photo_under_embargo_is_released_for_when_it_ends():
    photo = make_usable_photo(state=State.HELD, embargo_until=timezone.now() + dt.timedelta(days=1))
    release_photo(photo.pk, by=None)
    assert not Photo.objects.visible(at=timezone.now()).exists()
    assert Photo.objects.visible(at=timezone.now() + dt.timedelta(days=2)).exists()


def test_database_refuses_a_public_photo_without_a_creator_or_an_agency():
    photo = make_photo()
    with pytest.raises(IntegrityError, match="photo_public_has_credit"), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(credit_complete=False)


def test_held_photo_leaves_the_library():
    photo = make_photo()
    hold_photo(photo.pk, by=make_user(PHOTO_EDITORS))
    assert not Photo.objects.public().exists()


def test_withdrawn_photo_is_off_every_page_with_its_files_and_keeps_its_record(django_capture_on_commit_callbacks):
    photo = make_photo(with_files=True)
    names = [rendition.file for rendition in photo.renditions.all()]
    with django_capture_on_commit_callbacks(execute=True):
        kill_photo(photo.pk, by=make_chief_editor(), **NOTES)
    photo.refresh_from_db()
    assert photo.state == State.KILLED
    assert photo.kill_note("bg") == NOTES["note_bg"]
    assert photo.kill_note("en") == NOTES["note_en"]
    assert not photo.renditions.exists()
    assert not any(storages["renditions"].exists(name) for name in names)
    assert photo.acts.filter(act=PhotoAct.Act.KILL).exists()


def test_withdrawn_photo_may_be_used_for_nothing():
    photo = make_photo(supplier=make_supplier(licence=make_licence()))
    kill_photo(photo.pk, by=None, **NOTES)
    for use in Use:
        assert not usable(Photo.objects.all(), use=use, at=timezone.now()).exists()


@pytest.mark.parametrize("notes", [{"note_bg": " ", "note_en": "Why"}, {"note_bg": "Защо", "note_en": ""}])
def test_withdrawal_needs_a_notice_in_both_languages(notes):
    photo = make_photo()
    with pytest.raises(PhotoActRefused):
        kill_photo(photo.pk, by=None, **notes)


def test_database_refuses_a_withdrawn_photo_without_a_notice():
    photo = make_photo()
    with pytest.raises(IntegrityError, match="photo_kill_has_note"), transaction.atomic():
        Photo.objects.filter(pk=photo.pk).update(state=State.KILLED)


def test_nothing_is_done_with_a_withdrawn_photo():
    photo = make_photo()
    kill_photo(photo.pk, by=None, **NOTES)
    for act in (release_photo, hold_photo):
        with pytest.raises(PhotoActRefused):
            act(photo.pk, by=None)


@pytest.mark.parametrize("act", [release_photo, hold_photo])
def test_act_needs_its_permission(act):
    photo = make_photo(state=State.HELD)
    with pytest.raises(PhotoActRefused):
        act(photo.pk, by=make_journalist())
    assert not photo.acts.exists()


def test_withdrawal_needs_its_permission():
    photo = make_photo()
    with pytest.raises(PhotoActRefused):
        kill_photo(photo.pk, by=make_journalist(), **NOTES)
    photo.refresh_from_db()
    assert photo.state == State.RELEASED


def test_act_on_a_photo_that_somebody_changed_meanwhile_is_refused():
    photo = make_photo()
    hold_photo(photo.pk, by=None, base_revision=0)
    with pytest.raises(StalePhoto):
        release_photo(photo.pk, by=None, base_revision=0)


def test_log_is_only_added_to():
    photo = make_photo()
    hold_photo(photo.pk, by=None)
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        PhotoAct.objects.filter(photo=photo).delete()
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        PhotoAct.objects.filter(photo=photo).update(comment="other")


def test_withdrawal_goes_through_where_its_files_cannot_be_deleted(monkeypatch, django_capture_on_commit_callbacks):
    photo = make_photo(with_files=True)
    storage = storages["renditions"]
    monkeypatch.setattr(storage, "delete", lambda name: (_ for _ in ()).throw(PermissionError(13, name)))
    with django_capture_on_commit_callbacks(execute=True):
        kill_photo(photo.pk, **NOTES, by=None)
    photo.refresh_from_db()
    assert photo.state == State.KILLED
    monkeypatch.undo()
    sweep_withdrawn()
    assert not any(path.is_file() for path in Path(storage.location).rglob("*"))


def test_withdrawal_takes_files_that_no_row_names_too(django_capture_on_commit_callbacks):
    photo = make_photo(with_files=True)
    storages["renditions"].save(f"{public_folder(photo.pk)}/web-640-0123456789abcdef.jpg", ContentFile(b"left behind"))
    with django_capture_on_commit_callbacks(execute=True):
        kill_photo(photo.pk, **NOTES, by=None)
    assert not any(path.is_file() for path in Path(storages["renditions"].location).rglob("*"))
