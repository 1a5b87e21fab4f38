"""The drop folder: where card readers and FTP servers put photos, and what becomes of them there.

A file directly in the folder has no supplier; in a folder with a supplier's short name it is that supplier's. Once it
has stopped growing it is taken in, and moved to `taken`, `duplicate` or `refused`, the last with a note that says why.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from media_library.domain.intake import Filing, take_photo
from media_library.models import Arrival, Supplier
from newsroom.shared.advisory_lock import hold_if_free

logger = logging.getLogger(__name__)

DONE_FOLDERS = {outcome.value for outcome in Arrival.Outcome}
UNFINISHED_SUFFIXES = {".part", ".tmp", ".filepart", ".crdownload"}
QUIET_FOR = 5.0  # seconds without a change, before a file counts as whole
_REMEMBERED_FOR = 3600


def take_dropped_files() -> list[Arrival]:
    """Take in every file that has stopped growing since the last look; what breaks is left for the next one."""
    folder = settings.PHOTO_DROP_FOLDER
    with hold_if_free("drop folder") as is_ours:
        if not is_ours:
            return []
        for name in ("", *DONE_FOLDERS):
            (folder / name).mkdir(parents=True, exist_ok=True)
        return [arrival for path in _waiting_files(folder) if (arrival := _take_if_whole(path, folder)) is not None]


def _waiting_files(folder: Path) -> Iterator[Path]:
    """The files of the folder and of its suppliers' folders, the oldest name first. Links lead elsewhere: never."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            if path.name not in DONE_FOLDERS:
                yield from (each for each in sorted(path.iterdir()) if _is_candidate(each))
        elif _is_candidate(path):
            yield path


def _is_candidate(path: Path) -> bool:
    if path.name.startswith(".") or path.suffix.lower() in UNFINISHED_SUFFIXES:
        return False
    return path.is_file() and not path.is_symlink()


def _take_if_whole(path: Path, folder: Path) -> Arrival | None:
    """Take the file in, unless it has changed since the last look or a moment ago."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    seen, key = f"{status.st_size} {status.st_mtime_ns}", f"dropped:{hashlib.sha256(bytes(path)).hexdigest()}"
    if cache.get(key) != seen or time.time() - status.st_mtime < QUIET_FOR:
        cache.set(key, seen, _REMEMBERED_FOR)
        return None
    supplier = None if path.parent == folder else Supplier.objects.filter(slug=path.parent.name).first()
    try:
        arrival = take_photo(path, file_name=path.name, way=Arrival.Way.DROP_FOLDER, filing=Filing(supplier=supplier))
    except OSError:
        # No room, or a card that was pulled out: it stays where it is, and is tried again.
        logger.exception("The dropped file %s could not be taken", path)
        return None
    _move_away(path, folder / arrival.outcome, arrival)
    cache.delete(key)
    return arrival


def _move_away(path: Path, target: Path, arrival: Arrival) -> None:
    """Move a file that is done with, under its own name or the next free one."""
    place, number = target / path.name, 1
    while place.exists():
        number += 1
        place = target / f"{path.stem[:200]}-{number}{path.suffix}"
    path.rename(place)
    if arrival.reason_code:
        place.with_name(f"{place.name}.txt").write_text(f"{arrival.reason_bg}\n{arrival.reason_en}\n", encoding="utf-8")
