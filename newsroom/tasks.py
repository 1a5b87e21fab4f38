"""What the clock has done for the whole site."""

from celery import shared_task

from newsroom.shared.page_cache import bumping

_GIVEN_TIME = 2.0  # seconds; whoever has just committed is about to do it


@shared_task
def repeat_pending_bumps() -> None:
    """Make those pages stale that a process could not, or did not live to."""
    bumping.repeat_pending_bumps(older_than=_GIVEN_TIME)
