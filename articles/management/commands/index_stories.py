"""`manage.py index_stories`: write the search index of the public stories anew, and learn their words."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.domain.searching.indexing import index_stories
from articles.domain.searching.vocabulary import learn_words
from articles.models import PublicStory


class Command(BaseCommand):
    help = "Write the search index of every public story anew. Safe while the newsroom works, and to be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="Only of stories that the search does not know yet.")

    def handle(self, *args: Any, missing: bool, **options: Any) -> None:
        stories = PublicStory.objects.all()
        if missing:
            stories = stories.filter(searchable=None, killed=False)
        total, done = stories.count(), 0
        for done in index_stories(stories):
            if options["verbosity"]:
                self.stdout.write(f"{done} of {max(total, done)} stories")
        learn_words()
        if done or not missing:
            self.stdout.write(f"Indexed {done} {'story' if done == 1 else 'stories'}.")
