"""How far a licence reaches: whether it covers what its customer needs now, and what it lacks if it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from newsroom.shared.addresses import active_language
from subscriptions.domain.downloads.licence_words import sizes_of, territories_of
from subscriptions.domain.sale_verdict import is_use_included
from subscriptions.models import Purchase, Size, Subscription, Unit


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a licence lacks: a code that stays the same in every language, and a sentence."""

    code: str
    sentence: str


def find_gaps(purchase: Purchase, *, territories: Iterable[str], use: str, size: str = "") -> tuple[Gap, ...]:
    """What the licence lacks for a use in all these territories, and a size if one is named; nothing if it covers all.

    The sentences are in the active language. No query, no clock.
    """
    number = purchase.number
    gaps = []
    if not set(territories) <= set(purchase.territories):
        sentence = _("Licence %(number)s holds for %(territories)s only.")
        named = {"number": number, "territories": territories_of(purchase, language=active_language())}
        gaps.append(Gap("territory", sentence % named))
    if not is_use_included(use, in_use=purchase.use):
        sentence = _("Licence %(number)s is for %(use)s only.")
        gaps.append(Gap("use", sentence % {"number": number, "use": purchase.get_use_display()}))
    if size and size not in sizes_of(purchase):
        sentence = _("Licence %(number)s does not include the size %(size)s.")
        gaps.append(Gap("size", sentence % {"number": number, "size": Size(size).label}))
    return tuple(gaps)


def may_take_its_place(held: Purchase, terms: Subscription, *, ends_at: dt.datetime | None) -> bool:
    """Whether a licence on these terms, which ends at `ends_at` (None: never), takes nothing of `held` away.

    It has all its sizes, and holds as long. The use is the buyer's to say, and is asked before.
    """
    if held.unit == Unit.PHOTO and not set(sizes_of(held)) <= set(terms.sizes):
        return False
    return ends_at is None or (held.licence_ends_at is not None and held.licence_ends_at <= ends_at)
