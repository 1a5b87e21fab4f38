"""What sitemaps say of photos, parted by their numbers: see `articles.domain.sitemap`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from media_library.models import Photo, PhotoAct, Rendition
from newsroom.shared.addresses import path_in
from newsroom.shared.sitemap_writing import SitemapEntry

PHOTOS_A_PART: Final = 5000
_READ_AT_ONCE: Final = 500
_PARTS: Final = """
    SELECT part FROM generate_series(0, (SELECT max(id) / %(size)s FROM media_library_photo)) AS part
    WHERE EXISTS (
        SELECT 1 FROM media_library_photo
        WHERE id >= part * %(size)s AND id < (part + 1) * %(size)s AND state = 'released' AND processing = 'done'
    )
"""


def photo_parts() -> list[int]:
    """The numbers of the parts that have public photos, from 1. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, {"size": PHOTOS_A_PART})
        return [part + 1 for (part,) in cursor.fetchall()]


def last_act_in_part(number: int) -> int:
    """The number of the last act on any photo of this part; 0 for a part on which there was none."""
    first = (number - 1) * PHOTOS_A_PART
    acts = PhotoAct.objects.filter(photo__gte=first, photo__lt=first + PHOTOS_A_PART)
    return acts.aggregate(last=Max("pk"))["last"] or 0


def photos_of_part(number: int, *, now: dt.datetime) -> Iterator[SitemapEntry]:
    """The photos of a part that readers may see, each in every language. Two queries for each 500."""
    first = (number - 1) * PHOTOS_A_PART
    acts = PhotoAct.objects.filter(photo=OuterRef("pk")).order_by("-at").values("at")[:1]
    photos = (
        Photo.objects.visible(at=now)
        .filter(pk__gte=first, pk__lt=first + PHOTOS_A_PART)
        .annotate(changed_at=Greatest("released_at", Subquery(acts)))
        .only("headline", "caption_bg", "caption_en")
        .order_by("pk")
    )
    rows = list(photos[:_READ_AT_ONCE])
    while rows:
        previews = dict(
            Rendition.objects.filter(
                photo__in=[photo.pk for photo in rows], preset="preview", format=Rendition.Format.JPEG, crop=""
            ).values_list("photo_id", "file")
        )
        for photo in rows:
            yield from _entries_of(photo, file=previews.get(photo.pk, ""))
        rows = list(photos.filter(pk__gt=rows[-1].pk)[:_READ_AT_ONCE])


def _entries_of(photo: Any, *, file: str) -> Iterator[SitemapEntry]:
    slug = photo.slug
    paths = {code: path_in(code, "media_library:photo", photo.pk, slug) for code, _name in settings.LANGUAGES}
    images = [str(storages["renditions"].url(file))] if file else []
    for path in paths.values():
        yield SitemapEntry(path, photo.changed_at, paths, images)
