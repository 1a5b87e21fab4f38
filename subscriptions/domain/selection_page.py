"""What the page of a selection shows: its photos as they stand today, and the other selections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from media_library.domain.tiles import Tile, for_tiles, make_tiles
from media_library.models import Photo
from subscriptions.domain.entitlement import photo_licences
from subscriptions.models import Member, Purchase, SelectedPhoto, Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPhoto:
    """A photo by its number. Without a tile readers can't see it, and `notice` says why."""

    photo_id: int
    tile: Tile | None
    notice: str = ""
    licence: Purchase | None = None


@dataclass(frozen=True, slots=True)
class SelectionLine:
    """A photo at its place in a selection."""

    item: SelectedPhoto
    photo: ChosenPhoto


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionPage:
    """What `subscriptions/selection.html` shows. Without a selection nothing has been put aside yet.

    `kept` are the member's other selections, `shared` those of colleagues; each has its `count`.
    """

    selection: Selection | None
    is_own: bool
    lines: list[SelectionLine]
    kept: list[Selection]
    shared: list[Selection]

    @property
    def takeable(self) -> list[int]:
        """The photos that can be seen, and have not been bought."""
        return [line.photo.photo_id for line in self.lines if line.photo.tile and not line.photo.licence]


def read_selection(
    selection: Selection | None, *, member: Member, language: str, now: dt.datetime
) -> SelectionPage:  # fmt: skip
    """The page of a selection that is open to the member, in the active language. As many queries for every number."""
    items = list(selection.items.select_related("added_by")) if selection else []
    photos = read_photos([item.photo_id for item in items], member=member, language=language, now=now)
    others = Selection.objects.open_to(member)
    if selection is not None:
        others = others.exclude(pk=selection.pk)
    # A colleague may have shared a selection and emptied it since.
    worth_showing = Q(member=member) | Q(count__gt=0)
    counted = list(others.annotate(count=Count("items")).filter(worth_showing).select_related("member__user"))
    return SelectionPage(
        selection=selection,
        is_own=selection is None or selection.member_id == member.pk,
        lines=[SelectionLine(item, photos[item.photo_id]) for item in items],
        kept=[other for other in counted if other.member_id == member.pk],
        shared=[other for other in counted if other.member_id != member.pk],
    )


def read_photos(
    photo_ids: Sequence[int], *, member: Member, language: str, now: dt.datetime
) -> dict[int, ChosenPhoto]:  # fmt: skip
    """These photos by number, in the active language: at most seven queries, however many there are."""
    seen = list(for_tiles(Photo.objects.visible(at=now).filter(pk__in=photo_ids)))
    tiles = {tile.photo.pk: tile for tile in make_tiles(seen, language=language, now=now)} if seen else {}
    unseen = [pk for pk in photo_ids if pk not in tiles]
    killed = Photo.objects.withdrawn(at=now).in_bulk(unseen) if unseen else {}
    licences = photo_licences(member.customer, photo_ids) if photo_ids else {}
    return {
        pk: ChosenPhoto(
            photo_id=pk,
            tile=tiles.get(pk),
            notice="" if pk in tiles else _notice(killed.get(pk), language=language),
            licence=licences.get(pk),
        )
        for pk in photo_ids
    }


def chosen_among(photo_ids: Iterable[int], *, member: Member) -> set[int]:
    """Which of these photos are in the member's current selection. One query."""
    current = Q(selection__member=member, selection__is_current=True)
    return set(SelectedPhoto.objects.filter(current, photo__in=list(photo_ids)).values_list("photo", flat=True))


def _notice(killed: Photo | None, *, language: str) -> str:
    """Why a photo is not shown. Of a withdrawn one its public notice, of another nothing: it may be under embargo."""
    if killed is None:
        return _("The photo can't be had at present.")
    return _("This photo has been withdrawn.") + " " + killed.kill_note(language)
