"""`manage.py load_demo`: fill an empty database with the demo newsroom."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from articles.models import Article, PublicStory, Version
from media_library.models import Photo
from newsroom.demo.accounts import DEMO_PASSWORD, create_accounts
from newsroom.demo.content_files import read_stories
from newsroom.demo.front_pages import tend_front_pages
from newsroom.demo.photos import PhotoBuilder, read_photos
from newsroom.demo.stories import StoryBuilder
from newsroom.demo.subscriptions import SubscriptionBuilder
from newsroom.demo.vocabulary import create_vocabulary
from newsroom.models import User
from subscriptions.models import Customer


class Command(BaseCommand):
    help = "Fill an empty database with invented people, photos and stories. Never touches one that has any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-photos", action="store_true", help="the words alone, which is quicker")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("The demo accounts have a public password: set NEWSROOM_ENV=local to load them.")
        if Article.objects.exists() or User.objects.exists():
            raise CommandError("The database is not empty, so nothing was loaded.")
        with transaction.atomic():
            create_vocabulary()
            accounts = create_accounts()
            now = timezone.now()
            photos = PhotoBuilder(now, accounts)
            if not options["without_photos"]:
                rows = read_photos()
                photos.build_all(rows, tell=lambda number: self.stdout.write(f"{number} of {len(rows)} photos"))
            builder = StoryBuilder(now, accounts, photos.placed)
            stories = read_stories()
            for number, story in enumerate(stories, start=1):
                builder.build(story)
                if number % 20 == 0 or number == len(stories):
                    self.stdout.write(f"{number} of {len(stories)} stories")
            tend_front_pages(builder.built, photos.placed, accounts=accounts, now=now)
            SubscriptionBuilder(now, accounts).build_all()
        self.stdout.write(
            f"Loaded {len(accounts)} accounts (password: {DEMO_PASSWORD}), {Article.objects.count()} stories, "
            f"{PublicStory.objects.visible().count()} of them public, in {Version.objects.count()} versions, "
            f"{Photo.objects.count()} photos, and {Customer.objects.count()} customers."
        )
