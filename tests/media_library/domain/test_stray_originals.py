"""Originals that no photo has: found and deleted, in folders and in a store without them."""

import datetime as dt
import hashlib
import threading

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connections, transaction
from django.utils import timezone

from media_library import tasks
from media_library.domain import stray_originals
from media_library.domain.intake import take_photo
from media_library.domain.stray_originals import FOLDERS, folder_of, sweep_stray_originals
from media_library.models import Arrival, Photo
from newsroom.shared.content_store import stored_name
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
TWO_HOURS = dt.timedelta(hours=2)


@pytest.fixture(params=["folder", "memory"])
def storage(request, settings):
    """The storage of originals: folders of this machine, and a store that has no paths."""
    if request.param == "memory":
        backend = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
        settings.STORAGES = settings.STORAGES | {"originals": backend}
    return storages["originals"]


def keep_stray(storage, content=b"stray"):
    """Name of a file that an import kept and left behind, and the number of its folder."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = stored_name(sha256, "jpg", folder="originals")
    storage.save(name, ContentFile(content))
    return name, int(sha256[:2], 16)


def later(by=TWO_HOURS):
    return time_machine.travel(timezone.now() + by, tick=True)


def roll_back_after_taking(path):
    with transaction.atomic():
        photo = take_photo(path, file_name="in.jpg", way=Arrival.Way.WIRE).photo
        transaction.set_rollback(True)
    return photo.original


def test_original_of_an_import_that_was_rolled_back_goes(storage, tmp_path):
    make_jpeg(tmp_path / "in.jpg")
    name = roll_back_after_taking(tmp_path / "in.jpg")
    assert storage.exists(name)

    with later():
        assert sweep_stray_originals(int(name.split("/")[1], 16)) == [name]

    assert not storage.exists(name)


def test_original_of_a_photo_stays(storage, tmp_path):
    make_jpeg(tmp_path / "in.jpg")
    photo = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.WIRE).photo

    with later():
        assert [sweep_stray_originals(folder) for folder in range(FOLDERS)] == [[]] * FOLDERS

    assert storage.exists(photo.original)


def test_file_that_was_just_kept_stays(storage):
    name, folder = keep_stray(storage)

    with later(dt.timedelta(minutes=50)):
        assert sweep_stray_originals(folder) == []

    assert storage.exists(name)


def test_what_is_not_named_like_an_original_is_left_alone(storage):
    name, folder = keep_stray(storage)
    others = [f"{name.rpartition('/')[0]}/notes.txt", name.replace("originals/", "sold/")]
    for other in others:
        storage.save(other, ContentFile(b"x"))

    with later():
        assert sweep_stray_originals(folder) == [name]

    assert all(storage.exists(other) for other in others)


def test_each_folder_has_its_turn_within_a_day():
    begin, every = timezone.now(), dt.timedelta(minutes=5)

    turns = [folder_of(begin + every * number, every=every) for number in range(FOLDERS)]

    assert sorted(turns) == list(range(FOLDERS))
    assert every * FOLDERS < dt.timedelta(days=1)


def test_clock_sweeps_the_folder_whose_turn_it_is(storage, caplog):
    name, folder = keep_stray(storage)
    now = timezone.now() + TWO_HOURS
    turn = next(
        moment
        for moment in (now + dt.timedelta(minutes=5) * number for number in range(FOLDERS))
        if folder_of(moment, every=dt.timedelta(minutes=5)) == folder
    )

    with time_machine.travel(turn, tick=True):
        tasks.sweep_originals()

    assert not storage.exists(name)
    assert name in caplog.text


@pytest.mark.django_db(transaction=True)
def test_file_that_is_coming_in_again_at_this_moment_stays(tmp_path, monkeypatch):
    """The import finds the stray's file in its place, and the sweeper finds no row yet: it waits, and looks again."""
    make_jpeg(tmp_path / "in.jpg")
    name = roll_back_after_taking(tmp_path / "in.jpg")
    sweeper_waits, swept = threading.Event(), []
    lock = stray_originals.lock_until_commit

    def lock_and_say(lock_name):
        sweeper_waits.set()
        lock(lock_name)

    monkeypatch.setattr(stray_originals, "lock_until_commit", lock_and_say)

    def sweep():
        try:
            swept.extend(sweep_stray_originals(int(name.split("/")[1], 16)))
        finally:
            connections.close_all()

    with later():
        with transaction.atomic():
            take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.WIRE)
            thread = threading.Thread(target=sweep)
            thread.start()
            assert sweeper_waits.wait(20)
        thread.join()

    assert swept == []
    assert storages["originals"].exists(Photo.objects.get().original)
