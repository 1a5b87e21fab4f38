"""Photos put aside: a member's selections, and what colleagues share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from media_library.models import Photo
from subscriptions.models import MOST_AT_ONCE, Member, SelectedPhoto, Selection


class SelectionFull(Exception):
    """The selection would hold more photos than one may."""


@dataclass(frozen=True, slots=True)
class PutAside:
    """What came of putting photos aside: how many are new, were there already, and can't be had; how many there are."""

    selection: Selection
    added: int
    kept: int
    missing: int
    count: int


def current_selection(member: Member) -> Selection | None:
    """The selection that «put aside» goes into; None until something does. One query."""
    return Selection.objects.filter(member=member, is_current=True).first()


def put_aside(photo_ids: Iterable[int], *, member: Member) -> PutAside:
    """Put photos at the end of the member's current selection, in this order, each of them once.

    Photos that readers can't see now are left out, and counted. Raises SelectionFull, and then nothing was put aside.
    """
    wanted = list(dict.fromkeys(photo_ids))
    with transaction.atomic():
        _take_turns(member.pk)
        selection, _made = Selection.objects.get_or_create(member=member, is_current=True)
        found = set(Photo.objects.visible(at=timezone.now()).filter(pk__in=wanted).values_list("pk", flat=True))
        there = set(selection.items.values_list("photo", flat=True))
        new = [pk for pk in wanted if pk in found and pk not in there]
        if len(there) + len(new) > MOST_AT_ONCE:
            raise SelectionFull
        last = selection.items.aggregate(last=Max("position"))["last"] or 0
        SelectedPhoto.objects.bulk_create(
            SelectedPhoto(selection=selection, photo_id=pk, position=last + number, added_by_id=member.user_id)
            for number, pk in enumerate(new, start=1)
        )
        if new:
            _touch(selection)
    missing = sum(pk not in found and pk not in there for pk in wanted)
    return PutAside(selection, len(new), len(wanted) - len(new) - missing, missing, len(there) + len(new))


def take_out(photo_ids: Iterable[int], *, selection: Selection) -> int:
    """Take photos out of the selection, and say how many were in it."""
    with transaction.atomic():
        _take_turns(selection.member_id)
        gone, _by_model = selection.items.filter(photo__in=list(photo_ids)).delete()
        if gone:
            _touch(selection)
    return gone


def take_out_of_current(photo_ids: Iterable[int], *, member: Member) -> int:
    """Take photos out of the member's current selection: changed minds, and what has been bought."""
    selection = current_selection(member)
    return take_out(photo_ids, selection=selection) if selection else 0


def shift(photo_id: int, *, selection: Selection, steps: int) -> bool:
    """Move a photo `steps` places down the selection (up if negative), as far as there are places.

    Answers whether it moved. The places of all are written anew, so that they have no gaps and no ties.
    """
    with transaction.atomic():
        _take_turns(selection.member_id)
        items = list(selection.items.order_by("position", "pk"))
        here = next((place for place, item in enumerate(items) if item.photo_id == photo_id), None)
        if here is None:
            return False
        there = min(max(here + steps, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        for place, item in enumerate(items, start=1):
            item.position = place
        SelectedPhoto.objects.bulk_update(items, ["position"])
        _touch(selection)
    return here != there


def annotate_photos(notes: Mapping[int, str], *, selection: Selection) -> int:
    """Write the notes, by photo; what the mapping doesn't name keeps its own. Answers how many have changed."""
    with transaction.atomic():
        changed = []
        for item in selection.items.select_for_update().filter(photo__in=list(notes)):
            note = " ".join(notes[item.photo_id].split())
            if item.note != note:
                item.note = note
                changed.append(item)
        SelectedPhoto.objects.bulk_update(changed, ["note"])
        if changed:
            _touch(selection)
    return len(changed)


def describe(selection: Selection, *, name: str, note: str, is_shared: bool) -> None:
    """Write down what a selection is for. Whether it is the current one stays: another page may have changed that."""
    Selection.objects.filter(pk=selection.pk).update(
        name=name, note=note, is_shared=is_shared, changed_at=timezone.now()
    )


def keep(selection: Selection, *, name: str) -> None:
    """Put the current selection by under a name. The next photo that is put aside begins a new one."""
    selection.name = name
    selection.is_current = False
    selection.save(update_fields=["name", "is_current", "changed_at"])


def go_on_with(selection: Selection) -> None:
    """Make a kept selection the current one. The one that was is kept, if anything is in it."""
    with transaction.atomic():
        _take_turns(selection.member_id)
        before = Selection.objects.filter(member=selection.member_id, is_current=True).exclude(pk=selection.pk)
        for other in before:
            if other.name or other.note or other.items.exists():
                other.is_current = False
                other.save(update_fields=["is_current"])
            else:
                other.delete()
        selection.is_current = True
        selection.save(update_fields=["is_current", "changed_at"])


def delete(selection: Selection) -> None:
    """Delete a selection with its notes, after what is being put into it at the moment. Photos and licences stay."""
    with transaction.atomic():
        _take_turns(selection.member_id)
        selection.delete()


def _take_turns(member_id: int) -> None:
    """Let changes of one member's selections come one after the other, so that places, limit and current one hold."""
    Member.objects.select_for_update(no_key=True).get(pk=member_id)


def _touch(selection: Selection) -> None:
    selection.save(update_fields=["changed_at"])
