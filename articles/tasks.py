"""What Celery does for stories."""

from celery import shared_task

from articles.domain.scheduling import publish_due
from articles.domain.searching.vocabulary import learn_words as learn


@shared_task
def publish_due_stories() -> int:
    """Publish the stories whose time has come; returns how many went out."""
    return len(publish_due())


@shared_task
def learn_words() -> int:
    """Learn the words of what was published lately, for who mistypes them; returns of how many stories."""
    return learn()
