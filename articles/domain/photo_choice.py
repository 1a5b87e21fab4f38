"""Photos that the desk may choose from: found by words and filters, each with its verdict and what a story needs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.domain.photo_figures import choose_files
from articles.domain.photo_verdicts import find_shortcomings, find_used_up, judge_photos, tell_reasons
from media_library.domain.rights import Verdict, usable
from media_library.domain.searching import search_photos
from media_library.models import Photo, Section, Supplier
from media_library.models.photo import PhotoQuerySet
from media_library.models.rights import Use
from newsroom.shared.addresses import active_language

PAGE_SIZE = 24
_LATEST_PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoQuery:
    """What the picker asks for. Dates are days of the newsroom's zone on which the photo was taken, both included."""

    words: str = ""
    supplier: Supplier | None = None
    section: Section | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    orientation: str = ""
    usable_only: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedPhoto:
    """One photo of the picker: what its thumbnail shows, and the `facts` that the form's scripts work with."""

    photo: Photo
    thumb_url: str
    verdict_word: str
    verdict_kind: str
    credit: str
    date: str
    facts: dict[str, Any]

    @property
    def facts_json(self) -> str:
        return json.dumps(self.facts, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoChoice:
    """One page of the picker; `next_page` is 0 behind the last."""

    photos: list[OfferedPhoto]
    next_page: int


def choose_photos(query: PhotoQuery, *, story_id: int | None = None) -> PhotoChoice:
    """The page of photos that the query names, the newest first, or the best first where there are words.

    Withdrawn photos and those that were set aside are not offered. The same number of queries for one photo as for all.
    """
    page = min(max(1, query.page), _LATEST_PAGE)
    start = (page - 1) * PAGE_SIZE
    found = list(_find(query, story_id=story_id).for_grids()[start : start + PAGE_SIZE + 1])
    has_more = len(found) > PAGE_SIZE and page < _LATEST_PAGE
    return PhotoChoice(
        photos=describe_photos(found[:PAGE_SIZE], story_id=story_id), next_page=page + 1 if has_more else 0
    )


def describe_photos(photos: Iterable[Photo], *, story_id: int | None = None) -> list[OfferedPhoto]:
    """The photos with their verdicts, in the active language. A bounded number of queries."""
    known = list(photos)
    verdicts = judge_photos(known, uses=(Use.PUBLISH, Use.CROP), story_id=story_id)
    return [_offer(photo, verdicts[photo.pk]) for photo in known]


def _find(query: PhotoQuery, *, story_id: int | None) -> PhotoQuerySet:
    photos = Photo.objects.exclude(state=Photo.State.KILLED).exclude(processing=Photo.Processing.SET_ASIDE)
    if query.supplier is not None:
        photos = photos.filter(supplier=query.supplier)
    if query.section is not None:
        photos = photos.filter(section=query.section)
    if query.since:
        photos = photos.filter(taken_at__gte=_midnight(query.since))
    if query.until:
        photos = photos.filter(taken_at__lt=_midnight(query.until + dt.timedelta(days=1)))
    match query.orientation:
        case "landscape":
            photos = photos.filter(width__gt=F("height"))
        case "upright":
            photos = photos.filter(width__lt=F("height"))
        case "square":
            photos = photos.filter(width=F("height"))
    if query.usable_only:
        photos = usable(photos.filter(credit_complete=True), use=Use.PUBLISH, at=timezone.now())
        photos = photos.exclude(pk__in=find_used_up(photos, story_id=story_id))
    if not query.words:
        return photos.newest_first()
    found = search_photos(photos, query.words, is_unfinished=True)
    # Words that are only signs find nothing, and have no rank to order by.
    return found if found.query.is_empty() else found.order_by(F("rank").desc(), "-arrived_at", "-pk")


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _offer(photo: Photo, verdicts: dict[Use, Verdict]) -> OfferedPhoto:
    language = active_language()
    verdict, cropping = verdicts[Use.PUBLISH], verdicts[Use.CROP]
    # What keeps the photo off every page is as good as a verdict against it, and nobody can override it.
    shortcomings = find_shortcomings(photo)
    is_killed = photo.state == Photo.State.KILLED
    is_denied = bool(shortcomings) or not verdict.allowed
    kind = "denied" if is_denied else "confirm" if verdict.needs_acknowledgement else "allowed"
    files = list(photo.renditions.all())
    thumb = choose_files(files, presets=("thumb",)) or choose_files(files)
    preview = choose_files(files, presets=("web-640", "web-1280"))
    word = _("may not be used") if shortcomings else verdict.word(language)
    if is_killed:
        word = str(Photo.State.KILLED.label)
    taken = photo.taken_at or photo.arrived_at
    return OfferedPhoto(
        photo=photo,
        thumb_url=thumb.src if thumb else "",
        verdict_word=word,
        verdict_kind=kind,
        credit=photo.credit_line(language),
        date=date_format(timezone.localtime(taken), "d.m.Y"),
        facts={
            "id": photo.pk,
            "title": str(photo)[:120],
            "captions": {"bg": photo.caption("bg"), "en": photo.caption("en")},
            "credits": {"bg": photo.credit_line_bg, "en": photo.credit_line_en},
            "thumb": thumb.src if thumb else "",
            "preview": preview.src if preview else "",
            "width": photo.width,
            "height": photo.height,
            "focal": [round(photo.focal_x, 3), round(photo.focal_y, 3)],
            "verdict": kind,
            "word": word,
            "reasons": shortcomings + tell_reasons(verdict.reasons),
            "blocked": bool(shortcomings),
            "killed": is_killed,
            "notice": photo.kill_note(language) if is_killed else "",
            "cropping": cropping.allowed,
            "croppingReasons": tell_reasons(cropping.denials),
        },
    )
