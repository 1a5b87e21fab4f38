"""What the workers do for subscriptions. Doing a task twice does nothing twice."""

from __future__ import annotations

import logging

from celery import shared_task
from django.contrib.auth import get_user_model

from subscriptions.domain import notices, running
from subscriptions.domain.downloads.checking import FAULTS, check_purchase
from subscriptions.domain.downloads.handover import sweep_put_down
from subscriptions.models import Purchase

log = logging.getLogger(__name__)


@shared_task
def sweep_downloads() -> None:
    """Delete the copies that were put down for nginx or the store on the days before yesterday."""
    sweep_put_down()


@shared_task
def check_files(purchase_ids: list[int], size: str, user_id: int) -> None:
    """Read the files of bought photos that somebody is about to download. What is wrong is told to whoever waits."""
    by = get_user_model().objects.filter(pk=user_id).first()
    for purchase in Purchase.objects.filter(pk__in=purchase_ids).select_related("photo").order_by("pk"):
        try:
            check_purchase(purchase, size=size, by=by)
        except FAULTS as error:
            log.warning("Licence %s in %s: %s", purchase.number, size, error)


@shared_task
def end_packages() -> int:
    """End the packages whose time is over, and write off what is left; returns how many ended."""
    return running.expire_due()


@shared_task
def decide_notices() -> int:
    """Find the packages with little left, and those that end soon; returns how many letters that makes."""
    return notices.decide_notices()


@shared_task
def send_notices() -> int:
    """Send the letters that wait; returns how many went out."""
    return notices.send_pending()
