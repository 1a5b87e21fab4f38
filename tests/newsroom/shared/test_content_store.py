"""Whole files or none: on a full disk, after a kill, between two who save the same."""

import errno
import hashlib
import io
import os
import resource
import signal
import stat
import subprocess
import sys
import textwrap
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage

from newsroom.shared.content_store import (
    ContentFileSystemStorage,
    StorageFull,
    hash_file,
    put,
    stored_name,
    sweep_temporary,
)

CONTENT = b"a photo" * 100_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NAME = stored_name(SHA256, "jpg", folder="originals")


@pytest.fixture
def storage(tmp_path):
    return ContentFileSystemStorage(tmp_path / "store")


def files_in(storage: ContentFileSystemStorage) -> list[str]:
    root = Path(storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


class BrokenFile(io.BytesIO):
    """A file whose reading fails in the middle, as an upload that was cut."""

    def read(self, size=-1):
        if self.tell() > 1_000_000:
            raise ConnectionResetError(errno.ECONNRESET, "cut")
        return super().read(min(size, 400_000))


def test_name_is_made_of_the_content_alone():
    assert stored_name("ab" * 32, "jpg", folder="originals") == f"originals/ab/ab/{'ab' * 32}.jpg"
    assert stored_name("0f" * 32, "webp", folder="renditions/web-640") == f"renditions/web-640/0f/0f/{'0f' * 32}.webp"


@pytest.mark.parametrize(
    ("sha256", "extension", "folder"),
    [
        ("../" * 20, "jpg", "originals"),
        ("AB" * 32, "jpg", "originals"),
        ("ab" * 32 + "\n", "jpg", "originals"),
        ("ab" * 32, "../x", "originals"),
        ("ab" * 32, "", "originals"),
        ("ab" * 32, "JPG", "originals"),
        ("ab" * 32, "jpg", "../originals"),
        ("ab" * 32, "jpg", "/originals"),
        ("ab" * 32, "jpg", ""),
    ],
)
def test_name_of_anything_else_is_an_error(sha256, extension, folder):
    with pytest.raises(ValueError, match="Not a name for a stored file"):
        stored_name(sha256, extension, folder=folder)


def test_hash_and_size_are_read_in_pieces(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(CONTENT)
    opened = io.BytesIO(CONTENT)
    opened.seek(99)

    assert hash_file(path) == hash_file(opened) == hash_file(File(opened)) == (SHA256, 700_000)
    assert opened.tell() == 0
    assert hash_file(io.BytesIO()) == (hashlib.sha256().hexdigest(), 0)


def test_saved_file_is_whole_and_for_the_newsroom_only(storage):
    umask = os.umask(0o077)
    try:
        assert put(storage, NAME, io.BytesIO(CONTENT)) is True
    finally:
        os.umask(umask)

    assert files_in(storage) == [NAME]
    assert Path(storage.path(NAME)).read_bytes() == CONTENT
    assert stat.S_IMODE(Path(storage.path(NAME)).stat().st_mode) == 0o640
    assert stat.S_IMODE(Path(storage.path(NAME)).parent.stat().st_mode) == 0o750


def test_same_content_is_saved_once(storage, tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(CONTENT)
    put(storage, NAME, path)
    before = Path(storage.path(NAME)).stat()

    assert put(storage, NAME, path) is False
    assert storage.save(NAME, ContentFile(CONTENT)) == NAME
    assert Path(storage.path(NAME)).stat() == before
    assert files_in(storage) == [NAME]


def test_two_who_save_the_same_at_once_both_succeed(storage):
    start, kept = threading.Barrier(8), []

    def save():
        start.wait()
        kept.append(put(storage, NAME, io.BytesIO(CONTENT)))

    threads = [threading.Thread(target=save) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(kept) == 8
    assert files_in(storage) == [NAME]
    assert Path(storage.path(NAME)).read_bytes() == CONTENT


def test_private_file_has_no_address_and_a_public_one_has(storage, tmp_path):
    with pytest.raises(ValueError, match="no address"):
        storage.url(NAME)
    assert ContentFileSystemStorage(tmp_path, base_url="/media/").url("a/b.jpg") == "/media/a/b.jpg"


@pytest.mark.parametrize("name", ["../outside.jpg", "/etc/outside.jpg", "originals/../../outside.jpg"])
def test_name_that_leads_out_of_the_store_is_refused(storage, name):
    with pytest.raises(SuspiciousFileOperation):
        storage.save(name, ContentFile(CONTENT))
    assert not (Path(storage.location).parent / "outside.jpg").exists()


def test_upload_that_breaks_off_leaves_nothing(storage):
    with pytest.raises(ConnectionResetError):
        put(storage, NAME, BrokenFile(CONTENT * 4))

    assert files_in(storage) == []
    assert put(storage, NAME, io.BytesIO(CONTENT)) is True


def test_full_disk_leaves_nothing_and_says_what_to_do(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True, text=True, check=False
    )
    if mount.returncode != 0:
        pytest.skip(f"No disk can be mounted here: {mount.stderr.strip()}")
    try:
        storage = ContentFileSystemStorage(disk)
        with pytest.raises(StorageFull) as full:
            put(storage, NAME, io.BytesIO(CONTENT))

        assert full.value.errno == errno.ENOSPC
        assert "Освободете" in str(full.value)
        assert files_in(storage) == []
        small = stored_name("00" * 32, "jpg", folder="originals")
        assert put(storage, small, io.BytesIO(b"small")) is True
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_limit_on_the_size_of_files_leaves_nothing(storage):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StorageFull):
            put(storage, NAME, io.BytesIO(CONTENT))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)

    assert files_in(storage) == []


WRITER = """
    import io, sys, time
    from django.conf import settings
    settings.configure()
    from newsroom.shared.content_store import ContentFileSystemStorage, put

    class Slow(io.BytesIO):
        def read(self, size=-1):
            if self.tell():
                print("halfway", flush=True)
                time.sleep(60)
            return super().read(1000)

    put(ContentFileSystemStorage(sys.argv[1]), sys.argv[2], Slow(bytes(3_000_000)))
"""


def test_killed_writer_leaves_no_half_file_under_the_name_and_its_rest_is_swept(storage):
    writer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), storage.location, NAME], stdout=subprocess.PIPE, text=True
    )
    with writer:
        assert writer.stdout.readline() == "halfway\n"
        writer.kill()

    assert not storage.exists(NAME)
    (left,) = files_in(storage)
    assert left.endswith(".tmp")
    put(storage, NAME, io.BytesIO(CONTENT))

    assert sweep_temporary(storage, older_than=timedelta(hours=1)) == []
    assert sweep_temporary(storage, older_than=timedelta(0)) == [left]
    assert files_in(storage) == [NAME]


def test_backend_that_invents_names_keeps_one_copy(tmp_path):
    class Late(FileSystemStorage):
        """Somebody else saves the same between the question and the answer."""

        def exists(self, name):
            is_there = super().exists(name)
            if name == NAME and not is_there:
                Path(self.path(name)).parent.mkdir(parents=True)
                Path(self.path(name)).write_bytes(CONTENT)
            return is_there

    storage = Late(tmp_path)

    assert put(storage, NAME, io.BytesIO(CONTENT)) is False
    assert [path.name for path in tmp_path.rglob("*.jpg")] == [NAME.rsplit("/", 1)[1]]
