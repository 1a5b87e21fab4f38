"""Balances that sales move by hand: a grant or an adjustment, with a reason, and above a limit by two people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import InsufficientBalance, lock_balances, lock_customer, move
from subscriptions.models import Adjustment, Balance, LedgerEntry, Subscription

if TYPE_CHECKING:
    from newsroom.models import User

PERMISSION: Final = "subscriptions.adjust_balance"
KINDS: Final = (LedgerEntry.Kind.GRANT, LedgerEntry.Kind.ADJUSTMENT)
# What one person moved within a day counts as one wish, so that nobody gets past the limit in small steps.
_COUNTS_FOR: Final = dt.timedelta(days=1)
_LARGEST: Final = 1_000_000
State = Adjustment.State


class AdjustmentRefused(Exception):
    """The balance may not be moved so; nothing was changed. The message is for the person who tried."""


class NotPermitted(AdjustmentRefused):
    """The person's role does not allow it."""


class BadAmount(AdjustmentRefused):
    """The number moves nothing, does not fit the kind, or would take more than there is."""


class NoReason(AdjustmentRefused):
    """An adjustment needs a reason, and got none."""


class PackageNotRunning(AdjustmentRefused):
    """The package has not begun, or is over: nothing comes to life that has ended."""


class RequestKeyTaken(AdjustmentRefused):
    """The request key belongs to another wish."""


class OwnRequest(AdjustmentRefused):
    """Somebody else must decide on what one has asked for oneself."""


class AlreadyDecided(AdjustmentRefused):
    """The other decision was taken before; it is on `adjustment`."""

    def __init__(self, adjustment: Adjustment) -> None:
        super().__init__(
            _("%(who)s has decided on this already: %(state)s.")
            % {"who": adjustment.decided_by, "state": adjustment.get_state_display()}
        )
        self.adjustment = adjustment


def ask(balance_id: int, *, kind: LedgerEntry.Kind, amount: int, reason: str, by: User, request_key: str) -> Adjustment:
    """Move a balance by `amount` whole units (signed; a grant is positive), or have it wait for a second person.

    It is carried out at once if it moves no more than `settings.FOUR_EYES_ABOVE` units, together with what the same
    person moved on this balance without a second one in the last 24 hours. The same `request_key` again is the same
    request, and moves nothing more. Raises Balance.DoesNotExist, NotPermitted, BadAmount, NoReason, PackageNotRunning
    and RequestKeyTaken.
    """
    _check_permission(by)
    reason = reason.strip()
    with transaction.atomic():
        lock_customer(Balance.objects.values_list("subscription__customer_id", flat=True).get(pk=balance_id))
        known = Adjustment.objects.filter(request_key=request_key).first()
        if known is not None:
            if (known.balance_id, known.kind, known.amount, known.asked_by_id) != (balance_id, kind, amount, by.pk):
                raise RequestKeyTaken(_("This form has been sent already, with other numbers. Open it again."))
            return known
        _check_wish(kind=kind, amount=amount, reason=reason)
        now = database_now()
        balance = _lock(balance_id)
        _check_balance(balance, amount=amount, now=now)
        adjustment = Adjustment.objects.create(
            balance=balance,
            kind=kind,
            amount=amount,
            reason=reason,
            asked_by=by,
            request_key=request_key,
            needs_second=needs_second(balance, amount=amount, by=by, now=now),
        )
        if not adjustment.needs_second:
            _carry_out(adjustment, balance, by=by, now=now)
    return adjustment


def decide(adjustment_id: int, *, by: User, approve: bool) -> Adjustment:
    """Carry out what somebody else has asked for, or refuse it; who asked may only withdraw it, by refusing.

    The same decision of the same person twice is one. Raises Adjustment.DoesNotExist, NotPermitted, OwnRequest,
    AlreadyDecided, and BadAmount or PackageNotRunning where the balance no longer allows it.
    """
    _check_permission(by)
    with transaction.atomic():
        lock_customer(
            Adjustment.objects.values_list("balance__subscription__customer_id", flat=True).get(pk=adjustment_id)
        )
        adjustment = Adjustment.objects.select_for_update(of=("self",)).get(pk=adjustment_id)
        decision = State.DONE if approve else State.REFUSED
        if adjustment.state != State.WAITING:
            if adjustment.state == decision and adjustment.decided_by_id == by.pk:
                return adjustment
            raise AlreadyDecided(adjustment)
        now = database_now()
        if not approve:
            _close(adjustment, decision, by=by, now=now)
            return adjustment
        if adjustment.asked_by_id == by.pk:
            raise OwnRequest(_("Somebody else must decide on what you have asked for yourself."))
        balance = _lock(adjustment.balance_id)
        _check_balance(balance, amount=adjustment.amount, now=now)
        _carry_out(adjustment, balance, by=by, now=now)
    return adjustment


def needs_second(balance: Balance, *, amount: int, by: User, now: dt.datetime) -> bool:
    """Whether this person, at an aware time, needs a second one to move so much."""
    moved: int = (
        Adjustment.objects.filter(
            balance=balance, asked_by=by, state=State.DONE, needs_second=False, decided_at__gt=now - _COUNTS_FOR
        )
        .aggregate(units=Sum(Abs("amount"), default=0))
        .get("units", 0)
    )
    limit: int = settings.FOUR_EYES_ABOVE
    return moved + abs(amount) > limit


def may_be_adjusted(subscription: Subscription) -> bool:
    """Whether its balances may be moved by hand, by the status that the row shows; the act decides anew."""
    return subscription.status in Subscription.NOT_OVER


def _check_permission(by: User) -> None:
    if not by.has_perm(PERMISSION):
        raise NotPermitted(_("Your role does not allow you to grant or adjust balances."))


def _check_wish(*, kind: LedgerEntry.Kind, amount: int, reason: str) -> None:
    if kind not in KINDS:
        raise BadAmount(_("A balance is moved by hand by a grant or an adjustment only."))
    if not reason:
        raise NoReason(_("Say in a few words why the balance moves."))
    if not 0 < abs(amount) <= _LARGEST:
        raise BadAmount(_("The number of units must not be zero, and not above a million."))
    if kind == LedgerEntry.Kind.GRANT and amount < 0:
        raise BadAmount(_("A grant gives; to take units away, choose an adjustment."))


def _lock(balance_id: int) -> Balance:
    customer_id = Balance.objects.values_list("subscription__customer_id", flat=True).get(pk=balance_id)
    return next(balance for balance in lock_balances(customer_id) if balance.pk == balance_id)


def _check_balance(balance: Balance, *, amount: int, now: dt.datetime) -> None:
    subscription = balance.subscription
    if not may_be_adjusted(subscription) or subscription.ends_at is None or subscription.ends_at <= now:
        raise PackageNotRunning(_("Only the balance of a running or a suspended package can be moved."))
    if balance.remaining + amount < 0:
        raise BadAmount(
            _("There is not enough left: %(remaining)d, and %(wanted)d would be taken.")
            % {"remaining": balance.remaining, "wanted": -amount}
        )


def _carry_out(adjustment: Adjustment, balance: Balance, *, by: User, now: dt.datetime) -> None:
    try:
        move(
            balance,
            kind=LedgerEntry.Kind(adjustment.kind),
            amount=adjustment.amount,
            reason=adjustment.reason,
            actor=by,
            request_key=f"adjustment:{adjustment.pk}",
        )
    except InsufficientBalance as refusal:
        raise BadAmount(str(refusal)) from refusal
    _close(adjustment, State.DONE, by=by, now=now)


def _close(adjustment: Adjustment, state: Adjustment.State, *, by: User, now: dt.datetime) -> None:
    adjustment.state, adjustment.decided_by, adjustment.decided_at = state, by, now
    adjustment.save(update_fields=["state", "decided_by", "decided_at"])
