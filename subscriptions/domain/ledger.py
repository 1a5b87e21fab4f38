"""The one place that moves balances: an entry and its balance together, under a lock, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from subscriptions.models import Balance, Customer, LedgerEntry, Purchase, Subscription, Unit

if TYPE_CHECKING:
    from newsroom.models import User


class InsufficientBalance(Exception):
    """There is less left than is to be taken. Nothing was taken; the message is for the person who tried."""


def lock_customer(customer_id: int) -> Customer:
    """Hold the customer's row until the transaction ends: whatever moves its money or its seats waits for each other.

    Rows that only point to the customer may still be added. Raises Customer.DoesNotExist.
    """
    return Customer.objects.select_for_update(no_key=True).get(pk=customer_id)


def lock_balances(customer_id: int, *, unit: str | None = None) -> list[Balance]:
    """Hold the balances of a customer, with their subscriptions, in the order of their keys: nobody deadlocks."""
    balances = Balance.objects.select_for_update(of=("self",)).filter(subscription__customer=customer_id)
    if unit is not None:
        balances = balances.filter(unit=unit)
    return list(balances.select_related("subscription").order_by("pk"))


def open_balances(subscription: Subscription) -> list[Balance]:
    """Make the empty balances of a subscription: one for each unit that its terms hold any of."""
    units = [(Unit.PHOTO, subscription.photos), (Unit.STORY, subscription.stories)]
    return [Balance.objects.create(subscription=subscription, unit=unit) for unit, number in units if number]


def move(
    balance: Balance,
    *,
    kind: LedgerEntry.Kind,
    amount: int,
    reason: str,
    actor: User | None,
    request_key: str,
    purchase: Purchase | None = None,
) -> LedgerEntry:
    """Add an entry of `amount` whole units (signed, not zero), and move the balance by it.

    The caller holds the balance's row. The same `request_key` again moves nothing, and returns the entry that is there.
    Raises InsufficientBalance, and IntegrityError for what the database does not accept as an entry.
    """
    known = LedgerEntry.objects.filter(request_key=request_key).first()
    if known is not None:
        return known
    after = balance.remaining + amount
    if after < 0:
        raise InsufficientBalance(
            _("There is not enough left: %(remaining)d, and %(wanted)d would be taken.")
            % {"remaining": balance.remaining, "wanted": -amount}
        )
    entry = LedgerEntry.objects.create(
        balance=balance,
        number=balance.last_number + 1,
        kind=kind,
        amount=amount,
        balance_after=after,
        purchase=purchase,
        reason=reason,
        actor=actor,
        request_key=request_key,
    )
    balance.remaining, balance.last_number = after, entry.number
    if kind == LedgerEntry.Kind.GRANT:
        balance.granted += amount
    balance.save(update_fields=["remaining", "last_number", "granted"])
    return entry
