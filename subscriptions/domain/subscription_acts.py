"""What may be done to a subscription, in which status: one table, and the frame of every act that it allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import lock_customer, move
from subscriptions.domain.notices import tell
from subscriptions.models import Balance, LedgerEntry, Notice, Subscription, SubscriptionAct

if TYPE_CHECKING:
    from newsroom.models import User

Act = SubscriptionAct.Act
Status = Subscription.Status
Tells = Notice.Kind


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: in `source`, `act` leads to `target`, and the customer is told of it."""

    source: Subscription.Status
    act: SubscriptionAct.Act
    target: Subscription.Status
    tells: Notice.Kind | None
    needs_reason: bool = False


# Time alone expires a package. An act that comes after its end, and before the clock's own, meets an expired one.
TRANSITIONS = (
    Transition(Status.REQUESTED, Act.APPROVE, Status.ACTIVE, Tells.APPROVED),
    Transition(Status.REQUESTED, Act.CANCEL, Status.CANCELLED, Tells.CANCELLED, needs_reason=True),
    Transition(Status.ACTIVE, Act.SUSPEND, Status.SUSPENDED, Tells.SUSPENDED, needs_reason=True),
    Transition(Status.ACTIVE, Act.CANCEL, Status.CANCELLED, Tells.CANCELLED, needs_reason=True),
    Transition(Status.ACTIVE, Act.RENEW, Status.ACTIVE, None),  # The new package has its own letter.
    Transition(Status.SUSPENDED, Act.RESUME, Status.ACTIVE, Tells.RESUMED),
    Transition(Status.SUSPENDED, Act.CANCEL, Status.CANCELLED, Tells.CANCELLED, needs_reason=True),
    Transition(Status.EXPIRED, Act.RENEW, Status.EXPIRED, None),
)
_BY_CELL = {(transition.source, transition.act): transition for transition in TRANSITIONS}


class ActRefused(Exception):
    """An act that may not go through; nothing was changed. The message is for the person who tried it."""


class NotPermitted(ActRefused):
    """The person's role does not allow it."""


class WrongStatus(ActRefused):
    """The table has no such act for the status that the subscription is in."""


class NoReason(ActRefused):
    """The act needs a reason, and got none."""


@dataclass
class ActInProgress:
    """The locked subscription, and the moment by the database's clock at which it was locked."""

    subscription: Subscription
    now: dt.datetime


def possible_acts(subscription: Subscription) -> list[SubscriptionAct.Act]:
    """What the table allows in the status that the row shows; the act itself decides anew, under the lock."""
    return [transition.act for transition in TRANSITIONS if transition.source == subscription.status]


def check_permission(by: User) -> None:
    """Raise NotPermitted for who may not run subscriptions."""
    if not by.has_perm(Subscription.PERMISSION):
        raise NotPermitted(_("Your role does not allow you to approve or change subscriptions."))


@contextmanager
def acting(act: SubscriptionAct.Act, subscription_id: int, *, by: User, reason: str = "") -> Iterator[ActInProgress]:
    """Hold the rows of customer and subscription while an act is done, and put the act on record with it.

    Raises Subscription.DoesNotExist, NotPermitted, WrongStatus or NoReason before anything is written.
    """
    check_permission(by)
    with transaction.atomic():
        subscription, now = _lock(subscription_id)
        if _is_overdue(subscription, now=now):
            _expire(subscription)
        transition = _BY_CELL.get((Status(subscription.status), act))
        if transition is None:
            raise WrongStatus(
                _("“%(act)s” can't be done: the subscription is “%(status)s”.")
                % {"act": act.label, "status": subscription.get_status_display()}
            )
        reason = reason.strip()
        if transition.needs_reason and not reason:
            raise NoReason(_("Say in a few words why; the customer will read it."))
        progress = ActInProgress(subscription, now)
        yield progress
        subscription.status = transition.target
        if act != Act.RENEW:
            subscription.status_reason = reason
        subscription.save()
        done = record(act, subscription, source=transition.source, by=by, reason=reason)
        if transition.tells is not None:
            tell(subscription, transition.tells, occasion=str(done.pk))


def record(
    act: SubscriptionAct.Act, subscription: Subscription, *, source: str, by: User | None, reason: str = ""
) -> SubscriptionAct:
    """Write down that an act led the subscription from `source` ("" for a new one) to the status that it has now."""
    return SubscriptionAct.objects.create(
        subscription=subscription,
        act=act,
        from_status=source,
        to_status=subscription.status,
        actor=by,
        reason=reason,
    )


def write_off(subscription: Subscription, *, reason: str, actor: User | None, occasion: str) -> None:
    """Take what is left of a locked subscription, in an expiry entry for each unit; the same occasion takes once."""
    balances = Balance.objects.select_for_update().filter(subscription=subscription, remaining__gt=0)
    for balance in balances.order_by("pk"):
        move(
            balance,
            kind=LedgerEntry.Kind.EXPIRY,
            amount=-balance.remaining,
            reason=reason,
            actor=actor,
            request_key=f"{occasion}:{subscription.pk}:{balance.unit}",
        )


def expire(subscription_id: int) -> bool:
    """End a package whose time is over, and write off what is left; False if that was done, or is not due."""
    with transaction.atomic():
        subscription, now = _lock(subscription_id)
        if not _is_overdue(subscription, now=now):
            return False
        _expire(subscription)
        return True


def _lock(subscription_id: int) -> tuple[Subscription, dt.datetime]:
    """The rows in the order in which purchases take them too: customer, subscription. The clock is read after that.

    Rows that only point to the subscription may still be added: a credit note that holds the counter of documents must
    not have to wait for a renewal that waits for the counter.
    """
    lock_customer(Subscription.objects.values_list("customer_id", flat=True).get(pk=subscription_id))
    held = Subscription.objects.select_for_update(of=("self",), no_key=True).select_related("customer")
    return held.get(pk=subscription_id), database_now()


def _is_overdue(subscription: Subscription, *, now: dt.datetime) -> bool:
    return (
        subscription.status in Subscription.NOT_OVER
        and subscription.ends_at is not None
        and subscription.ends_at <= now
    )


def _expire(subscription: Subscription) -> None:
    source = subscription.status
    with override(subscription.customer.language):
        reason = _("The package has ended.")
    write_off(subscription, reason=reason, actor=None, occasion="expiry")
    subscription.status, subscription.status_reason = Status.EXPIRED, ""
    subscription.save(update_fields=["status", "status_reason"])
    record(Act.EXPIRE, subscription, source=source, by=None)
