"""One licence in the place of another: closed when the new one is taken, open again when that one is refunded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from subscriptions.models import Purchase


def close_replaced(held: Purchase, *, at: dt.datetime) -> None:
    """End a licence because another takes its place in the same transaction. The caller holds the customer's row.

    It is closed before the other is stored: at no moment are there two licences on one thing.
    """
    held.replaced_at = max(at, held.at)
    held.save(update_fields=["replaced_at"])


def reopen_replaced(refunded: Purchase) -> None:
    """Let the licence hold again whose place the refunded one had taken, unless another has taken that one's.

    One that was refunded itself stays ended; then it is the turn of the one before. The caller holds the
    customer's row.
    """
    if refunded.replaced_at is not None:
        return
    before = refunded.replaces
    while before is not None and before.refunded_at is not None:
        before = before.replaces
    if before is not None:
        before.replaced_at = None
        before.save(update_fields=["replaced_at"])


def load_replacements(purchases: Iterable[Purchase | None]) -> None:
    """Load what has replaced these licences, so that `replaced_by` asks nothing more. One query, none if none was."""
    replaced = [purchase for purchase in purchases if purchase is not None and purchase.replaced_at is not None]
    if replaced:
        prefetch_related_objects(replaced, "replacements")
