"""A photo's whole way through a store that speaks S3, with the storages that the settings build for it."""

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
import time_machine
from botocore.client import BaseClient
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from moto.server import ThreadedMotoServer
from PIL import Image

from media_library import tasks
from media_library.domain.cropping import make_crop
from media_library.domain.intake import take_photo
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.originals import delete_public_files, keep_original, original_of, public_folder
from media_library.domain.photo_acts import kill_photo
from media_library.domain.processing import delete_files, process_photo
from media_library.domain.renewing import renew_files
from media_library.domain.showing import edit_metadata
from media_library.domain.sold_sizes import provide_sold_size
from media_library.domain.stray_originals import sweep_stray_originals
from media_library.models import Arrival, Photo
from newsroom.roles import PHOTO_EDITORS
from tests.factories.people import make_user
from tests.media_library.photo_files import make_jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("s3_storages")]
PRINT_SETTINGS = (
    "import json; from newsroom import settings;"
    "print(json.dumps([settings.STORAGES, settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src']], default=str))"
)
ORIGINALS, RENDITIONS = "private-originals", "public-renditions"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """The address of a store of our own, which forgets everything in the end."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
def store(endpoint: str) -> Iterator[BaseClient]:
    """A client of that store, beside those of the storages."""
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "test")
        yield boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")


@pytest.fixture(scope="module")
def s3_settings(endpoint: str) -> tuple[dict[str, dict[str, object]], list[str]]:
    """What the settings say when PHOTO_STORAGE is s3: the storages, and where pages may show pictures from."""
    environment = os.environ | {
        "PHOTO_STORAGE": "s3",
        "S3_ENDPOINT_URL": endpoint,
        "S3_REGION": "us-east-1",
        "S3_ORIGINALS_BUCKET": ORIGINALS,
        "S3_RENDITIONS_BUCKET": RENDITIONS,
    }
    done = subprocess.run(
        [sys.executable, "-c", PRINT_SETTINGS], env=environment, capture_output=True, text=True, check=True
    )
    built, picture_hosts = json.loads(done.stdout)
    return built, picture_hosts


@pytest.fixture
def s3_storages(store, s3_settings, settings, tmp_path) -> None:
    """Empty buckets; originals and renditions lie in them."""
    for bucket in (ORIGINALS, RENDITIONS):
        store.create_bucket(Bucket=bucket)
        for name in _stored(store, bucket):
            store.delete_object(Bucket=bucket, Key=name)
    built, _picture_hosts = s3_settings
    settings.STORAGES = settings.STORAGES | {name: built[name] for name in ("originals", "renditions")}
    settings.PHOTO_DROP_FOLDER = tmp_path / "drop"


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    make_jpeg(tmp_path / "in.jpg", size=(600, 400), iim={"2:80": "Мария Георгиева", "2:116": "© Пресфото"})
    taken = take_photo(tmp_path / "in.jpg", file_name="in.jpg", way=Arrival.Way.COMMAND).photo
    process_photo(taken.pk)
    taken.refresh_from_db()
    return taken


def _stored(store: BaseClient, bucket: str) -> list[str]:
    return sorted(found["Key"] for found in store.list_objects_v2(Bucket=bucket).get("Contents", []))


def test_taken_and_processed_photo_lies_in_its_two_buckets(photo, endpoint, store, s3_settings):
    assert photo.processing == Photo.Processing.DONE
    assert _stored(store, ORIGINALS) == [photo.original]
    assert _stored(store, RENDITIONS) == sorted(photo.renditions.values_list("file", flat=True))
    assert len(_stored(store, RENDITIONS)) == 8

    # Its addresses are plain, pages may show them, and caches may keep them for a day.
    thumb = photo.renditions.get(preset="thumb")
    _built, picture_hosts = s3_settings
    assert thumb.url == f"{endpoint}/{RENDITIONS}/{thumb.file}"
    assert endpoint in picture_hosts
    head = store.head_object(Bucket=RENDITIONS, Key=thumb.file)
    assert (head["ContentType"], head["CacheControl"]) == ("image/jpeg", "public, max-age=86400, immutable")


def test_original_is_kept_once_and_comes_back_as_it_was(photo, store, tmp_path):
    path = tmp_path / "in.jpg"
    assert keep_original(path, sha256=photo.sha256, extension="jpg") == photo.original
    again = take_photo(path, file_name="in.jpg", way=Arrival.Way.COMMAND)
    assert (again.outcome, again.photo) == (Arrival.Outcome.DUPLICATE, photo)
    assert _stored(store, ORIGINALS) == [photo.original]
    with original_of(photo) as copy:
        assert copy.read_bytes() == path.read_bytes()
    assert not copy.exists()
    storages["originals"].delete(photo.original)
    with pytest.raises(FileNotFoundError), original_of(photo):
        pass


def test_sold_size_is_made_once_in_the_private_bucket(photo, store, tmp_path):
    made = provide_sold_size(photo, "download-web")
    assert provide_sold_size(photo, "download-web") == made
    assert _stored(store, ORIGINALS) == sorted([photo.original, made.file])
    with storages["originals"].open(made.file, "rb") as file:
        (tmp_path / "sold.jpg").write_bytes(file.read())
    with Image.open(tmp_path / "sold.jpg") as picture:
        assert picture.size == (600, 400)
    creators = read_metadata(read_blocks(tmp_path / "sold.jpg")).values["creators"].value
    assert creators == [{"name": "Мария Георгиева", "job_title": ""}]


def test_renewed_files_replace_the_old_ones_crops_too(photo, store, django_capture_on_commit_callbacks):
    assert make_crop(photo.pk, "0,0,500,500")
    before = set(_stored(store, RENDITIONS))
    edit_metadata(photo.pk, {"copyright_notice": "© Булпрес"}, by=None)
    with django_capture_on_commit_callbacks(execute=True):
        assert renew_files(photo.pk)
    after = set(_stored(store, RENDITIONS))
    assert after == set(photo.renditions.values_list("file", flat=True))
    assert len(after) == len(before)
    assert not after & before


def test_killed_photo_leaves_no_public_and_no_sold_file(photo, store, django_capture_on_commit_callbacks):
    provide_sold_size(photo, "download-web")
    with django_capture_on_commit_callbacks(execute=True):
        kill_photo(photo.pk, note_bg="Свалена.", note_en="Removed.", by=None)
    assert _stored(store, RENDITIONS) == []
    assert _stored(store, ORIGINALS) == [photo.original]
    delete_public_files(photo.pk)  # Of a folder that is gone.


def test_sweeper_deletes_what_a_kill_has_left(photo, store):
    kill_photo(photo.pk, note_bg="Свалена.", note_en="Removed.", by=None)  # Nothing after the commit has run.
    assert all(name.startswith(f"{public_folder(photo.pk)}/") for name in _stored(store, RENDITIONS))
    tasks.sweep_photos()
    assert _stored(store, RENDITIONS) == []


def test_original_that_no_photo_has_is_swept_away_after_an_hour(store, tmp_path):
    content = make_jpeg(tmp_path / "in.jpg")
    sha256 = hashlib.sha256(content).hexdigest()
    keep_original(tmp_path / "in.jpg", sha256=sha256, extension="jpg")
    assert sweep_stray_originals(int(sha256[:2], 16)) == []
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert sweep_stray_originals((int(sha256[:2], 16) + 1) % 256) == []
        swept = sweep_stray_originals(int(sha256[:2], 16))
    assert swept == [f"originals/{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg"]
    assert _stored(store, ORIGINALS) == []


def test_store_that_refuses_to_delete_does_not_stop_the_photo(settings, caplog):
    built = settings.STORAGES["renditions"]
    refusing = built | {"OPTIONS": built["OPTIONS"] | {"bucket_name": "no name of a bucket"}}
    settings.STORAGES = settings.STORAGES | {"renditions": refusing}
    delete_files({"photos/001/1/thumb-0.jpg"})
    assert "photos/001/1/thumb-0.jpg could not be deleted" in caplog.text


def test_photo_editor_downloads_the_original(photo, client: Client, tmp_path):
    client.force_login(make_user(PHOTO_EDITORS))
    answer = client.post(f"/admin/media_library/photo/{photo.pk}/original/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == (tmp_path / "in.jpg").read_bytes()
