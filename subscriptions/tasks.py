"""What the workers do for subscriptions. Doing a task twice does nothing twice."""

from __future__ import annotations

from celery import shared_task

from subscriptions.domain import notices, running
from subscriptions.domain.downloads.handover import sweep_put_down


@shared_task
def sweep_downloads() -> None:
    """Delete the copies that were put down for nginx or the store on the days before yesterday."""
    sweep_put_down()


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
