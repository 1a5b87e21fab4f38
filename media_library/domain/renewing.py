"""Public files made anew, after the words that they carry have changed: who took the photo, whose it is, its terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from media_library.domain.cropping import read_crop
from media_library.domain.file_words import sign_of, words_for_files
from media_library.domain.originals import original_of
from media_library.domain.outdated_files import check_files
from media_library.domain.processing import MOST_ATTEMPTS, delete_files, keep_files, sole_worker, write_rows
from media_library.domain.queueing import ask_to_renew_files
from media_library.domain.renditions import CROP_PRESETS, PROCESSING_PRESETS, MadeFile, make_renditions
from media_library.domain.renditions.presets import SHARED
from media_library.domain.renditions.shared_cuts import cut_size
from media_library.models import Photo, Rendition
from media_library.models.photo import PhotoQuerySet
from newsroom.shared.key_batches import batches_of_keys

# After so long in the queue, its message is taken for lost.
_LOST_AFTER = dt.timedelta(minutes=10)
_SWEPT_AT_ONCE = 1000
_MARKED_AT_ONCE = 1000


def renew_files(photo_id: int) -> bool:
    """Make the public files of an outdated photo anew, its crops too; returns whether this call did it.

    Readers have the old files until all new ones are there. Safe to call any number of times; a photo that failed
    MOST_ATTEMPTS times is left as it is until its words change again. Raises what opening and decoding raise.
    """
    with sole_worker(photo_id) as is_ours:
        photo = Photo.objects.filter(_outdated(), pk=photo_id).first()
        if not is_ours or photo is None:
            return False
        Photo.objects.filter(pk=photo_id).update(attempts=F("attempts") + 1, processing_since=timezone.now())
        words = words_for_files(photo)
        sign = sign_of(words, photo=photo)
        crops = list(photo.renditions.exclude(crop="").order_by().values_list("crop", flat=True).distinct())
        made: dict[str, tuple[list[MadeFile], dict[tuple[str, str], str]]] = {}
        with original_of(photo) as path:
            for crop in ["", *crops]:
                presets, edges = (CROP_PRESETS, read_crop(crop)) if crop else (PROCESSING_PRESETS, None)
                files = make_renditions(
                    path,
                    presets=presets,
                    watermark=settings.AGENCY_SIGN["bg"],
                    rights=words,
                    crop=edges,
                    focus=(photo.focal_x, photo.focal_y),
                ).files
                made[crop] = files, keep_files(photo_id, files, crop=crop)
        with transaction.atomic():
            photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo_id)
            if photo.state == Photo.State.KILLED:
                transaction.on_commit(
                    lambda: delete_files({name for _, names in made.values() for name in names.values()})
                )
                return False
            for crop, (files, names) in made.items():
                write_rows(photo, files, names, crop=crop)
            photo.files_say, photo.files_outdated, photo.attempts, photo.failure = sign, False, 0, ""
            photo.save(update_fields=["files_say", "files_outdated", "attempts", "failure"])
            check_files(photo)  # Somebody may have written while we were at it.
        return True


def sweep_outdated() -> list[int]:
    """The photos whose renewal was lost on the way, asked for again."""
    now = timezone.now()
    lost = Photo.objects.filter(_outdated()).exclude(processing_since__gt=now - _LOST_AFTER).order_by("pk")
    pks = list(lost.values_list("pk", flat=True)[:_SWEPT_AT_ONCE])
    Photo.objects.filter(pk__in=pks).update(processing_since=now)
    for photo_id in pks:
        ask_to_renew_files(photo_id)
    return pks


def mark_incomplete(photos: PhotoQuerySet, *, even_complete: bool = False) -> Iterator[int]:
    """Have those of these photos renewed by and by that are large enough for sizes which they have not got.

    Yields how many are marked by now. The sweeper asks for them.
    """
    wanted = photos.filter(processing=Photo.Processing.DONE).exclude(state=Photo.State.KILLED)
    if not even_complete:
        shared = Rendition.objects.filter(photo=OuterRef("pk"), crop="", preset=SHARED[0].name)
        wide, high = cut_size(SHARED[0])
        wanted = wanted.filter(~Exists(shared), width__gte=wide, height__gte=high)
    marked = 0
    for batch in batches_of_keys(wanted, size=_MARKED_AT_ONCE):
        marked += Photo.objects.filter(pk__in=batch).update(files_outdated=True, attempts=0, failure="")
        yield marked


def note_failed_renewal(photo_id: int, reason: str) -> None:
    """Keep why the files could not be made anew, for whoever looks at the photo. The sweeper has it tried again."""
    Photo.objects.filter(pk=photo_id, files_outdated=True).update(failure=reason)


def _outdated() -> Q:
    is_public = Q(files_outdated=True, processing=Photo.Processing.DONE, attempts__lt=MOST_ATTEMPTS)
    return is_public & ~Q(state=Photo.State.KILLED)
