"""Packages that end soon, and what they still hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from subscriptions.models import Subscription, Unit

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class EndingPackage:
    """A running package, what is left of it (None for a unit that it does not hold), and whether it is renewed."""

    subscription: Subscription
    photos_left: int | None
    stories_left: int | None
    is_renewed: bool


def list_ending(*, now: dt.datetime, within_days: int) -> list[EndingPackage]:
    """Running and suspended packages that end within so many days of `now` (aware), the first first. Three queries."""
    ending = (
        Subscription.objects.filter(
            status__in=Subscription.NOT_OVER,
            ends_at__gt=now,
            ends_at__lte=now + dt.timedelta(days=within_days),
        )
        .select_related("customer")
        .prefetch_related("balances", "renewals")
        .order_by("ends_at", "pk")
    )
    return [_read(subscription) for subscription in ending[:MOST]]


def _read(subscription: Subscription) -> EndingPackage:
    left = {balance.unit: balance.remaining for balance in subscription.balances.all()}
    renewed = any(each.status != Subscription.Status.CANCELLED for each in subscription.renewals.all())
    return EndingPackage(subscription, left.get(Unit.PHOTO), left.get(Unit.STORY), renewed)
