"""Files named after their content, and written so that a name never stands for half a file.

Works on Django's storage API: in local folders through ContentFileSystemStorage, in an S3-compatible store through any
backend of its own, for such a store shows an object only when it is whole.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible
from django.utils.encoding import filepath_to_uri
from django.utils.translation import gettext as _

PIECE = 1024 * 1024  # bytes
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"[a-z0-9]{1,8}")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*(?:/[a-z0-9][a-z0-9-]*)*")
_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp")
# No space left, a quota or a limit on the size of a file reached.
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageFull(OSError):
    """The store has no room for the file; nothing of it was kept. The message says what to do."""

    def __str__(self) -> str:
        return _("The disk for photos is full. Free some space or add more, then send the file again.")


def stored_name(sha256: str, extension: str, *, folder: str) -> str:
    """The name of a content in the store: "originals/ab/cd/abcd….jpg".

    Two levels of folders keep each of them small: a million files make 15 a folder. Raises ValueError for anything that
    is not a SHA-256 in lower-case hexadecimal, an extension of ours without its dot, or a folder of plain names.
    """
    if not (_SHA256.fullmatch(sha256) and _EXTENSION.fullmatch(extension) and _FOLDER.fullmatch(folder)):
        raise ValueError(f"Not a name for a stored file: {folder!r}, {sha256!r}, {extension!r}")
    return f"{folder}/{sha256[:2]}/{sha256[2:4]}/{sha256}.{extension}"


def hash_file(file: Path | str | IO[bytes] | File[bytes]) -> tuple[str, int]:
    """SHA-256 (lower-case hexadecimal) and size in bytes of a file, read piece by piece.

    An open file is read from its start, and stands there again afterwards.
    """
    if isinstance(file, (str, Path)):
        with Path(file).open("rb") as opened:
            return hash_file(opened)
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file):
        digest.update(piece)
        size += len(piece)
    file.seek(0)
    return digest.hexdigest(), size


def put(storage: Storage, name: str, file: Path | str | IO[bytes] | File[bytes]) -> bool:
    """Keep `file` as `name`, which must come from `stored_name`; False if that content is there already.

    Two who put the same content at once both succeed. Raises StorageFull, or what the backend raises.
    """
    if storage.exists(name):
        return False
    if isinstance(file, (str, Path)):
        with Path(file).open("rb") as opened:
            return put(storage, name, opened)
    file.seek(0)
    saved = storage.save(name, file if isinstance(file, File) else File(file, name=name))
    if saved != name:
        # A backend that invents another name for one that was taken meanwhile: its copy is one too many.
        storage.delete(saved)
        return False
    return True


@deconstructible(path="newsroom.shared.content_store.ContentFileSystemStorage")
class ContentFileSystemStorage(FileSystemStorage):
    """Local folders that hold whole files only, each under a name made from its content.

    Private, without addresses, unless a `base_url` is given.

    A file is written under a temporary name beside its place, synced, and renamed; then the folder is synced. So a full
    disk, a crash or a loss of power leaves the whole file or none. What a killed process leaves behind,
    `sweep_temporary` removes. To save under a name that exists changes nothing: the content is the same.
    """

    def __init__(self, location: str | Path | None = None, **options: Any) -> None:
        options.setdefault("file_permissions_mode", 0o640)
        options.setdefault("directory_permissions_mode", 0o750)
        super().__init__(location=location, **options)
        self._has_addresses = options.get("base_url") is not None

    def url(self, name: str | None) -> str:
        """Raise ValueError unless a `base_url` was given: what is private is served by a view that asks who it is."""
        if not self._has_addresses:
            raise ValueError("Files of this storage have no address.")
        # Names are our own: nothing has to be joined as a browser would join what a page says.
        return f"{self.base_url}{filepath_to_uri(name or '').lstrip('/')}"

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself, taken or not."""
        if max_length is not None and len(name) > max_length:
            raise SuspiciousFileOperation(f"The name {name!r} is longer than {max_length}.")
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        final = Path(self.path(name))
        if final.exists():
            return name
        try:
            self._make_folders(final.parent)
            with self._temporary_beside(final) as temporary:
                self._write(temporary, content)
                temporary.replace(final)
            _sync_folder(final.parent)
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull(error.errno, os.strerror(error.errno), str(final)) from error
            raise
        return name

    def _make_folders(self, folder: Path) -> None:
        """Make the folder, and sync each new one into its parent, for else a crash could take it with its files."""
        missing = []
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        for new in reversed(missing):
            with contextlib.suppress(FileExistsError):
                new.mkdir()
                # By itself, whatever the umask of the process.
                new.chmod(self.directory_permissions_mode or 0o750)
            _sync_folder(new.parent)

    @contextlib.contextmanager
    def _temporary_beside(self, final: Path) -> Iterator[Path]:
        """A name of which nothing is left when the work on it fails."""
        temporary = final.with_name(f".{final.stem}.{secrets.token_hex(8)}.tmp")
        try:
            yield temporary
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _write(self, temporary: Path, content: File[bytes]) -> None:
        # Exclusive: a name that somebody guessed and linked elsewhere is not followed.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(content):
                file.write(piece)
            file.flush()
            os.fchmod(file.fileno(), self.file_permissions_mode or 0o640)
            os.fsync(file.fileno())


def sweep_temporary(storage: ContentFileSystemStorage, *, older_than: timedelta = timedelta(hours=24)) -> list[str]:
    """Remove what killed processes left half written, if nobody has written to it for `older_than`.

    Returns the names that were removed, relative to the storage. To sweep while others save is safe as long as
    `older_than` is longer than any one write can pause.
    """
    root = Path(storage.location)
    latest = time.time() - older_than.total_seconds()
    removed = []
    for folder, _folders, names in os.walk(root):
        for name in filter(_TEMPORARY.fullmatch, names):
            path = Path(folder, name)
            with contextlib.suppress(FileNotFoundError):
                if path.lstat().st_mtime <= latest:
                    path.unlink()
                    removed.append(str(path.relative_to(root)))
    return sorted(removed)


def _pieces(file: IO[bytes] | File[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
