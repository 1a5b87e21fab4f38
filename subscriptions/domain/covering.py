"""Which package pays for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from articles.models import PublicStory
from media_library.models import Photo
from subscriptions.models import Balance, Terms


def covers(terms: Terms, thing: Photo | PublicStory, *, territories: Iterable[str], at: dt.datetime) -> bool:
    """Whether these terms cover a photo or a public story that is taken at `at` for these territories. No query."""
    if terms.territories and not set(territories) <= set(terms.territories):
        return False
    if terms.sections and thing.section_id not in terms.sections:
        return False
    if isinstance(thing, PublicStory):
        return _is_new_enough(terms, thing.public_since, at=at)
    if terms.suppliers and thing.supplier_id not in terms.suppliers:
        return False
    if terms.events and thing.event.casefold() not in {event.casefold() for event in terms.events}:
        return False
    return _is_new_enough(terms, thing.taken_at, at=at)


def in_paying_order(balances: Iterable[Balance]) -> list[Balance]:
    """Balances in the order in which they pay: that of the package which ends first, then the one with least left."""
    return sorted(balances, key=lambda balance: (balance.subscription.ends_at, balance.remaining, balance.pk))


def _is_new_enough(terms: Terms, since: dt.datetime | None, *, at: dt.datetime) -> bool:
    """A photo whose day nobody knows is in no package of the newest."""
    if terms.newest_days is None:
        return True
    return since is not None and at - since <= dt.timedelta(days=terms.newest_days)
