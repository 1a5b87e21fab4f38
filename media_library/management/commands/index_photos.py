"""`manage.py index_photos`: write the search index of every photo anew, after the rules of the search have changed."""

from typing import Any

from django.core.management.base import BaseCommand

from media_library.domain.searching import index_photos
from media_library.models import Photo


class Command(BaseCommand):
    help = "Write the search index of every photo anew. Safe while the newsroom works, and to be run again."

    def handle(self, *args: Any, **options: Any) -> None:
        total, done = Photo.objects.count(), 0
        for done in index_photos(Photo.objects.all()):
            if options["verbosity"]:
                self.stdout.write(f"{done} of {max(total, done)} photos")
        self.stdout.write(f"Indexed {done} {'photo' if done == 1 else 'photos'}.")
