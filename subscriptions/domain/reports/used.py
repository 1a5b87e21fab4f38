"""What was used: how balances moved in the days, by customer and by package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from django.db.models import Q, Sum

from subscriptions.domain.statement import Days
from subscriptions.models import Balance, LedgerEntry

Kind = LedgerEntry.Kind
_RUN: Final = ("active", "suspended")


@dataclass(slots=True)
class UsedUnits:
    """One customer, or one package, in one unit, in whole units.

    `before` + `granted` + `adjusted` − `used` − `expired` = `left`, always. `used` is what was bought less what was
    refunded; `left` is at the end of the days.
    """

    name: str
    key: int
    unit: str
    unit_name: str
    before: int = 0
    granted: int = 0
    adjusted: int = 0
    used: int = 0
    expired: int = 0
    left: int = 0

    @property
    def says_something(self) -> bool:
        return any((self.before, self.granted, self.adjusted, self.used, self.expired, self.left))


@dataclass(slots=True)
class _Movement:
    by_kind: dict[str, int] = field(default_factory=dict)
    after: int = 0  # What has moved since the days ended.


def sum_use_by_customer(days: Days) -> list[UsedUnits]:
    """The use of each customer, the most first. Three queries, whose answers are as long as there are balances."""
    return _sum_up(days, lambda balance: (balance.subscription.customer_id, balance.subscription.customer.name))


def sum_use_by_package(days: Days, *, language: str) -> list[UsedUnits]:
    """The use of each package under the name that it has now, the most first. Three queries."""
    return _sum_up(days, lambda balance: (balance.subscription.package_id, balance.subscription.package.name(language)))


def _sum_up(days: Days, owner: Callable[[Balance], tuple[int, str]]) -> list[UsedUnits]:
    moved = _movements(days)
    relevant = Q(pk__in=list(moved)) | Q(subscription__status__in=_RUN)
    balances = Balance.objects.filter(relevant).select_related("subscription__customer", "subscription__package")
    sums: dict[tuple[int, str], UsedUnits] = {}
    for balance in balances.order_by("pk"):
        key, name = owner(balance)
        line = sums.setdefault((key, balance.unit), UsedUnits(name, key, balance.unit, balance.get_unit_display()))
        _add(line, balance, moved.get(balance.pk, _Movement()))
    told = [line for line in sums.values() if line.says_something]
    return sorted(told, key=lambda line: (-line.used, line.name, line.unit))


def _movements(days: Days) -> dict[int, _Movement]:
    """What moved in the days by kind, and after them in all, for each balance that moved."""
    entries = LedgerEntry.objects.order_by()
    moved: defaultdict[int, _Movement] = defaultdict(_Movement)
    within = entries.filter(at__gte=days.start, at__lt=days.end).values_list("balance", "kind")
    for balance, kind, amount in within.annotate(Sum("amount")):
        moved[balance].by_kind[kind] = amount
    for balance, amount in entries.filter(at__gte=days.end).values_list("balance").annotate(Sum("amount")):
        moved[balance].after = amount
    return dict(moved)


def _add(line: UsedUnits, balance: Balance, movement: _Movement) -> None:
    kinds = movement.by_kind
    left = balance.remaining - movement.after
    line.left += left
    line.before += left - sum(kinds.values())
    line.granted += kinds.get(Kind.GRANT, 0)
    line.adjusted += kinds.get(Kind.ADJUSTMENT, 0)
    line.used -= kinds.get(Kind.PURCHASE, 0) + kinds.get(Kind.REFUND, 0)
    line.expired -= kinds.get(Kind.EXPIRY, 0)
