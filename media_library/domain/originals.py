"""Original files: kept under the hash of their content, in a storage that has no addresses."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from media_library.models import Photo
from newsroom.shared.content_store import hash_file, put, stored_name


def originals() -> Storage:
    """The private storage: originals, and the sizes that are sold."""
    return storages["originals"]


def renditions() -> Storage:
    """The public storage: the sizes that pages show."""
    return storages["renditions"]


def public_folder(photo_id: int) -> str:
    """Where the public files of a photo lie. The name tells nothing of the uploader's."""
    return f"photos/{photo_id % 1000:03d}/{photo_id}"


def delete_public_files(photo_id: int) -> None:
    """Delete every public file of a photo, whatever rows there are. To do it again changes nothing.

    Raises OSError, or what the storage raises, where one can't be deleted; the others are gone then.
    """
    folder, storage = public_folder(photo_id), renditions()
    failed: Exception | None = None
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        try:
            storage.delete(f"{folder}/{name}")
        except Exception as error:  # noqa: BLE001 (each store refuses in its own words; the others still must go)
            failed = error
    if failed is not None:
        raise failed


def keep_original(path: Path, *, sha256: str, extension: str) -> str:
    """Put a checked file into the storage, and return its name there. To do it again changes nothing.

    Raises StorageFull, and OSError where the storage can't be written to, or where the file is no longer what it was
    when its hash was taken: a name must never stand for other bytes.
    """
    name, storage = stored_name(sha256, extension, folder="originals"), originals()
    with path.open("rb") as file:
        is_new = put(storage, name, File(file))
    if is_new:
        with storage.open(name, "rb") as stored:
            kept, _size = hash_file(stored)
        if kept != sha256:
            storage.delete(name)
            raise OSError(_("The file was changed while it was being read. Send it again."))
    return name


@contextmanager
def original_of(photo: Photo) -> Iterator[Path]:
    """The original as a file on this machine: the stored one where storage is a folder, else a copy for the while.

    Raises FileNotFoundError where the storage has lost it.
    """
    storage = originals()
    try:
        path = Path(storage.path(photo.original))
    except NotImplementedError:
        # A store over the network: libraries that decode pictures want a file.
        with tempfile.TemporaryDirectory(prefix="original-") as folder:
            copy = Path(folder) / Path(photo.original).name
            with storage.open(photo.original, "rb") as source, copy.open("wb") as target:
                for chunk in source.chunks():
                    target.write(chunk)
            yield copy
    else:
        if not path.exists():
            raise FileNotFoundError(photo.original)
        yield path
