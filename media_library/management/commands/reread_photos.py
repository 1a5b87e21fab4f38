"""`manage.py reread_photos`: read the kept metadata of photos again, by the rules of today."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, no_translations

from media_library.domain.metadata import RULES_VERSION
from media_library.domain.showing import reread_photos
from media_library.models import Photo, Supplier
from newsroom.shared.command_options import find_by_slug


class Command(BaseCommand):
    help = (
        "Read the kept metadata of photos again, by the rules of today: of those that were read by older rules, or of "
        "all. What people have edited stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="those too that were read by the rules of today")
        parser.add_argument("--supplier", metavar="SLUG", help="only the photos of this supplier")

    @no_translations  # The console speaks English.
    def handle(self, *args: Any, **options: Any) -> None:
        photos = Photo.objects.all()
        if not options["all"]:
            photos = photos.filter(reading__rules_version__lt=RULES_VERSION)
        supplier = find_by_slug(Supplier.objects.all(), options["supplier"])
        if supplier is not None:
            photos = photos.filter(supplier=supplier)
        total = photos.count()
        for done in reread_photos(photos):
            self.stdout.write(f"{done} of {total} photos")
        if not total:
            self.stdout.write(f"Every photo was read by the rules of today (version {RULES_VERSION}).")
