"""Looking at files byte by byte: while a zip is prepared, so that it begins at once when its link is followed."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from celery import current_app
from django.db import transaction

from media_library.domain.renditions import PhotoUndecodable
from media_library.domain.sold_copies import FileDamaged, StoredAs, check_original, check_size, stored_as
from media_library.domain.sold_sizes import SizeNotReady, forget_sold_sizes, provide_sold_size
from media_library.models import Photo, Rendition
from newsroom.shared.advisory_lock import hold_if_free
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.faults import report_faults
from subscriptions.domain.downloads.preparing import made_sizes
from subscriptions.models import FileCheck, Purchase

if TYPE_CHECKING:
    from newsroom.models import User

# How long a check holds, if the file still lies there as it did. Longer than the slowest store takes for a zip.
CHECK_HOLDS: Final = dt.timedelta(hours=1)
# With more than these to be read, the workers are asked to help, so many photos a task.
_ALONE: Final = 3
_A_TASK: Final = 20
# A store over the network answers many questions at once as fast as one.
_QUESTIONS_AT_ONCE: Final = 8
FAULTS: Final = (FileDamaged, OSError, PhotoUndecodable)


def check_files(
    purchases: Sequence[Purchase], *, size: str, by: User, seconds: float, ask_workers: bool = True
) -> list[Purchase]:
    """Read the originals and sizes of these photos, for so many seconds at most; returns those not yet looked at.

    Raises FileFault, once all are looked at, for those that are lost or damaged; a damaged size is made anew.
    """
    until = time.monotonic() + seconds
    unchecked = _unchecked(purchases, size=size)
    if ask_workers and len(unchecked) > _ALONE:
        for start in range(0, len(unchecked), _A_TASK):
            keys = [purchase.pk for purchase in unchecked[start : start + _A_TASK]]
            current_app.send_task("subscriptions.tasks.check_files", args=[keys, size, by.pk])
    faults: dict[Purchase, Exception] = {}
    # From the end, where the workers come to last.
    for purchase in reversed(unchecked):
        if time.monotonic() > until:
            break
        try:
            check_purchase(purchase, size=size, by=by)
        except FAULTS as error:
            faults[purchase] = error
    left = [purchase for purchase in _unchecked(unchecked, size=size) if purchase not in faults]
    if faults and not left:
        raise report_faults(faults)
    return left


def check_purchase(purchase: Purchase, *, size: str, by: User | None) -> None:
    """Read the original and the size of one bought photo, and write down that they are sound.

    Whoever finds somebody else at it leaves it to them. Raises FAULTS.
    """
    photo = purchase.photo
    with hold_if_free(f"check of photo {purchase.photo_id} in {size}") as is_ours:
        if photo is None or not is_ours or not _unchecked([purchase], size=size):
            return
        lies = stored_as(photo.original)
        check_original(photo, sha256=purchase.photo_sha256)
        _write_down(photo.original, lies, sha256=purchase.photo_sha256, by=by)
        try:
            made, sha256 = sound_size(provide_sold_size(photo, size), photo=photo)
        except (SizeNotReady, ValueError):
            return  # Somebody else makes it at the moment, or the photo has just been withdrawn.
        _write_down(made.file, stored_as(made.file), sha256=sha256, by=by)


def sound_size(size: Rendition, *, photo: Photo) -> tuple[Rendition, str]:
    """The size with the SHA-256 of its file, if that is what it was; else made once more.

    It is made of the original, which the caller has just looked at. Raises as `provide_sold_size` does.
    """
    try:
        return size, check_size(size)
    except (FileDamaged, FileNotFoundError):
        with transaction.atomic():
            locked = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
            # Somebody else may have found it a moment ago, and made it anew.
            if locked.renditions.filter(pk=size.pk).exists():
                forget_sold_sizes(locked)
        size = provide_sold_size(photo, size.preset)
        return size, check_size(size)


def sound_originals(purchases: Iterable[Purchase]) -> set[int]:
    """The purchases (by key) whose original was found sound a short time ago, and lies as it did then."""
    by_name = {purchase.photo.original: purchase for purchase in purchases if purchase.photo}
    checks = {check.name: check for check in _fresh(by_name)}
    names = [name for name, purchase in by_name.items() if _is_of(checks.get(name), purchase)]
    with ThreadPoolExecutor(_QUESTIONS_AT_ONCE) as pool:
        found = dict(zip(names, pool.map(_stored_as_or_none, names), strict=True))
    return {by_name[name].pk for name in names if found[name] == StoredAs(checks[name].size, checks[name].modified_at)}


def _is_of(check: FileCheck | None, purchase: Purchase) -> bool:
    return check is not None and check.sha256 == purchase.photo_sha256


def _stored_as_or_none(name: str) -> StoredAs | None:
    try:
        return stored_as(name)
    except OSError:
        return None


def _unchecked(purchases: Iterable[Purchase], *, size: str) -> list[Purchase]:
    """Those of which the original or the size has not been looked at for a while. Two queries.

    Withdrawn photos are not among them: whoever fetches them is told so.
    """
    purchases = list(purchases)
    made = made_sizes(purchases, size=size)
    names = {
        purchase: (purchase.photo.original, made[purchase.photo.pk].file if purchase.photo.pk in made else "")
        for purchase in purchases
        if purchase.photo and purchase.photo.state != Photo.State.KILLED
    }
    fresh = {check.name for check in _fresh(name for pair in names.values() for name in pair)}
    return [purchase for purchase, pair in names.items() if not fresh.issuperset(pair)]


def _fresh(names: Iterable[str]) -> Iterable[FileCheck]:
    return FileCheck.objects.filter(name__in=list(names), checked_at__gt=database_now() - CHECK_HOLDS)


def _write_down(name: str, lies: StoredAs, *, sha256: str, by: User | None) -> None:
    seen = {"sha256": sha256, "size": lies.size, "modified_at": lies.modified_at, "checked_by": by}
    FileCheck.objects.update_or_create(name=name, defaults=seen | {"checked_at": database_now()})
