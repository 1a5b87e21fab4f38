"""The sizes that subscribers get: made when they are first asked for, and kept in the private storage."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from media_library.domain.file_words import words_for_files
from media_library.domain.originals import original_of, originals
from media_library.domain.renditions import make_renditions, presets_named
from media_library.models import Photo, Rendition
from newsroom.shared.advisory_lock import hold_if_free

SOLD_PRESETS = ("download-web", "download-print")


class SizeNotReady(Exception):
    """Somebody else is making this size at the moment. Ask again in a second."""


def provide_sold_size(photo: Photo, preset: str) -> Rendition:
    """The row of a size that is sold (one of SOLD_PRESETS), its file made if this is the first time.

    Its file lies in the private storage (`originals`), and has no address. Whether somebody may have it is not asked
    here. Raises ValueError for another preset or a withdrawn photo, SizeNotReady, PhotoUndecodable, FileNotFoundError
    where the storage has lost the original.
    """
    if preset not in SOLD_PRESETS or photo.state == Photo.State.KILLED:
        raise ValueError(preset)
    made = photo.renditions.filter(preset=preset).first()
    if made is not None:
        return made
    with hold_if_free(f"size {preset} of photo {photo.pk}") as is_ours:
        if not is_ours:
            raise SizeNotReady
        made = photo.renditions.filter(preset=preset).first()
        return made or _make(photo, preset)


def _make(photo: Photo, preset: str) -> Rendition:
    with original_of(photo) as path:
        made = make_renditions(
            path, presets=presets_named(preset), watermark=settings.AGENCY_SIGN["bg"], rights=words_for_files(photo)
        )
    (file,) = made.files
    fingerprint = hashlib.sha256(file.content).hexdigest()[:16]
    name = f"sold/{photo.pk % 1000:03d}/{photo.pk}/{preset}-{fingerprint}.jpg"
    storage = originals()
    if not storage.exists(name):
        storage.save(name, ContentFile(file.content))
    with transaction.atomic():
        row = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
        if row.state == Photo.State.KILLED:
            # It was withdrawn while we were at it. What we made must not stay anywhere.
            transaction.on_commit(lambda: _delete([name]))
            raise ValueError(preset)
        return Rendition.objects.create(
            photo=photo,
            preset=preset,
            format=file.format,
            width=file.width,
            height=file.height,
            size=len(file.content),
            file=name,
        )


def forget_sold_sizes(photo: Photo) -> None:
    """Drop the sold sizes, so that they are made anew with what is shown now. Call it under the photo's lock."""
    rows = photo.renditions.filter(preset__in=SOLD_PRESETS)
    names = list(rows.values_list("file", flat=True))
    rows.delete()
    transaction.on_commit(lambda: _delete(names), robust=True)


def _delete(names: list[str]) -> None:
    storage = originals()
    for name in names:
        storage.delete(name)
