"""The licences of a customer, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from newsroom.shared.database_clock import database_now
from newsroom.shared.pagination import Page, read_page
from subscriptions.domain.replacing import load_replacements
from subscriptions.models import Customer, Purchase, Unit

_PAGE_SIZE: Final = 30


class LicenceState(models.TextChoices):
    IN_FORCE = "in-force", _("in force")
    ENDED = "ended", _("ended")
    REPLACED = "replaced", _("replaced")
    REFUNDED = "refunded", _("refunded")


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One licence, and how it stands now."""

    purchase: Purchase
    state: LicenceState


@dataclass(frozen=True, slots=True)
class PurchaseList:
    """One page of licences. `newer` and `older` are the queries of its neighbours, filters included."""

    rows: list[PurchaseRow]
    number: int
    newer: str | None
    older: str | None


def read_purchases(customer: Customer, query: Mapping[str, str], *, unit: str = "", state: str = "") -> PurchaseList:
    """One page of the customer's licences, of one unit or in one state if those are named.

    `query` names the page, as `newsroom.shared.pagination` reads it. Raises NoSuchPage. Four queries at most.
    """
    now = database_now()
    purchases: QuerySet[Purchase] = customer.purchases.select_related("buyer", "subscription")
    if unit in Unit.values:
        purchases = purchases.filter(unit=unit)
    if state == LicenceState.IN_FORCE:
        purchases = purchases.in_force(at=now)  # type: ignore[attr-defined]
    elif state == LicenceState.ENDED:
        purchases = purchases.filter(refunded_at__isnull=True, replaced_at__isnull=True, licence_ends_at__lte=now)
    elif state == LicenceState.REPLACED:
        purchases = purchases.filter(refunded_at__isnull=True, replaced_at__isnull=False)
    elif state == LicenceState.REFUNDED:
        purchases = purchases.filter(refunded_at__isnull=False)
    page: Page[Purchase] = read_page(purchases, query, size=_PAGE_SIZE, time_field="at", id_field="id")
    load_replacements(page.rows)
    wanted = {name: value for name, value in (("unit", unit), ("state", state)) if value}
    return PurchaseList(
        rows=[PurchaseRow(purchase, _state_of(purchase, at=now)) for purchase in page.rows],
        number=page.number,
        newer=_with(wanted, page.newer),
        older=_with(wanted, page.older),
    )


def _state_of(purchase: Purchase, *, at: dt.datetime) -> LicenceState:
    if purchase.refunded_at is not None:
        return LicenceState.REFUNDED
    if purchase.replaced_at is not None:
        return LicenceState.REPLACED
    return LicenceState.IN_FORCE if purchase.is_in_force(at=at) else LicenceState.ENDED


def _with(wanted: dict[str, str], query: str | None) -> str | None:
    """The query of a neighbouring page, with the filters before it."""
    if query is None or not wanted:
        return query
    return f"?{urlencode(wanted)}" + (f"&{query[1:]}" if query else "")
