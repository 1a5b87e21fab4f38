"""May they have this file? Asked anew at every hand-out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from media_library.models import Photo
from newsroom.shared.database_clock import database_now
from subscriptions.domain.downloads.licence_words import sizes_of
from subscriptions.domain.membership import recheck
from subscriptions.models import Member, Purchase, Unit


@dataclass(frozen=True, slots=True)
class Refusal:
    """A purchase under which nothing is handed out, and why, in a sentence."""

    purchase: Purchase
    reason: str


class NotEntitled(Exception):
    """Nothing is handed out: `refusals` says for which purchases and why; without any, the message does."""

    def __init__(self, message: str, refusals: Sequence[Refusal] = ()) -> None:
        super().__init__(message)
        self.refusals = tuple(refusals)


def photo_purchases(purchase_ids: Iterable[int], *, member: Member) -> list[Purchase]:
    """The photos that the member's customer has bought among these, in their order; of others nothing is told."""
    mine = member.customer.purchases.filter(pk__in=list(purchase_ids), unit=Unit.PHOTO).order_by("pk")
    return list(mine.select_related("photo", "photo__supplier"))


def check_entitlement(purchases: Iterable[Purchase], *, member: Member, size: str) -> None:
    """Raise NotEntitled unless each of these may be handed out to the member in this size now; NotAMember.

    That somebody is a superuser counts for nothing. Two queries, beside the rows that are given.
    """
    if not recheck(member).may_buy:
        raise NotEntitled(_("Your role lets you look and put photos aside. An owner or a buyer downloads."))
    now = database_now()
    refusals = [Refusal(one, reason) for one in purchases if (reason := why_not(one, size=size, at=now))]
    if refusals:
        raise NotEntitled(_("Nothing was downloaded."), refusals)


def why_not(purchase: Purchase, *, size: str, at: dt.datetime) -> str:
    """Why nothing is handed out in this size under this purchase at an aware time; "" if it may be."""
    if purchase.refunded_at is not None:
        return _("This purchase was refunded, and its licence has ended.")
    if purchase.replaced_by is not None:
        return _("Licence %(number)s has replaced it. Download under that one.") % {
            "number": purchase.replaced_by.number
        }
    if not purchase.is_in_force(at=at):
        return _("The licence has ended. To use the photo again, take it anew.")
    if purchase.photo is None or purchase.photo.state == Photo.State.KILLED:
        return _("The agency has withdrawn this photo. It must not be used any more.")
    if size not in sizes_of(purchase):
        return _("The package does not include this size.")
    return ""
