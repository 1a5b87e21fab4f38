"""Copies that are put down as files, for whoever hands them over in our place: nginx, or the store itself.

They lie in a folder of their own in the private storage, one for each day, and are swept away a day later. What is sent
by ourselves is never put down.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from typing import Any, Final

from django.core.files import File
from django.core.files.storage import Storage

from media_library.domain.originals import originals
from media_library.domain.sold_copies import SoldCopy
from newsroom.shared.database_clock import database_now

FOLDER: Final = "licensed"
PRESIGNED_FOR: Final = 60  # seconds
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def put_down(copy: SoldCopy) -> str:
    """The copy as a file in the private storage; its name there. The same copy twice on one day is one file."""
    storage = originals()
    name = f"{FOLDER}/{database_now():%Y-%m-%d}/{copy.fingerprint}.jpg"
    if not storage.exists(name):
        with tempfile.TemporaryFile(prefix="licensed-") as file:
            for piece in copy.pieces():
                file.write(piece)
            file.seek(0)
            storage.save(name, File(file, name=name))
    return name


def presigned_address(name: str, *, disposition: str) -> str:
    """An address at the store under which the file can be fetched for a minute, under the name that we give it."""
    storage: Any = originals()
    parameters = {"ResponseContentDisposition": disposition, "ResponseContentType": "image/jpeg"}
    return str(storage.url(name, parameters=parameters, expire=PRESIGNED_FOR))


def sweep_put_down(*, keep: dt.timedelta = dt.timedelta(days=1)) -> int:
    """Delete the copies of the days before yesterday; returns how many there were."""
    storage, first_kept = originals(), (database_now() - keep).date().isoformat()
    swept = 0
    for day in _list(storage, FOLDER)[0]:
        if not _DAY.fullmatch(day) or day >= first_kept:
            continue
        for file_name in _list(storage, f"{FOLDER}/{day}")[1]:
            storage.delete(f"{FOLDER}/{day}/{file_name}")
            swept += 1
        # In a folder of this machine it would stay, empty; a store over the network has no folders.
        with contextlib.suppress(OSError):
            storage.delete(f"{FOLDER}/{day}")
    return swept


def _list(storage: Storage, folder: str) -> tuple[list[str], list[str]]:
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
