"""Crops that stories ask for: made by a worker from the original, once for each photo and crop."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import transaction

from media_library.domain.file_words import sign_of, words_for_files
from media_library.domain.originals import original_of
from media_library.domain.outdated_files import check_files
from media_library.domain.processing import delete_files, keep_files, write_rows
from media_library.domain.queueing import ask_to_crop
from media_library.domain.renditions import CROP_PRESETS, make_renditions
from media_library.models import Photo
from newsroom.shared.advisory_lock import hold_if_free

_CROP = re.compile(r"(\d{1,4}),(\d{1,4}),(\d{1,4}),(\d{1,4})", re.ASCII)
THOUSANDTHS = 1000
SMALLEST = 50  # thousandths of a side


def read_crop(crop: str) -> tuple[int, int, int, int] | None:
    """The crop's edges in thousandths: left, top, right, bottom; None for anything that is no crop of a picture."""
    found = _CROP.fullmatch(crop)
    if found is None:
        return None
    left, top, right, bottom = (int(edge) for edge in found.groups())
    if right > THOUSANDTHS or bottom > THOUSANDTHS or right - left < SMALLEST or bottom - top < SMALLEST:
        return None
    return left, top, right, bottom


def ask_for_crop(photo_id: int, crop: str) -> None:
    """Have the files of this crop made, if they are not there. Call it after the commit."""
    if read_crop(crop) is not None:
        ask_to_crop(photo_id, crop)


def make_crop(photo_id: int, crop: str) -> bool:
    """Make the web sizes of one crop of a photo, once; returns whether this call did it."""
    edges = read_crop(crop)
    if edges is None:
        return False
    with hold_if_free(f"crop {crop} of photo {photo_id}") as is_ours:
        photo = Photo.objects.filter(pk=photo_id).exclude(state=Photo.State.KILLED).first()
        if not is_ours or photo is None or photo.renditions.filter(crop=crop).exists():
            return False
        words = words_for_files(photo)
        sign = sign_of(words, photo=photo)
        with original_of(photo) as path:
            made = make_renditions(
                path,
                presets=CROP_PRESETS,
                watermark=settings.AGENCY_SIGN["bg"],
                rights=words,
                crop=edges,
                focus=(photo.focal_x, photo.focal_y),
            )
        names = keep_files(photo_id, made.files, crop=crop)
        with transaction.atomic():
            photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo_id)
            if photo.state == Photo.State.KILLED:
                transaction.on_commit(lambda: delete_files(set(names.values())))
                return False
            write_rows(photo, made.files, names, crop=crop)
            if photo.files_say and sign != sign_of(words_for_files(photo), photo=photo):
                # Somebody has edited the photo while we were at it, and the other files may be renewed already.
                photo.files_say = sign
                photo.save(update_fields=["files_say"])
                check_files(photo)
        return True
