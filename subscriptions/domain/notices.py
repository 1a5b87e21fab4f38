"""What people are told by e-mail of a subscription: decided once, in a transaction; sent once, after it."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import BigIntegerField, Exists, OuterRef
from django.db.models.functions import Cast

from newsroom.shared.database_clock import database_now
from subscriptions.domain.letters import write_letter
from subscriptions.models import Balance, Notice, Subscription

log = logging.getLogger(__name__)

Kind = Notice.Kind
_LONGEST_WAIT = dt.timedelta(hours=6)


def tell(subscription: Subscription, kind: Notice.Kind, *, unit: str = "", occasion: str = "") -> None:
    """Have a letter sent once this transaction is committed. The same one again is not told twice."""
    _note([Notice(subscription=subscription, kind=kind, unit=unit, occasion=occasion)])


def decide_notices() -> int:
    """Note down which running packages have little left or end soon, each once; returns how many are new."""
    with transaction.atomic():
        new = [*_low_balances(), *_endings()]
        _note(new)
    return len(new)


def send_pending() -> int:
    """Send the letters that wait, and return how many went out.

    Several workers may call this at once: each letter is held by the one that sends it. A letter that fails is tried
    again later, after longer and longer waits; it ends this run, since mostly it is the mail server that is away.
    """
    sent = 0
    while _send_next():
        sent += 1
    return sent


def _note(notices: list[Notice]) -> None:
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _low_balances() -> list[Notice]:
    told = Notice.objects.filter(subscription=OuterRef("subscription"), kind=Kind.LOW_BALANCE, unit=OuterRef("unit"))
    low = Balance.objects.filter(
        ~Exists(told),
        subscription__in=Subscription.objects.running(),
        granted__gt=0,
        remaining__lte=Cast("granted", BigIntegerField()) * settings.LOW_BALANCE_PERCENT / 100,
    )
    return [Notice(subscription_id=row.subscription_id, kind=Kind.LOW_BALANCE, unit=row.unit) for row in low]


def _endings() -> list[Notice]:
    """Packages in their last days, that nobody has renewed; a short one not before half of it is over."""
    now, days = database_now(), dt.timedelta(days=settings.ENDING_NOTICE_DAYS)
    told = Notice.objects.filter(subscription=OuterRef("pk"), kind=Kind.ENDING)
    renewed = Subscription.objects.filter(renews=OuterRef("pk")).exclude(status=Subscription.Status.CANCELLED)
    running = Subscription.objects.running(at=now).filter(~Exists(told), ~Exists(renewed), ends_at__lte=now + days)
    return [
        Notice(subscription=subscription, kind=Kind.ENDING)
        for subscription in running
        if subscription.starts_at and subscription.ends_at
        if subscription.ends_at - now <= (subscription.ends_at - subscription.starts_at) / 2
    ]


def _send_next() -> bool:
    """Send the letter that waits longest, and mark it in the transaction that holds it; False if none went out."""
    with transaction.atomic():
        waiting = Notice.objects.due().select_for_update(of=("self",), skip_locked=True)
        notice = waiting.select_related("subscription__customer__account_manager").first()
        if notice is None:
            return False
        try:
            letter = write_letter(notice)
            if letter is None:
                log.warning("Nobody can be told of notice %d (%s): there is no address", notice.pk, notice.kind)
            else:
                letter.send()
        except DatabaseError:
            raise
        except Exception:
            log.exception("Notice %d could not be sent", notice.pk)
            notice.failures += 1
            wait = min(dt.timedelta(minutes=2 ** min(notice.failures, 10)), _LONGEST_WAIT)
            notice.try_after = database_now() + wait
            notice.save(update_fields=["failures", "try_after"])
            return False
        notice.sent_at = database_now()
        notice.save(update_fields=["sent_at"])
        return True
