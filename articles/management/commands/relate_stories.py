"""`manage.py relate_stories`: find anew which stories belong beside which."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.domain.relating import relate_story
from articles.models import PublicStory
from newsroom.shared.key_batches import batches_of_keys

_BATCH = 100


class Command(BaseCommand):
    help = "Find for every public story which others belong beside it. Can be stopped, and run again, at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done, changed = PublicStory.objects.count(), 0, 0
        for keys in batches_of_keys(PublicStory.objects.all(), size=_BATCH):
            for article_id in keys:
                changed += bool(relate_story(article_id))
            done += len(keys)
            self.stdout.write(f"{done} of {total} stories")
        noun = "story" if done == 1 else "stories"
        self.stdout.write(f"Related {done} {noun}; {changed} of them changed what stands beside a story.")
