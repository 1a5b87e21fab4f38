"""Making the sizes that somebody is about to fetch."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from media_library.domain.queueing import ask_to_make_sold_size
from media_library.domain.renditions import PhotoUndecodable
from media_library.domain.sold_sizes import SizeNotReady, provide_sold_size
from media_library.models import Photo, Rendition
from subscriptions.models import Purchase

# With more than these to be made, the workers are asked to help.
_ALONE = 3


def made_sizes(purchases: Iterable[Purchase], *, size: str) -> Mapping[int, Rendition]:
    """The sizes that are there already, by the photo's key. One query."""
    photos = [purchase.photo_id for purchase in purchases]
    return {row.photo_id: row for row in Rendition.objects.filter(photo__in=photos, preset=size, crop="")}


def make_sizes(purchases: Iterable[Purchase], *, size: str, seconds: float, ask_workers: bool = True) -> list[Purchase]:
    """Make what is missing, for so many seconds at most; returns the purchases whose size is still missing then.

    What can't be made at all counts as done: whoever fetches it is told what is wrong.
    """
    until = time.monotonic() + seconds
    missing = _missing(purchases, size=size)
    if ask_workers and len(missing) > _ALONE:
        for purchase in missing:
            ask_to_make_sold_size(int(purchase.photo_id or 0), size)
    left = []
    for purchase in missing:
        if purchase.photo is None or purchase.photo.state == Photo.State.KILLED:
            continue
        if time.monotonic() > until:
            left.append(purchase)
            continue
        try:
            provide_sold_size(purchase.photo, size)
        except SizeNotReady:
            left.append(purchase)
        except (OSError, ValueError, PhotoUndecodable):
            continue
    return _missing(left, size=size)


def _missing(purchases: Iterable[Purchase], *, size: str) -> list[Purchase]:
    purchases = list(purchases)
    made = made_sizes(purchases, size=size)
    return [purchase for purchase in purchases if purchase.photo_id not in made]
