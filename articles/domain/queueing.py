"""What the workers are asked for. Called after the commit: a worker must find what it is told of."""

from __future__ import annotations

from celery import current_app

_TASKS = "articles.tasks"


def ask_to_tell_hub(article_id: int, *, delay: float = 0) -> None:
    """Have the hub told of the feeds that a story stands in, `delay` seconds from now at the earliest."""
    current_app.send_task(f"{_TASKS}.tell_hub", args=[article_id], countdown=delay or None)


def ask_to_relate(article_id: int) -> None:
    """Have the stories found that belong beside this one."""
    current_app.send_task(f"{_TASKS}.relate_changed_story", args=[article_id])
