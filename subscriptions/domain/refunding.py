"""Taking a purchase back: an entry in the ledger, and the end of the licence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import lock_balances, lock_customer, move
from subscriptions.domain.notices import tell
from subscriptions.domain.replacing import reopen_replaced
from subscriptions.models import LedgerEntry, Notice, Purchase, Subscription

if TYPE_CHECKING:
    from newsroom.models import User


class NotRefundable(Exception):
    """The purchase can't be refunded. The message is for the person who tried."""


def refund_purchase(purchase_id: int, *, by: User, reason: str) -> Purchase:
    """Give back what a purchase took, and end its licence: further downloads stop.

    A licence whose place it took holds again, as if it had never been replaced.
    A package that has ended, or was cancelled, gets its units back only to have them written off again in the same
    transaction, so that nothing comes to life that is over. Refunded a second time is the same refund. Raises
    Purchase.DoesNotExist and NotRefundable (no reason, no permission).
    """
    if not by.has_perm("subscriptions.refund_purchase"):
        raise NotRefundable(_("Your role does not allow refunds."))
    if not reason.strip():
        raise NotRefundable(_("Say in a few words why the purchase is refunded."))
    with transaction.atomic():
        found = Purchase.objects.get(pk=purchase_id)
        lock_customer(found.customer_id)
        purchase = Purchase.objects.select_for_update(of=("self",)).select_related("subscription").get(pk=purchase_id)
        if purchase.refunded_at is not None:
            return purchase
        balances = lock_balances(purchase.customer_id, unit=purchase.unit)
        balance = next(row for row in balances if row.subscription_id == purchase.subscription_id)
        purchase.refunded_at, purchase.refunded_by = database_now(), by
        purchase.save(update_fields=["refunded_at", "refunded_by"])
        reopen_replaced(purchase)
        move(
            balance,
            kind=LedgerEntry.Kind.REFUND,
            amount=purchase.cost,
            reason=reason.strip(),
            actor=by,
            request_key=f"refund:{purchase.number}",
            purchase=purchase,
        )
        if purchase.subscription.status in {Subscription.Status.EXPIRED, Subscription.Status.CANCELLED}:
            move(
                balance,
                kind=LedgerEntry.Kind.EXPIRY,
                amount=-purchase.cost,
                reason=_("The package is over; what was refunded is written off."),
                actor=by,
                request_key=f"refund-expiry:{purchase.number}",
            )
        tell(purchase.subscription, Notice.Kind.REFUNDED, occasion=purchase.number)
    return purchase
