"""What is bought most: photos, and the photographers behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, Func, TextField

from media_library.models import Photo
from subscriptions.domain.statement import Days
from subscriptions.models import Purchase
from subscriptions.models.purchase import PurchaseQuerySet

SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class BoughtPhoto:
    """A photo, how often it was bought, and by how many customers."""

    photo: Photo
    purchases: int
    customers: int


@dataclass(frozen=True, slots=True)
class BoughtPhotographer:
    """A creator as credit lines name them: how often photos of theirs were bought, and how many of these there are."""

    name: str
    purchases: int
    photos: int


def rank_photos(days: Days, *, most: int = SHOWN) -> list[BoughtPhoto]:
    """The photos that were bought most in the days; purchases that were refunded do not count. Two queries."""
    ranked = list(
        _bought(days)
        .values_list("photo")
        .annotate(purchases=Count("pk"), customers=Count("customer", distinct=True))
        .order_by("-purchases", "photo")[:most]
    )
    photos = Photo.objects.in_bulk([key for key, _purchases, _customers in ranked])
    return [BoughtPhoto(photos[key], purchases, customers) for key, purchases, customers in ranked]


def rank_photographers(days: Days, *, most: int = SHOWN) -> list[BoughtPhotographer]:
    """The creators whose photos were bought most; one of several creators counts as each of them. One query."""
    named = _bought(days).annotate(
        creator=Func(F("photo__creators"), function="UNNEST", output_field=TextField(), set_returning=True)
    )
    rows = (
        named.values_list("creator")
        .annotate(purchases=Count("pk"), photos=Count("photo", distinct=True))
        .order_by("-purchases", "creator")[:most]
    )
    return [BoughtPhotographer(name, purchases, photos) for name, purchases, photos in rows]


def _bought(days: Days) -> PurchaseQuerySet:
    return Purchase.objects.filter(
        at__gte=days.start, at__lt=days.end, photo__isnull=False, refunded_at__isnull=True
    ).order_by()
