"""What a customer should be told before it is too late: little left, or soon over."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from subscriptions.models import Balance, Subscription


def is_low(balance: Balance) -> bool:
    """Whether no more is left of what was granted than LOW_BALANCE_PERCENT. What was never granted is not low."""
    return balance.granted > 0 and balance.remaining * 100 <= balance.granted * settings.LOW_BALANCE_PERCENT


def is_ending(subscription: Subscription, *, at: dt.datetime) -> bool:
    """Whether the package ends within ENDING_NOTICE_DAYS of `at` (aware), and has not ended yet."""
    within = dt.timedelta(days=settings.ENDING_NOTICE_DAYS)
    return subscription.ends_at is not None and at < subscription.ends_at <= at + within
