"""Which photos stand in a story's working copy, and what a version freezes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.acts import NotReady
from articles.domain.photo_answers import Judged, find_denials, tell_uncovered, who_answers
from articles.domain.photo_markers import keep_markers, marked_photos
from articles.domain.photo_verdicts import find_shortcomings, judge_photos, tell_reasons
from articles.models import Article, ArticlePhoto
from media_library.domain.cropping import ask_for_crop
from media_library.domain.photo_acts import log_act
from media_library.models import Photo, PhotoAct
from media_library.models.rights import Use

if TYPE_CHECKING:
    from newsroom.models import User

Place = ArticlePhoto.Place
MAY_OVERRIDE = "media_library.override_rights"
_ORDER = {Place.LEAD.value: 0, Place.BODY.value: 1, Place.SUPPLEMENT.value: 2}


@dataclass
class PhotoRefused(NotReady):
    """Photos that may not be placed so: `photos:17` → every reason, for the person who tried it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPhoto:
    """One photo at one place, as the person wants it.

    An empty caption is the photo's own; `crop` is empty or `left,top,right,bottom` in thousandths; the focal point is
    in fractions of the sides, and the photo's own where it is None.
    """

    photo_id: int
    place: str
    position: int = 0
    caption: str = ""
    crop: str = ""
    focal_x: float | None = None
    focal_y: float | None = None


def wanted_photos(article: Article) -> list[WantedPhoto]:
    """What stands in the working copy now, in reading order."""
    rows = _in_reading_order(article.placed_photos.all(), body=article.body) if article.pk else []
    return [_as_wanted(row) for row in rows]


def reading_order(article: Article) -> list[ArticlePhoto]:
    """The rows of the working copy with their photos: the lead, the body in the order of the text, the supplement."""
    return _in_reading_order(article.placed_photos.select_related("photo"), body=article.body) if article.pk else []


def place_photos(article: Article, wanted: Sequence[WantedPhoto], *, by: User | None) -> None:
    """Let exactly these photos stand in the working copy, and bring the text's markers into line with them.

    Only what is new is judged: a photo that did not stand in the story, a crop that it did not have there. Who may
    override the verdict places it all the same, under their name, for the reasons of now, and on the photo's record;
    `by` None (the wire) may not. One that lacks a credit or its files they may place too, without a record: nobody can
    publish it so. What asks for confirmation is recorded as confirmed by the person. Writes the rows and sets
    `article.body`, without saving it: call it in the transaction that does. Raises PhotoRefused with every reason at
    once.
    """
    before = list(article.placed_photos.all())
    marked = marked_photos(article.body)
    wanted = [each for each in wanted if each.place != Place.BODY or each.photo_id in marked]
    article.body = keep_markers(article.body, of={each.photo_id for each in wanted if each.place == Place.BODY})
    wanted = _arrange(wanted, marked=marked)
    if [_as_wanted(row) for row in sorted(before, key=_place_of_row)] == wanted:
        return
    photos = Photo.objects.in_bulk({each.photo_id for each in wanted})
    judged = _judge_what_is_new(wanted, before=before, photos=photos, article=article, by=by)
    answers = who_answers(before, judged.overridden, by=by)
    article.placed_photos.all().delete()
    ArticlePhoto.objects.bulk_create(
        ArticlePhoto(
            article=article,
            photo_id=each.photo_id,
            place=each.place,
            position=each.position,
            caption=each.caption,
            crop=each.crop,
            focal_x=each.focal_x,
            focal_y=each.focal_y,
            overridden_by_id=answers[each.photo_id].by_id if each.photo_id in answers else None,
            overridden_reasons=sorted(answers[each.photo_id].codes) if each.photo_id in answers else [],
        )
        for each in wanted
    )
    for act, answered in ((PhotoAct.Act.OVERRIDE, judged.overridden), (PhotoAct.Act.CONFIRM, judged.confirmed)):
        for photo_id, reasons in answered.items():
            told = {"number": article.pk, "reasons": " ".join(tell_reasons(reasons))}
            log_act(photos[photo_id], act, by=by, comment=_("Story %(number)d: %(reasons)s") % told)
    ask_for_crops((each.photo_id, each.crop) for each in wanted)


def name_by_photo(problems: Mapping[int, str]) -> dict[str, str]:
    """What is wrong with each photo, under the names that NotReady has for problems of one photo."""
    return {f"photos:{number}": sentence for number, sentence in problems.items()}


def ask_for_crops(crops: Iterable[tuple[int, str]]) -> None:
    """Have the files of these crops (photo, crop) made after the commit; those that are there are not made twice.

    A queue that can't be reached loses nothing of what was saved: publishing asks again.
    """
    asked = sorted({(photo_id, crop) for photo_id, crop in crops if crop})

    def ask() -> None:
        for photo_id, crop in asked:
            ask_for_crop(photo_id, crop)

    if asked:
        transaction.on_commit(ask, robust=True)


def find_photo_problems(article: Article, *, on: dt.datetime | None = None) -> dict[int, str]:
    """Which photos of the working copy may not be shown from `on` (aware; now by default): number → why.

    Asked anew at every publication: a verdict changes with time. A photo that was placed against the verdict goes out
    as long as nothing forbids it but what was overridden then. Nothing goes out without a credit, whose file could not
    be processed, or once it is withdrawn.
    """
    if not article.pk:
        return {}
    rows = list(article.placed_photos.select_related("photo__supplier", "photo__licence"))
    if not rows:
        return {}
    by_photo = {row.photo_id: row.photo for row in rows}
    verdicts = judge_photos(by_photo.values(), uses=(Use.PUBLISH, Use.CROP), story_id=article.pk, on=on)
    problems = {}
    for photo_id, photo in by_photo.items():
        standing = [row for row in rows if row.photo_id == photo_id]
        reasons = find_shortcomings(photo)
        if photo.state == Photo.State.KILLED:
            reasons = [_("The photo has been withdrawn. Take it out of the story.")]
        else:
            reasons += tell_uncovered(standing, verdicts[photo_id])
        if reasons:
            problems[photo_id] = _name_problem(photo, reasons)
    return problems


def snapshot_photos(article: Article) -> list[dict[str, Any]]:
    """The photos as a version keeps them, in reading order, with the words that they have in the story's language."""
    rows = reading_order(article)
    return [
        {
            "photo": row.photo_id,
            "place": row.place,
            "caption": row.caption or row.photo.caption(article.language),
            "credit": row.photo.credit_line(article.language),
            "alt": row.photo.alt(article.language),
            "crop": row.crop,
            "focal_x": round(row.photo.focal_x if row.focal_x is None else row.focal_x, 3),
            "focal_y": round(row.photo.focal_y if row.focal_y is None else row.focal_y, 3),
        }
        for row in rows
    ]


def _judge_what_is_new(
    wanted: Sequence[WantedPhoto],
    *,
    before: Sequence[ArticlePhoto],
    photos: dict[int, Photo],
    article: Article,
    by: User | None,
) -> Judged:
    """What the person answers for with the photos that are new or newly cropped. Raises PhotoRefused."""
    refusals = {
        number: _("There is no photo %(number)d in the library.") % {"number": number}
        for number in sorted({each.photo_id for each in wanted} - photos.keys())
    }
    stood = {row.photo_id for row in before}
    had_crop = {(row.photo_id, row.crop) for row in before}
    new = {each.photo_id for each in wanted if each.photo_id not in stood} & photos.keys()
    cropped = {each.photo_id for each in wanted if each.crop and (each.photo_id, each.crop) not in had_crop}
    touched = [photo for pk, photo in photos.items() if pk in new | cropped]
    verdicts = judge_photos(touched, uses=(Use.PUBLISH, Use.CROP), story_id=article.pk)
    may_override = by is not None and by.has_perm(MAY_OVERRIDE)
    judged = Judged({}, {})
    for photo in touched:
        reasons = find_denials(verdicts[photo.pk], is_new=photo.pk in new, is_cropped=photo.pk in cropped)
        shortcomings = find_shortcomings(photo) if photo.pk in new else []
        if may_override and photo.state != Photo.State.KILLED:
            if reasons:
                judged.overridden[photo.pk] = reasons
        elif reasons or shortcomings:
            refusals[photo.pk] = _name_problem(photo, shortcomings + tell_reasons(reasons))
        # The wire is nobody who could confirm, and a crop asks for nothing that the placing did not ask for.
        to_confirm = verdicts[photo.pk][Use.PUBLISH].to_confirm
        if by is not None and photo.pk in new and to_confirm:
            judged.confirmed[photo.pk] = list(to_confirm)
    if refusals:
        raise PhotoRefused(name_by_photo(refusals))
    return judged


def _name_problem(photo: Photo, reasons: Iterable[str]) -> str:
    return _("Photo %(number)d, “%(title)s”: %(reasons)s") % {
        "number": photo.pk,
        "title": str(photo)[:80],
        "reasons": " ".join(reasons),
    }


def _arrange(wanted: Iterable[WantedPhoto], *, marked: Sequence[int]) -> list[WantedPhoto]:
    """In reading order, each with its position counted anew within its place."""
    position_in_body = {photo_id: position for position, photo_id in enumerate(marked)}
    arranged: list[WantedPhoto] = []
    for place in Place.values:
        there = [each for each in wanted if each.place == place]
        if place == Place.BODY:
            there.sort(key=lambda each: position_in_body[each.photo_id])
        else:
            there.sort(key=lambda each: each.position)
        arranged += [replace(each, position=place_of) for place_of, each in enumerate(there)]
    return arranged


def _as_wanted(row: ArticlePhoto) -> WantedPhoto:
    return WantedPhoto(
        photo_id=row.photo_id,
        place=row.place,
        position=row.position,
        caption=row.caption,
        crop=row.crop,
        focal_x=row.focal_x,
        focal_y=row.focal_y,
    )


def _place_of_row(row: ArticlePhoto) -> tuple[int, int]:
    return _ORDER[row.place], row.position


def _in_reading_order(rows: Iterable[ArticlePhoto], *, body: str) -> list[ArticlePhoto]:
    """Lead, body in the order of the text, supplement; what has lost its marker is left out."""
    marked = {photo_id: position for position, photo_id in enumerate(marked_photos(body))}
    standing = [row for row in rows if row.place != Place.BODY or row.photo_id in marked]
    return sorted(
        standing,
        key=lambda row: (_ORDER[row.place], marked[row.photo_id] if row.place == Place.BODY else row.position, row.pk),
    )
