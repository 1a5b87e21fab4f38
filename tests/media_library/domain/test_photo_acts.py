import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from media_library.domain.photo_acts import (
    PhotoActRefused,
    StalePhoto,
    find_release_problems,
    hold_photo,
    kill_photo,
    release_photo,
)
from media_library.domain.rights import usable
from media_library.models import Photo, PhotoAct, Use
from newsroom.roles import PHOTO_EDITORS
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.photos import make_licence, make_photo, make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
State = Photo.State
NOTES = {"note_bg": "Свалена по решение на съда.", "note_en": "Removed by order of the court."}


def test_released_photo_is_public_and_logged():
    photo, editor = make_photo(state=State.HELD), make_user(PHOTO_EDITORS)
    release_photo(photo.pk, by=editor)
    photo.refresh_from_db()
    assert photo.state == State.RELEASED
    assert photo.released_at is not None
    assert photo.acts.get().actor == editor
    assert list(Photo.objects.public()) == [photo]


@pytest.mark.parametrize(
    "lack", [{"credit_complete": False}, {"credit_undecided": ["Нещо"]}, {"processing": Photo.Processing.WAITING}]
)
def test_photo_that_lacks_something_is_not_released(lack):
    photo = make_photo(state=State.HELD, **lack)
    assert len(find_release_problems(photo)) == 1
    with pytest.raises(PhotoActRefused):
        release_photo(photo.pk, by=make_user(PHOTO_EDITORS))
    photo.refresh_from_db()
    assert photo.state == State.HELD


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
