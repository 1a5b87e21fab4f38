"""Original files that no photo has: left behind by an import that was rolled back or killed after it had kept them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from media_library.domain.originals import originals
from media_library.models import Photo
from newsroom.shared.advisory_lock import lock_until_commit
from newsroom.shared.content_store import stored_name

FOLDERS = 256
# Longer than any import takes from keeping the file to its commit.
_STRAY_AFTER = dt.timedelta(hours=1)


def folder_of(moment: dt.datetime, *, every: dt.timedelta) -> int:
    """Which of the `FOLDERS` is looked through at this time, if one is every so often: each in its turn."""
    return int(moment.timestamp() // every.total_seconds()) % FOLDERS


def sweep_stray_originals(folder: int) -> list[str]:
    """Delete the originals in the folder of this number (below `FOLDERS`) that no photo has; returns their names.

    In folders of this machine and in a store over the network alike. What was kept less than an hour ago stays, since
    its row may not be committed yet.
    """
    storage = originals()
    names = dict(_names_in(storage, f"originals/{folder:02x}"))
    known = set(Photo.objects.filter(sha256__in=names).values_list("sha256", flat=True))
    latest = timezone.now() - _STRAY_AFTER
    strays = [(sha256, name) for sha256, name in sorted(names.items()) if sha256 not in known]
    return [name for sha256, name in strays if _delete_if_stray(storage, name, sha256=sha256, latest=latest)]


def _delete_if_stray(storage: Storage, name: str, *, sha256: str, latest: dt.datetime) -> bool:
    with transaction.atomic():
        # The same bytes may be coming in at this moment, and find their file here already.
        lock_until_commit(f"photo {sha256}")
        try:
            if Photo.objects.filter(sha256=sha256).exists() or storage.get_modified_time(name) > latest:
                return False
        except FileNotFoundError:
            return False
        storage.delete(name)
        return True


def _names_in(storage: Storage, folder: str) -> Iterator[tuple[str, str]]:
    """Hash and name of every original below a folder. Half written files are named otherwise."""
    for inner in _list(storage, folder)[0]:
        for file_name in _list(storage, f"{folder}/{inner}")[1]:
            name = f"{folder}/{inner}/{file_name}"
            sha256, extension = PurePosixPath(file_name).stem, PurePosixPath(file_name).suffix.removeprefix(".")
            try:
                is_ours = stored_name(sha256, extension, folder="originals") == name
            except ValueError:
                continue
            if is_ours:
                yield sha256, name


def _list(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
