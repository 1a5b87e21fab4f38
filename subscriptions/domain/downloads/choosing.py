"""What somebody wants to download: bought photos, and the sizes that all of their licences include."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from media_library.models import Rendition
from newsroom.shared.database_clock import database_now
from newsroom.shared.row_numbers import RowNumber
from subscriptions.domain.downloads.entitled import Refusal, why_not
from subscriptions.domain.downloads.licence_words import sizes_of
from subscriptions.domain.licence_reach import Gap, find_gaps
from subscriptions.domain.replacing import load_replacements
from subscriptions.models import MOST_AT_ONCE, Member, Purchase, Size, Unit

_LICENCE_NUMBER = re.compile(r"[0-9]{4}-[0-9]{7,11}", re.ASCII)


class UnknownPurchase(LookupError):
    """None of the customer's licences has this number, or nothing was named, or too much."""


@dataclass(frozen=True, slots=True)
class DownloadChoice:
    """The purchases under which files can leave, and those under which none can, each with its reason.

    `sizes` are those that every available licence includes, the largest last; `gaps` what available licences lack of
    what the customer needs now: they may be downloaded all the same, and used as far as they reach.
    """

    available: Sequence[Purchase]
    refused: Sequence[Refusal]
    sizes: Sequence[str]
    gaps: Sequence[Gap] = ()

    @property
    def best_size(self) -> str:
        return self.sizes[-1] if self.sizes else ""

    @property
    def further_sizes(self) -> list[tuple[str, str]]:
        """The sizes that take other licences, with their names."""
        return [(str(value), str(name)) for value, name in Size.choices if value not in self.sizes]

    @property
    def size_choices(self) -> list[tuple[str, str]]:
        """The sizes with their names."""
        return [(size, str(Size(size).label)) for size in self.sizes]


def read_choice(numbers: Iterable[str], photos: Iterable[str], *, member: Member) -> DownloadChoice:
    """The purchases with these licence numbers, and those in force of these photos, as the customer holds them.

    Raises UnknownPurchase for a number that is not one of the customer's photos, for none and for over MOST_AT_ONCE.
    """
    numbers = set(numbers)
    photo_ids = {int(text) for text in photos if re.fullmatch(RowNumber.regex, text)}
    if not 0 < len(numbers) + len(photo_ids) <= MOST_AT_ONCE:
        raise UnknownPurchase
    if not all(_LICENCE_NUMBER.fullmatch(number) for number in numbers):
        raise UnknownPurchase
    now = database_now()
    thumbs = Prefetch("photo__renditions", Rendition.objects.filter(preset="thumb", crop=""), to_attr="thumbs")
    mine = member.customer.purchases.filter(unit=Unit.PHOTO).select_related("photo").order_by("pk")
    in_force = member.customer.purchases.in_force(at=now).filter(photo__in=photo_ids).values("pk")
    found = list(mine.filter(Q(number__in=numbers) | Q(pk__in=in_force)).prefetch_related(thumbs))
    if numbers - {purchase.number for purchase in found} or photo_ids - {purchase.photo_id for purchase in found}:
        raise UnknownPurchase
    load_replacements(found)
    return _divide(found, territories=member.customer.territories)


def _divide(purchases: Sequence[Purchase], *, territories: Iterable[str]) -> DownloadChoice:
    now = database_now()
    available, refused = [], []
    for purchase in purchases:
        # In any size at all.
        reason = why_not(purchase, size=next(iter(sizes_of(purchase)), ""), at=now)
        if reason:
            refused.append(Refusal(purchase, reason))
        else:
            available.append(purchase)
    common = [size for size in Size.values if available and all(size in sizes_of(one) for one in available)]
    needed = list(territories)
    gaps = [gap for one in available for gap in find_gaps(one, territories=needed, use=one.use)]
    return DownloadChoice(available, refused, common, gaps)
