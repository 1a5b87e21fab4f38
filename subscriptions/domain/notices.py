"""What people are told by e-mail of a subscription: decided once, in a transaction; sent once, after it."""

from __future__ import annotations

from subscriptions.models import Notice, Subscription


def tell(subscription: Subscription, kind: Notice.Kind, *, unit: str = "", occasion: str = "") -> None:
    """Have a letter sent once this transaction is committed. The same one again is not told twice."""
    notice = Notice(subscription=subscription, kind=kind, unit=unit, occasion=occasion)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
