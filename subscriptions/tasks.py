"""What the workers do for subscriptions. Doing a task twice does nothing twice."""

from __future__ import annotations

from celery import shared_task

from subscriptions.domain.downloads.handover import sweep_put_down


@shared_task
def sweep_downloads() -> None:
    """Delete the copies that were put down for nginx or the store on the days before yesterday."""
    sweep_put_down()
