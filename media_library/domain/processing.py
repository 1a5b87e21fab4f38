"""From an original to every size of it: claimed by one worker, finished by whoever is left, set aside if it kills all.

The state of the work stands in the photo's row, and a session lock of PostgreSQL says whether somebody is at it: the
lock goes with the worker that dies, however it dies. So a worker needs a connection of its own to the server, directly
or through a pooler in session mode.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from contextlib import AbstractContextManager

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from media_library.domain.file_words import sign_of, words_for_files
from media_library.domain.likeness import bands_of, perceptual_hash
from media_library.domain.originals import delete_public_files, original_of, public_folder, renditions
from media_library.domain.outdated_files import check_files
from media_library.domain.page_tags import bump_pages_of
from media_library.domain.photo_acts import find_bars, find_release_problems
from media_library.domain.queueing import ask_to_process
from media_library.domain.renditions import PROCESSING_PRESETS, Made, MadeFile, PhotoUndecodable, make_renditions
from media_library.models import Photo, PhotoAct, Rendition
from newsroom.shared.advisory_lock import hold_if_free

logger = logging.getLogger(__name__)
Processing = Photo.Processing

MOST_ATTEMPTS = 3
# After so long in the queue, its message is taken for lost. A second message does no harm.
LOST_AFTER = dt.timedelta(minutes=10)

_KILLS_SWEPT_FOR = dt.timedelta(days=2)

# Reasons are kept in English, and said in the language of whoever looks.
GAVE_UP = gettext_noop("The worker was stopped %(attempts)d times while at it.")
UNDECODABLE = gettext_noop("The picture can't be decoded: the file is damaged inside.")
FAILED = gettext_noop("Something went wrong that was not foreseen; the log has the details.")
LOST = gettext_noop("The storage no longer has the original file.")


def process_photo(photo_id: int) -> bool:
    """Make every public size of the photo, once; returns whether this call did it.

    Safe to call any number of times, by any number of workers. An exception leaves the photo waiting, until it has
    been tried MOST_ATTEMPTS times; a picture that can't be decoded is set aside at once, since that won't change.
    """
    with sole_worker(photo_id) as is_ours:
        if not is_ours or not _begin(photo_id):
            return False
        photo = Photo.objects.get(pk=photo_id)
        words = words_for_files(photo)
        try:
            with original_of(photo) as path:
                made = make_renditions(
                    path,
                    presets=PROCESSING_PRESETS,
                    watermark=settings.AGENCY_SIGN["bg"],
                    rights=words,
                    focus=(photo.focal_x, photo.focal_y),
                )
        except PhotoUndecodable as error:
            logger.warning("Photo %d can't be decoded: %s", photo_id, error)
            _set_aside(photo_id, UNDECODABLE)
            return False
        except FileNotFoundError:
            _set_aside(photo_id, LOST)
            return False
        _finish(photo_id, made, sign=sign_of(words, photo=photo))
        return True


def sole_worker(photo_id: int) -> AbstractContextManager[bool]:
    """Hold the photo's session lock, if nobody else does; yields whether we have it."""
    return hold_if_free(f"processing photo {photo_id}")


def _begin(photo_id: int) -> bool:
    """Note that the work has begun, before it can kill us; False where there is nothing to do, or never again."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update(of=("self",)).filter(pk=photo_id).first()
        if photo is None or photo.processing in {Processing.DONE, Processing.SET_ASIDE}:
            return False
        if photo.state == Photo.State.KILLED:
            # Nothing is made of it any more. What a worker that was killed has left of it goes with the next sweep.
            Photo.objects.filter(pk=photo_id).update(processing=Processing.DONE)
            return False
        if photo.attempts >= MOST_ATTEMPTS:
            # It never came to an end: whatever is in that file has taken its workers with it.
            photo.processing = Processing.SET_ASIDE
            photo.failure = photo.failure or GAVE_UP
        else:
            photo.processing = Processing.RUNNING
            photo.attempts += 1
        photo.processing_since = timezone.now()
        photo.save(update_fields=["processing", "attempts", "failure", "processing_since"])
        return photo.processing == Processing.RUNNING


def _set_aside(photo_id: int, reason: str) -> None:
    Photo.objects.filter(pk=photo_id).update(processing=Processing.SET_ASIDE, failure=reason)


def say_failure(photo: Photo) -> str:
    """Why the photo was set aside, or has not come through yet, in the active language; "" if nothing failed."""
    return gettext(photo.failure).replace("%(attempts)d", str(photo.attempts)) if photo.failure else ""


def note_failure(photo_id: int, reason: str) -> bool:
    """Have a photo whose processing failed wait for its next try, or set it aside; returns whether it waits."""
    with transaction.atomic():
        photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo_id)
        if photo.processing != Processing.RUNNING:
            return False
        may_try_again = photo.attempts < MOST_ATTEMPTS
        photo.processing = Processing.WAITING if may_try_again else Processing.SET_ASIDE
        photo.processing_since = timezone.now()
        photo.failure = reason
        photo.save(update_fields=["processing", "processing_since", "failure"])
    return may_try_again


def _finish(photo_id: int, made: Made, *, sign: str) -> None:
    """Keep the files, then their rows and the verdict in one transaction; what they replace goes after the commit."""
    written = keep_files(photo_id, made.files, crop="")
    with transaction.atomic():
        photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo_id)
        if photo.state == Photo.State.KILLED:
            # It was withdrawn while we were at it. What we made must not stay anywhere.
            transaction.on_commit(lambda: delete_files(set(written.values())))
            photo.processing = Processing.DONE
            photo.save(update_fields=["processing"])
            return
        write_rows(photo, made.files, written, crop="")
        photo.width, photo.height = made.width, made.height
        photo.placeholder, photo.average_colour = made.placeholder, made.average_colour
        photo.perceptual_hash = perceptual_hash(made.luminance)
        photo.likeness_bands = bands_of(photo.perceptual_hash)
        photo.processing, photo.failure, photo.attempts = Processing.DONE, "", 0
        photo.files_say, photo.files_outdated = sign, False
        photo.save(
            update_fields=[
                "width", "height", "placeholder", "average_colour", "perceptual_hash", "likeness_bands", "processing",
                "failure", "attempts", "files_say", "files_outdated",
            ]
        )  # fmt: skip
        check_files(photo)  # Somebody may have edited the photo while we were at it.
        _release_by_itself(photo)


def _release_by_itself(photo: Photo) -> None:
    """Show the photo to readers, if its supplier's photos go out without a photo editor and nothing is missing."""
    supplier = photo.supplier
    if supplier is None or not supplier.releases_photos or photo.state != Photo.State.HELD:
        return
    if not (find_release_problems(photo) or photo.unparsed_instructions or find_bars(photo)):
        photo.state, photo.released_at = Photo.State.RELEASED, timezone.now()
        photo.save(update_fields=["state", "released_at"])
        PhotoAct.objects.create(photo=photo, act=PhotoAct.Act.RELEASE)


def keep_files(photo_id: int, files: list[MadeFile], *, crop: str) -> dict[tuple[str, str], str]:
    """Put made files into the public storage; (preset, format) → name."""
    names = {}
    storage = renditions()
    for file in files:
        fingerprint = hashlib.sha256(crop.encode() + file.content).hexdigest()[:16]
        suffix = "jpg" if file.format == Rendition.Format.JPEG else file.format
        name = f"{public_folder(photo_id)}/{file.preset}-{fingerprint}.{suffix}"
        if not storage.exists(name):
            storage.save(name, ContentFile(file.content))
        names[file.preset, file.format] = name
    return names


def write_rows(photo: Photo, files: list[MadeFile], names: dict[tuple[str, str], str], *, crop: str) -> None:
    """Write the rows of these files in place of what the photo had for this crop. Call it under the photo's lock."""
    rows = photo.renditions.filter(crop=crop).exclude(preset__startswith="download-")
    old = set(rows.values_list("file", flat=True))
    rows.delete()
    Rendition.objects.bulk_create(
        Rendition(
            photo=photo,
            preset=file.preset,
            format=file.format,
            crop=crop,
            width=file.width,
            height=file.height,
            size=len(file.content),
            file=names[file.preset, file.format],
        )
        for file in files
    )
    bump_pages_of([photo.pk], in_library=not crop)
    replaced = old - set(names.values())
    transaction.on_commit(lambda: delete_files(replaced))


def delete_files(names: set[str]) -> None:
    storage = renditions()
    for name in names:
        try:
            storage.delete(name)
        except Exception:
            # A file that is left over costs a little room; the photo must not fail for it.
            logger.exception("%s could not be deleted", name)


def sweep() -> list[int]:
    """The photos that were lost on the way, asked for again: their worker died, or their message did."""
    now = timezone.now()
    lost = []
    for photo_id in Photo.objects.filter(processing=Processing.RUNNING).values_list("pk", flat=True):
        with sole_worker(photo_id) as is_ours:
            # It waits from now on, so that the next sweep does not ask for it once more.
            running = Photo.objects.filter(pk=photo_id, processing=Processing.RUNNING)
            if is_ours and running.update(processing=Processing.WAITING, processing_since=now):
                lost.append(photo_id)
    forgotten = Photo.objects.filter(processing=Processing.WAITING).exclude(processing_since__gt=now - LOST_AFTER)
    lost += forgotten.filter(arrived_at__lte=now - LOST_AFTER).order_by("pk").values_list("pk", flat=True)[:1000]
    Photo.objects.filter(pk__in=lost, processing=Processing.WAITING).update(processing_since=now)
    for photo_id in lost:
        ask_to_process(photo_id)
    return lost


def sweep_withdrawn() -> None:
    """Delete what is left of the public files of photos that were withdrawn lately.

    A process that dies between the commit of a kill and the deletion, or a disk that refuses it, would else leave a
    picture that a court has forbidden under its address for ever.
    """
    lately = PhotoAct.objects.filter(
        photo=OuterRef("pk"), act=PhotoAct.Act.KILL, at__gte=timezone.now() - _KILLS_SWEPT_FOR
    )
    for photo_id in Photo.objects.filter(Exists(lately), state=Photo.State.KILLED).values_list("pk", flat=True):
        try:
            delete_public_files(photo_id)
        except Exception:
            logger.exception("Public files of withdrawn photo %d could not be deleted", photo_id)


def retry_photo(photo: Photo) -> None:
    """Give a photo that was set aside another three tries. Call it under the photo's lock (`acting_on`).

    One that was not is left as it is: what readers see must not leave the library for being processed again.
    """
    if photo.processing != Processing.SET_ASIDE:
        return
    photo.processing, photo.attempts, photo.failure = Processing.WAITING, 0, ""
    photo.processing_since = timezone.now()
    transaction.on_commit(lambda: ask_to_process(photo.pk))
