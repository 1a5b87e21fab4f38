"""The drop folder: where card readers and FTP servers put photos, and what becomes of them there.

A file directly in the folder has no supplier; in a folder with a supplier's short name it is that supplier's. Once it
has stopped growing it is taken in, and moved to `taken`, `duplicate` or `refused`, the last with a note that says why.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError

from media_library.domain.intake import Filing, take_photo
from media_library.models import Arrival, Supplier
from newsroom.shared.advisory_lock import hold_if_free

logger = logging.getLogger(__name__)

DONE_FOLDERS = {outcome.value for outcome in Arrival.Outcome}
UNFINISHED_SUFFIXES = {".part", ".tmp", ".filepart", ".crdownload"}
QUIET_FOR = 5.0  # seconds without a change, before a file counts as whole
LONGEST_LOOK = 120.0  # seconds, after which no further file is begun
_REMEMBERED_FOR = 3600
_LONGEST_NAME = 255  # bytes, as file systems have it


def take_dropped_files() -> list[Arrival]:
    """Take in every file that has stopped growing since the last look; what breaks is left for the next one."""
    folder = settings.PHOTO_DROP_FOLDER
    with hold_if_free("drop folder") as is_ours:
        if not is_ours:
            return []
        for name in ("", *DONE_FOLDERS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        stop_at = time.monotonic() + LONGEST_LOOK
        arrivals = []
        for path in _waiting_files(folder):
            if time.monotonic() > stop_at:
                break  # The rest is for the next look, before the task is stopped in the middle of a file.
            if (arrival := _take_if_whole(path, folder)) is not None:
                arrivals.append(arrival)
        return arrivals


def _waiting_files(folder: Path) -> Iterator[Path]:
    """The files of the folder and of its suppliers' folders, the oldest name first. Links lead elsewhere: never."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            if path.name not in DONE_FOLDERS:
                yield from filter(_is_candidate, _entries(path))
        elif _is_candidate(path):
            yield path


def _entries(folder: Path) -> list[Path]:
    """What lies in a supplier's folder; nothing where it can't be read, or is gone: the other suppliers go on."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        logger.warning("The folder %s can't be read: %s", folder, error)
        return []


def _is_candidate(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() in UNFINISHED_SUFFIXES:
        return False
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        return False


def _take_if_whole(path: Path, folder: Path) -> Arrival | None:
    """Take the file in, unless it has changed since the last look or a moment ago."""
    try:
        status = path.stat()
    except OSError:
        return None
    seen, key = f"{status.st_size} {status.st_mtime_ns}", f"dropped:{hashlib.sha256(bytes(path)).hexdigest()}"
    # The clock of a camera may be ahead: a time that lies far in the future says nothing of when it was written.
    if cache.get(key) != seen or abs(time.time() - status.st_mtime) < QUIET_FOR:
        cache.set(key, seen, _REMEMBERED_FOR)
        return None
    if not os.access(path.parent, os.W_OK | os.X_OK):
        # It could be taken, and not moved away: at every look it would come in again.
        logger.warning("%s is left where it is: nothing may be moved out of its folder", path)
        return None
    supplier = None if path.parent == folder else Supplier.objects.filter(slug=path.parent.name).first()
    try:
        arrival = take_photo(path, file_name=path.name, way=Arrival.Way.DROP_FOLDER, filing=Filing(supplier=supplier))
    except OSError:
        # No room, or a card that was pulled out: it stays where it is, and is tried again.
        logger.exception("The dropped file %s could not be taken", path)
        return None
    except (OperationalError, SoftTimeLimitExceeded):
        raise  # It is not the file that is to blame, and the next one would fare no better.
    except Exception:
        logger.exception("The dropped file %s could not be taken", path)
        return None
    try:
        _move_away(path, folder / arrival.outcome, arrival)
    except OSError:
        logger.exception("The dropped file %s could not be moved away", path)
    cache.delete(key)
    return arrival


def _move_away(path: Path, target: Path, arrival: Arrival) -> None:
    """Move a file that is done with, under its own name or the next free one."""
    place, number = target / _fitting(path.name, before=".txt"), 1
    while place.exists():
        number += 1
        place = target / (_fitting(path.stem, before=f"-{number}{path.suffix}.txt") + f"-{number}{path.suffix}")
    shutil.move(path, place)  # A supplier's folder may lie on another disk.
    if arrival.reason_code:
        place.with_name(f"{place.name}.txt").write_text(f"{arrival.reason_bg}\n{arrival.reason_en}\n", encoding="utf-8")


def _fitting(name: str, *, before: str) -> str:
    """As much of the name's beginning as leaves room for what comes behind it."""
    return os.fsdecode(os.fsencode(name)[: _LONGEST_NAME - len(os.fsencode(before))])
