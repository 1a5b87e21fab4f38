import datetime as dt
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from media_library import tasks
from media_library.domain import processing
from media_library.domain.intake import Filing, take_photo
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.originals import public_folder
from media_library.domain.photo_acts import acting_on, kill_photo
from media_library.domain.processing import (
    MOST_ATTEMPTS,
    process_photo,
    retry_photo,
    say_failure,
    sweep,
    sweep_withdrawn,
)
from media_library.models import Arrival, Photo, PhotoAct, Rendition
from media_library.tasks import process_photo as process_photo_task
from newsroom.shared.advisory_lock import _key_of
from newsroom.shared.content_store import StorageFull
from tests.factories.photos import make_licence, make_supplier
from tests.media_library.photo_files import make_jpeg
from tests.media_library.worker import kill, photo_worker, wait_until

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("photo_storages")]
Processing = Photo.Processing


def _take(folder: Path, *, number: int = 0, size: tuple[int, int] = (900, 600), filing: Filing | None = None) -> Photo:
    path = folder / f"in{number}.jpg"
    make_jpeg(
        path,
        size=size,
        colour=(number % 256, 90, 160),
        iim={
            "2:80": "Мария Георгиева",
            "2:105": "Празник",
            "2:110": "Пресфото",
            "2:116": "© Пресфото",
            "2:103": str(number),
        },
        exif={0x010F: "Camera", 0xA431: "SERIAL-123"},
    )
    return take_photo(path, file_name=path.name, way=Arrival.Way.COMMAND, filing=filing).photo


def _public_files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "media").rglob("*") if path.is_file())


def test_processing_makes_every_public_size_once(tmp_path):
    photo = _take(tmp_path)
    assert process_photo(photo.pk)
    photo.refresh_from_db()
    made = photo.renditions.values_list("preset", "format", "width", "height")
    assert sorted(made) == [
        ("preview", "jpeg", 900, 600),
        ("thumb", "jpeg", 320, 213),
        ("web-1280", "jpeg", 900, 600),
        ("web-1280", "webp", 900, 600),
        ("web-1920", "jpeg", 900, 600),
        ("web-1920", "webp", 900, 600),
        ("web-640", "jpeg", 640, 427),
        ("web-640", "webp", 640, 427),
    ]
    assert (photo.processing, photo.attempts) == (Processing.DONE, 0)
    assert photo.placeholder.startswith("data:image/")
    assert photo.average_colour.startswith("#")
    assert photo.perceptual_hash is not None
    assert len(photo.likeness_bands) == 4


def test_processing_again_changes_nothing(tmp_path, photo_storages):
    photo = _take(tmp_path)
    process_photo(photo.pk)
    before = _public_files(photo_storages), list(Rendition.objects.values_list("pk", flat=True))
    assert not process_photo(photo.pk)
    assert (_public_files(photo_storages), list(Rendition.objects.values_list("pk", flat=True))) == before


def test_public_files_carry_the_rights_and_nothing_else(tmp_path, photo_storages):
    photo = _take(tmp_path)
    process_photo(photo.pk)
    for path in _public_files(photo_storages):
        reading = read_metadata(read_blocks(path))
        assert set(reading.values) == {"creators", "credit", "copyright_notice"}
        assert reading.values["creators"].value == [{"name": "Мария Георгиева", "job_title": ""}]
        assert reading.values["credit"].value == "Пресфото"
        assert b"SERIAL-123" not in path.read_bytes()


def test_address_of_a_public_file_tells_nothing_of_the_upload(tmp_path):
    photo = _take(tmp_path)
    process_photo(photo.pk)
    urls = [rendition.url for rendition in photo.renditions.all()]
    assert all(url.startswith(f"/media/photos/{photo.pk % 1000:03d}/{photo.pk}/") for url in urls)
    assert not any("in0" in url for url in urls)


def test_photo_that_cannot_be_decoded_is_set_aside_with_its_reason(tmp_path):
    photo = _take(tmp_path)
    kept = Path(storages["originals"].path(photo.original))
    content = kept.read_bytes()
    kept.chmod(0o600)
    kept.write_bytes(content[: content.index(b"\xff\xda") + 20])
    assert not process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.processing == Processing.SET_ASIDE
    assert photo.failure == processing.UNDECODABLE


def test_photo_whose_original_is_lost_is_set_aside(tmp_path):
    photo = _take(tmp_path)
    storages["originals"].delete(photo.original)
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert (photo.processing, photo.failure) == (Processing.SET_ASIDE, processing.LOST)


def test_photo_that_fails_is_tried_three_times_and_set_aside(tmp_path, monkeypatch):
    photo = _take(tmp_path)

    def fail(*args, **options):
        raise RuntimeError("a decoder that goes mad")

    monkeypatch.setattr(processing, "make_renditions", fail)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        process_photo_task(photo.pk)
        photo.refresh_from_db()
        assert photo.attempts == attempt
        assert photo.processing == (Processing.WAITING if attempt < MOST_ATTEMPTS else Processing.SET_ASIDE)
    assert photo.failure


def test_photo_that_finds_no_room_waits_a_moment_and_says_so(tmp_path, monkeypatch):
    photo, asked = _take(tmp_path), []

    def be_full(*args, **options):
        raise StorageFull(28, "No space left on device")

    monkeypatch.setattr(processing, "keep_files", be_full)
    monkeypatch.setattr(tasks, "ask_to_process", lambda photo_id, *, delay: asked.append((photo_id, delay)))
    process_photo_task(photo.pk)
    photo.refresh_from_db()
    assert asked == [(photo.pk, tasks.TRIED_AGAIN_AFTER)]
    assert photo.processing == Processing.WAITING
    with override("en"):
        assert say_failure(photo).startswith("The disk for photos is full.")


def test_retry_leaves_a_photo_alone_that_was_not_set_aside(tmp_path):
    photo = _take(tmp_path)
    process_photo(photo.pk)
    with acting_on(photo.pk, PhotoAct.Act.RETRY, by=None, permission="") as locked:
        retry_photo(locked)
    photo.refresh_from_db()
    assert photo.processing == Processing.DONE


def test_photo_that_kills_its_workers_is_set_aside_after_the_third(tmp_path):
    """A killed worker leaves the photo in work, with the attempt counted, and nobody who holds its lock."""
    photo = _take(tmp_path)
    Photo.objects.filter(pk=photo.pk).update(processing=Processing.RUNNING, attempts=MOST_ATTEMPTS)
    assert not process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.processing == Processing.SET_ASIDE
    assert "3" in say_failure(photo)


def test_retry_gives_a_photo_three_more_tries(tmp_path):
    photo = _take(tmp_path)
    Photo.objects.filter(pk=photo.pk).update(processing=Processing.SET_ASIDE, attempts=3, failure="why")
    with acting_on(photo.pk, PhotoAct.Act.RETRY, by=None, permission="") as locked:
        retry_photo(locked)
    assert process_photo(photo.pk)
    photo.refresh_from_db()
    assert (photo.processing, photo.failure) == (Processing.DONE, "")


def test_photo_that_is_withdrawn_meanwhile_leaves_no_file(tmp_path, photo_storages, django_capture_on_commit_callbacks):
    photo = _take(tmp_path)
    make_renditions = processing.make_renditions

    def make_while_it_is_withdrawn(*args, **options):
        kill_photo(photo.pk, note_bg="Оттеглена.", note_en="Withdrawn.", by=None)
        return make_renditions(*args, **options)

    with pytest.MonkeyPatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
        patch.setattr(processing, "make_renditions", make_while_it_is_withdrawn)
        process_photo(photo.pk)
    assert not _public_files(photo_storages)
    assert not photo.renditions.exists()


def test_orientation_is_applied_to_the_size_that_is_kept(tmp_path):
    path = tmp_path / "turned.jpg"
    make_jpeg(path, size=(60, 40), exif={0x0112: 6})
    photo = take_photo(path, file_name="turned.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert (photo.width, photo.height) == (40, 60)
    with Image.open(storages["renditions"].path(photo.renditions.get(preset="thumb").file)) as thumb:
        assert thumb.size == (40, 60)


def test_photo_of_a_trusted_supplier_goes_out_by_itself(tmp_path):
    photo = _take(tmp_path, filing=Filing(supplier=make_supplier(releases_photos=True, licence=make_licence())))
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.state == Photo.State.RELEASED
    assert photo.acts.filter(act=PhotoAct.Act.RELEASE, actor=None).exists()


@pytest.mark.parametrize(
    "supplier",
    [
        {},  # No rights are known.
        {"contract_until": dt.date(2020, 1, 1)},
        {"territories": ["JP"]},
    ],
)
def test_photo_that_we_may_not_publish_does_not_go_out_by_itself(tmp_path, supplier):
    licence = make_licence() if supplier else None
    supplier = make_supplier(releases_photos=True, licence=licence, **supplier)
    photo = _take(tmp_path, filing=Filing(supplier=supplier))
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.state == Photo.State.HELD


def test_photo_under_embargo_goes_out_by_itself_and_is_seen_when_that_ends(tmp_path):
    supplier = make_supplier(releases_photos=True, licence=make_licence())
    photo = _take(tmp_path, filing=Filing(supplier=supplier, edits={"embargo_until": "2090-01-01T00:00:00+00:00"}))
    process_photo(photo.pk)
    photo.refresh_from_db()
    assert photo.state == Photo.State.RELEASED
    assert not Photo.objects.visible(at=timezone.now()).exists()
    assert Photo.objects.visible(at=dt.datetime(2090, 1, 2, tzinfo=dt.UTC)).exists()


def test_sweeper_asks_again_for_what_was_forgotten_in_the_queue(tmp_path):
    photo = _take(tmp_path)
    assert sweep() == []
    Photo.objects.filter(pk=photo.pk).update(arrived_at=timezone.now() - dt.timedelta(hours=1))
    assert sweep() == [photo.pk]
    assert sweep() == []


def test_sweeper_asks_once_for_a_photo_whose_worker_died(tmp_path):
    photo = _take(tmp_path)
    Photo.objects.filter(pk=photo.pk).update(processing=Processing.RUNNING, attempts=1)
    assert sweep() == [photo.pk]
    assert sweep() == []
    assert process_photo(photo.pk)


def test_withdrawn_photo_is_never_processed(tmp_path, photo_storages):
    photo = _take(tmp_path)
    kill_photo(photo.pk, note_bg="Оттеглена.", note_en="Withdrawn.", by=None)
    Photo.objects.filter(pk=photo.pk).update(processing=Processing.RUNNING)
    assert not process_photo(photo.pk)
    assert not _public_files(photo_storages)
    photo.refresh_from_db()
    assert photo.processing == Processing.DONE


def test_sweeper_deletes_what_is_left_of_a_withdrawn_photo(tmp_path, photo_storages):
    photo, other = _take(tmp_path), _take(tmp_path, number=1)
    for each in (photo, other):
        process_photo(each.pk)
    # Nothing is deleted here: that would come after the commit, and the process dies before.
    kill_photo(photo.pk, note_bg="Оттеглена.", note_en="Withdrawn.", by=None)
    assert len(_public_files(photo_storages)) == 16
    sweep_withdrawn()
    sweep_withdrawn()
    left = _public_files(photo_storages)
    assert len(left) == 8
    assert all(path.is_relative_to(photo_storages / "media" / public_folder(other.pk)) for path in left)


def test_photo_that_another_worker_holds_is_left_to_it(tmp_path):
    photo = _take(tmp_path)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_key_of(f"processing photo {photo.pk}")])
        assert not process_photo(photo.pk)
    finally:
        other.close()
    photo.refresh_from_db()
    assert (photo.processing, photo.attempts) == (Processing.WAITING, 0)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_worker_loses_no_photo(tmp_path):
    """A worker is killed with SIGKILL in the middle of its photos; the next finishes every one of them."""
    photos = [_take(tmp_path, number=number, size=(1500, 1000)).pk for number in range(24)]

    def done() -> int:
        return Photo.objects.filter(processing=Processing.DONE).count()

    log = tmp_path / "worker.log"
    with photo_worker(log) as first:
        wait_until(lambda: 3 <= done() < len(photos))
        kill(first)
    left = set(Photo.objects.exclude(processing=Processing.DONE).values_list("pk", flat=True))
    assert left
    with photo_worker(log):
        # Messages that the first worker had reserved come back after an hour; the sweeper does not wait so long. It
        # goes round again and again, as beat has it, since PostgreSQL may take a moment to see that the worker is gone.
        Photo.objects.filter(processing=Processing.WAITING).update(arrived_at=timezone.now() - dt.timedelta(hours=1))

        def sweep_and_look() -> bool:
            sweep()
            return done() == len(photos)

        wait_until(sweep_and_look, every=0.5)
    assert Rendition.objects.count() == 10 * len(photos)
    assert not Photo.objects.exclude(attempts=0).exists()
