"""What Celery does for stories."""

from http.client import HTTPException

from celery import shared_task

from articles.domain import websub
from articles.domain.relating import relate_story
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


@shared_task(
    autoretry_for=(OSError, HTTPException), retry_backoff=10, retry_backoff_max=3600, max_retries=8, ignore_result=True
)
def tell_hub(article_id: int) -> None:
    """Tell the hub that feeds have changed; one that does not answer is asked again, later each time."""
    websub.tell_hub(article_id)


@shared_task
def relate_changed_story(article_id: int) -> int:
    """Find the stories that belong beside one that has changed; returns how many pages that changed."""
    return relate_story(article_id)
