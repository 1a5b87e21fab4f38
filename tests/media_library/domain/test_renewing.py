import datetime as dt
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from media_library.domain import cropping, processing, renewing
from media_library.domain.credit_line import CreditParty, Role, give_chain_back, set_chain_by_hand
from media_library.domain.cropping import make_crop
from media_library.domain.intake import take_photo
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.photo_acts import kill_photo
from media_library.domain.processing import MOST_ATTEMPTS, process_photo
from media_library.domain.renewing import mark_incomplete, renew_files, sweep_outdated
from media_library.domain.showing import edit_metadata, show_metadata
from media_library.models import Arrival, Photo
from media_library.tasks import renew_files as renew_files_task
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
CROP = "0,0,500,1000"


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """A processed photo with one crop."""
    iim = {"2:80": "Мария Георгиева", "2:110": "Пресфото", "2:116": "© Пресфото"}
    make_jpeg(tmp_path / "in.jpg", size=(900, 600), iim=iim)
    taken = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(taken.pk)
    make_crop(taken.pk, CROP)
    taken.refresh_from_db()
    return taken


def _said(photo: Photo, field: str) -> set[str]:
    """What the public files behind the photo's rows say in a field."""
    said = set()
    for row in photo.renditions.all():
        value = read_metadata(read_blocks(Path(storages["renditions"].path(row.file)))).values[field].value
        said.add(value if isinstance(value, str) else ", ".join(creator["name"] for creator in value))
    return said


def _edit(photo: Photo, **edits: object) -> None:
    edit_metadata(photo.pk, edits, by=None)
    photo.refresh_from_db()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("creators", [{"name": "Иван Петров", "job_title": ""}], "Иван Петров"),
        ("credit", "Булпрес", "Булпрес"),
        ("copyright_notice", "© Булпрес", "© Булпрес"),
        ("licensor_url", "https://example.org/buy", "https://example.org/buy"),
    ],
)
def test_files_say_the_new_words_after_an_edit_crops_too(photo, field, value, words):
    count = photo.renditions.count()
    _edit(photo, **{field: value})
    assert photo.files_outdated
    assert renew_files(photo.pk)
    assert _said(photo, field) == {words}
    photo.refresh_from_db()
    assert (photo.files_outdated, photo.processing, photo.attempts) == (False, Photo.Processing.DONE, 0)
    assert photo.renditions.count() == count
    assert not renew_files(photo.pk)


def test_old_files_stay_until_the_new_ones_are_there(photo, photo_storages, django_capture_on_commit_callbacks):
    old = {row.file for row in photo.renditions.all()}
    _edit(photo, credit="Булпрес")
    assert photo.renditions.exists()
    assert all(storages["renditions"].exists(name) for name in old)
    with django_capture_on_commit_callbacks(execute=True):
        renew_files(photo.pk)
    assert not any(storages["renditions"].exists(name) for name in old)
    assert all(storages["renditions"].exists(row.file) for row in photo.renditions.all())


def test_edit_of_other_words_leaves_the_files_alone(photo):
    _edit(photo, headline="Друго заглавие", caption_bg="Друг надпис.")
    assert not photo.files_outdated


def test_edit_that_is_taken_back_needs_no_new_files(photo):
    _edit(photo, credit="Булпрес")
    _edit(photo, credit=None)
    assert not photo.files_outdated


def test_credit_set_by_hand_is_what_the_files_say(photo):
    """A photographer who must not be named is named in no file either."""
    set_chain_by_hand(photo, [CreditParty(Role.AGENCY, "Булпрес")], by=None)
    assert renew_files(photo.pk)
    assert _said(photo, "credit") == {"Булпрес"}
    for path in Path(storages["renditions"].location).rglob("*.jpg"):
        if any(row.file.endswith(path.name) for row in photo.renditions.all()):
            assert "Мария".encode() not in path.read_bytes()
    give_chain_back(Photo.objects.get(pk=photo.pk), by=None)
    assert renew_files(photo.pk)
    assert _said(photo, "creators") == {"Мария Георгиева"}


def test_edit_while_the_photo_is_processed_is_not_lost(tmp_path, monkeypatch):
    make_jpeg(tmp_path / "in.jpg", size=(90, 60), iim={"2:80": "Мария Георгиева", "2:110": "Пресфото"})
    photo = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    make_renditions = processing.make_renditions

    def make_while_it_is_edited(*args, **options):
        edit_metadata(photo.pk, {"credit": "Булпрес"}, by=None)
        return make_renditions(*args, **options)

    monkeypatch.setattr(processing, "make_renditions", make_while_it_is_edited)
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.files_outdated
    assert renew_files(photo.pk)
    assert _said(photo, "credit") == {"Булпрес"}


def test_edit_while_a_crop_is_made_is_not_lost(photo, monkeypatch):
    make_renditions = cropping.make_renditions

    def make_while_it_is_edited(*args, **options):
        edit_metadata(photo.pk, {"credit": "Булпрес"}, by=None)
        assert renew_files(photo.pk)
        return make_renditions(*args, **options)

    monkeypatch.setattr(cropping, "make_renditions", make_while_it_is_edited)
    make_crop(photo.pk, "500,0,1000,1000")
    photo.refresh_from_db()
    assert photo.files_outdated
    assert renew_files(photo.pk)
    assert _said(photo, "credit") == {"Булпрес"}


def test_edit_while_the_files_are_renewed_asks_for_another_renewal(photo, monkeypatch):
    _edit(photo, credit="Булпрес")
    make_renditions = renewing.make_renditions

    def make_while_it_is_edited(*args, **options):
        edit_metadata(photo.pk, {"credit": "Вестител"}, by=None)
        return make_renditions(*args, **options)

    with monkeypatch.context() as patch:
        patch.setattr(renewing, "make_renditions", make_while_it_is_edited)
        renew_files(photo.pk)
    photo.refresh_from_db()
    assert photo.files_outdated
    renew_files(photo.pk)
    assert _said(photo, "credit") == {"Вестител"}


def test_photo_that_is_withdrawn_meanwhile_leaves_no_file(photo, monkeypatch, django_capture_on_commit_callbacks):
    _edit(photo, credit="Булпрес")
    make_renditions = renewing.make_renditions

    def make_while_it_is_withdrawn(*args, **options):
        Photo.objects.filter(pk=photo.pk).update(
            state=Photo.State.KILLED, kill_note_bg="Оттеглена.", kill_note_en="Withdrawn."
        )
        photo.renditions.all().delete()
        return make_renditions(*args, **options)

    monkeypatch.setattr(renewing, "make_renditions", make_while_it_is_withdrawn)
    before = set(Path(storages["renditions"].location).rglob("*.*"))
    with django_capture_on_commit_callbacks(execute=True):
        assert not renew_files(photo.pk)
    assert set(Path(storages["renditions"].location).rglob("*.*")) == before
    assert not photo.renditions.exists()


def test_withdrawn_photo_is_not_renewed(photo):
    _edit(photo, credit="Булпрес")
    kill_photo(photo.pk, note_bg="Оттеглена.", note_en="Withdrawn.", by=None)
    assert not renew_files(photo.pk)
    assert sweep_outdated() == []


def test_renewal_that_fails_is_swept_up_and_given_up_in_the_end(photo):
    _edit(photo, credit="Булпрес")
    storages["originals"].delete(photo.original)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        renew_files_task(photo.pk)
        photo.refresh_from_db()
        assert photo.attempts == attempt
        assert photo.failure
        assert sweep_outdated() == []
        Photo.objects.filter(pk=photo.pk).update(processing_since=timezone.now() - dt.timedelta(hours=1))
        assert sweep_outdated() == ([photo.pk] if attempt < MOST_ATTEMPTS else [])
    assert photo.processing == Photo.Processing.DONE
    assert photo.renditions.exists()


def test_renewal_is_asked_for_only_after_the_commit(photo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked, transaction.atomic():
        edit_metadata(photo.pk, {"credit": "Булпрес"}, by=None)
    assert asked


def test_cuts_follow_the_focal_point_and_come_to_old_photos(tmp_path):
    make_jpeg(tmp_path / "in.jpg", size=(1800, 1200), iim={"2:80": "Мария Георгиева"})
    photo = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(photo.pk)
    cuts = photo.renditions.filter(preset__startswith="share-")
    assert {row.preset: (row.width, row.height) for row in cuts} == {
        "share-16x9": (1200, 675),
        "share-4x3": (1200, 900),
        "share-1x1": (1200, 1200),
    }
    assert list(mark_incomplete(Photo.objects.all())) == []
    photo.refresh_from_db()
    photo.focal_x = 0.1
    show_metadata(photo)
    assert photo.files_outdated
    assert renew_files(photo.pk)
    cuts.delete()  # As a photo has none that was processed before they were made.
    assert list(mark_incomplete(Photo.objects.all())) == [1]
    assert renew_files(photo.pk)
    assert cuts.count() == 3
