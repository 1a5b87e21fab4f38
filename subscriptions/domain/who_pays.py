"""What a customer wants of a thing, what it holds of it already, and which package pays for the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import PublicStory
from media_library.models import Photo
from subscriptions.domain.covering import covers, in_paying_order
from subscriptions.domain.licence_reach import Gap, find_gaps, may_take_its_place
from subscriptions.domain.licensing import end_of_licence
from subscriptions.domain.paying import assign_balances
from subscriptions.domain.sale_verdict import is_use_included
from subscriptions.models import Balance, Customer, Purchase


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks, for which use and size ("": whatever the package includes), at which moment."""

    customer: Customer
    use: str
    size: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """The licence in force on one thing, if there is one, against what is wished of it."""

    licence: Purchase | None
    wish: Wish

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the licence lacks."""
        if self.licence is None:
            return ()
        territories = self.wish.customer.territories
        return find_gaps(self.licence, territories=territories, use=self.wish.use, size=self.wish.size)

    @property
    def owned(self) -> Purchase | None:
        """The licence, if it covers all that is wished: then nothing is taken."""
        return self.licence if not self.gaps else None

    @property
    def held(self) -> Purchase | None:
        """The licence, if it does not: what is taken replaces it."""
        return self.licence if self.gaps else None

    @property
    def refusal(self) -> str:
        """Why the licence can't be replaced: the new one would be for less than the old one is."""
        if self.held is None or is_use_included(self.held.use, in_use=self.wish.use):
            return ""
        return _("You hold licence %(number)s for it, for another use (%(use)s). Choose that use too, or ask us.") % {
            "number": self.held.number,
            "use": self.held.get_use_display(),
        }


def find_payers(
    things: Mapping[int, Photo | PublicStory],
    wish: Wish,
    *,
    unit: str,
    holdings: Mapping[int, Holding],
    balances: list[Balance] | None = None,
) -> tuple[dict[int, Balance], dict[int, str]]:
    """Who pays for each thing, by its key; and for each that nobody pays for, why. One query, none with `balances`."""
    if balances is None:
        mine = Balance.objects.filter(subscription__customer=wish.customer, unit=unit)
        balances = list(mine.select_related("subscription").order_by("pk"))
    running = in_paying_order(balance for balance in balances if balance.subscription.is_running(at=wish.at))
    candidates = {
        pk: [balance for balance in running if _can_pay(balance, thing, wish, held=holdings[pk].held)]
        for pk, thing in things.items()
    }
    payers = assign_balances(candidates)
    refusals = {pk: _why_nobody(candidates[pk], wish, holdings[pk]) for pk in things if pk not in payers}
    return payers, refusals


def _can_pay(balance: Balance, thing: Photo | PublicStory, wish: Wish, *, held: Purchase | None) -> bool:
    """Whether the package covers the thing, gives the size, and takes nothing away of the licence that is held."""
    terms = balance.subscription
    if wish.size and wish.size not in terms.sizes:
        return False
    if held is not None and not may_take_its_place(held, terms, ends_at=end_of_licence(terms, at=wish.at)):
        return False
    return covers(terms, thing, territories=wish.customer.territories, at=wish.at)


def _why_nobody(candidates: list[Balance], wish: Wish, holding: Holding) -> str:
    if candidates:
        return _("The packages that cover it have nothing left.")
    if holding.held is not None:
        return _("No running package of yours gives a licence that covers all of it, for as long.")
    if wish.size:
        return _("No running package of yours covers it in this size.")
    return _("No running package of yours covers it.")
