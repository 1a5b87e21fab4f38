"""The first page of the account: what is left, what is waited for, what was last taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from newsroom.shared.database_clock import database_now
from subscriptions.domain.attention import is_ending, is_low
from subscriptions.domain.offers import describe_cover
from subscriptions.domain.usage import Usage, read_usage
from subscriptions.models import Balance, Customer, Purchase, Subscription

_LAST_PURCHASES: Final = 5
_WAITING = {Subscription.Status.REQUESTED, Subscription.Status.SUSPENDED}


@dataclass(frozen=True, slots=True)
class BalanceState:
    """What is left in one unit. `per_cent` of what was granted, for the bar: from 0 to 100."""

    balance: Balance
    is_low: bool

    @property
    def per_cent(self) -> int:
        if not self.balance.granted:
            return 0
        return min(100, round(100 * self.balance.remaining / self.balance.granted))


@dataclass(frozen=True, slots=True)
class RunningPackage:
    """A package from which the customer can take now. `days_left` are whole days of 24 hours, begun ones too."""

    subscription: Subscription
    balances: list[BalanceState]
    cover: list[str]
    is_ending: bool
    days_left: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What the first page of the account shows. `waiting`: packages that are asked for, held back, or yet to begin."""

    running: list[RunningPackage]
    waiting: list[Subscription]
    purchases: list[Purchase]
    usage: Usage


def read_overview(customer: Customer, *, language: str) -> Overview:
    """The overview in the active language, which is `language`. As many queries for any number of packages."""
    now = database_now()
    # One that has just ended may still stand as active, until what is left of it is written off.
    is_over = Q(status=Subscription.Status.ACTIVE, ends_at__lte=now)
    mine = list(
        customer.subscriptions.filter(status__in=[*_WAITING, Subscription.Status.ACTIVE])
        .exclude(is_over)
        .select_related("requested_by")
        .prefetch_related("balances")
        .order_by("ends_at", "pk")
    )
    running = [subscription for subscription in mine if subscription.is_running(at=now)]
    covers = describe_cover(running, language=language)
    purchases = customer.purchases.select_related("buyer", "subscription").order_by("-at", "-pk")
    return Overview(
        running=[_running_package(each, cover=cover, at=now) for each, cover in zip(running, covers, strict=True)],
        waiting=[subscription for subscription in mine if subscription not in running],
        purchases=list(purchases[:_LAST_PURCHASES]),
        usage=read_usage(customer, now=now),
    )


def _running_package(subscription: Subscription, *, cover: list[str], at: dt.datetime) -> RunningPackage:
    ends_at = subscription.ends_at or at
    return RunningPackage(
        subscription=subscription,
        balances=[BalanceState(balance, is_low(balance)) for balance in subscription.balances.all()],
        cover=cover,
        is_ending=is_ending(subscription, at=at),
        days_left=-((at - ends_at) // dt.timedelta(days=1)),
    )
