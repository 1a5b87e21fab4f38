"""`manage.py renew_photo_files`: have the public files of photos made anew that lack sizes which are made today."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from media_library.domain.renewing import mark_incomplete
from media_library.models import Photo


class Command(BaseCommand):
    help = (
        "Have the public files of photos made anew that lack sizes which are made today, or of all photos. The workers "
        "do it in the background; readers have the old files until all new ones are there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="those too that have every size")

    @no_translations  # The console speaks English.
    def handle(self, *args: Any, **options: Any) -> None:
        marked = 0
        for marked in mark_incomplete(Photo.objects.all(), even_complete=options["all"]):
            self.stdout.write(f"{marked} photos")
        self.stdout.write(f"The files of {marked} photos will be made anew, a thousand every 20 seconds at most.")
