"""The picture that stands on the front page on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from media_library.domain.rights import usable
from media_library.models import Photo, PhotoOfTheDay, Rendition
from media_library.models.photo import PhotoQuerySet
from media_library.models.rights import Use

_LOOKED_AT = 200
_FILES = ("web-640", "web-1280", "web-1920")


def day_photo_entry(language: str, *, at: dt.datetime) -> Mapping[str, Any] | None:
    """The photo of the day at `at` as `read_figures` takes it; two queries at most.

    An editor's choice, as long as readers may see it; else the newest of the library that our own page may show.
    """
    photo = _chosen(at) or _newest(at)
    if photo is None:
        return None
    return {
        "photo": photo.pk,
        "place": "day",
        "caption": photo.caption(language),
        "credit": photo.credit_line(language),
        "alt": photo.alt(language),
        "focal_x": photo.focal_x,
        "focal_y": photo.focal_y,
    }


def may_be_shown(photos: PhotoQuerySet, *, at: dt.datetime) -> PhotoQuerySet:
    """Those of the photos that the front page may show at `at`: public, with its files, and allowed there."""
    shown = usable(photos.visible(at=at), use=Use.PUBLISH, at=at)
    return shown.filter(Exists(Rendition.objects.filter(photo=OuterRef("pk"), preset__in=_FILES, crop="")))


def _chosen(at: dt.datetime) -> Photo | None:
    today = timezone.localdate(at)
    chosen = PhotoOfTheDay.objects.filter(date=today).values("photo")
    return may_be_shown(Photo.objects.filter(pk__in=chosen), at=at).first()


def _newest(at: dt.datetime) -> Photo | None:
    # A bounded number is looked at, however many of the newest may not be shown.
    newest = Photo.objects.public().newest_first().values("pk")[:_LOOKED_AT]
    photos = may_be_shown(Photo.objects.filter(pk__in=newest, ai_made=False), at=at)
    return photos.newest_first().first()
