"""What the public sees of a story now."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from articles.models.archive_day import ARCHIVE_TRIGGERS
from articles.models.article import Article
from articles.models.author import Author
from articles.models.version import Version
from media_library.models import Section, Tag
from newsroom.shared.addresses import path_in

# So many stories stand in one part of the sitemap, by their numbers.
STORIES_A_PART = 5000
PHOTO_STORY_FROM = 4  # photos; from here on it is the pictures that tell the story.


class PublicStoryQuerySet(models.QuerySet["PublicStory"]):
    def released(self, *, at: dt.datetime | None = None) -> Self:
        """Stories whose embargo, if any, is over, withdrawn ones among them: what has an address."""
        return self.filter(public_since__lte=at or Now())

    def visible(self, *, at: dt.datetime | None = None) -> Self:
        """Stories that readers may be shown in lists: released, and not withdrawn."""
        return self.released(at=at).filter(killed=False)

    def withdrawn(self, *, at: dt.datetime | None = None) -> Self:
        """Stories that readers once had and have no more."""
        return self.released(at=at).filter(killed=True)

    def photo_stories(self) -> Self:
        """Stories that are told in pictures."""
        return self.filter(photo_count__gte=PHOTO_STORY_FROM)

    def in_language(self, language: str) -> Self:
        return self.filter(language=language)

    def newest_first(self) -> Self:
        return self.order_by("-public_since", "-article_id")

    def for_lists(self, *, with_photos: bool = False) -> Self:
        """With what a line of a list shows, and without the bodies."""
        bulky = ["version__body"] if with_photos else ["version__body", "version__photos"]
        return self.select_related("version", "section").defer(*bulky)


class PublicStory(models.Model):
    """One row a story that was ever published, rewritten by every publishing act: the public's index of versions.

    Public pages read this table and versions, never the working copy.
    """

    article = models.OneToOneField(Article, on_delete=models.PROTECT, primary_key=True, related_name="public")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=3, choices=settings.LANGUAGES)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="public_stories")
    public_since = models.DateTimeField(_("public since"))
    killed = models.BooleanField(default=False)
    # What stands before the headline, and since when: the last act that readers are told of. A minor fix leaves both.
    mark = models.CharField(max_length=10, choices=Version.Kind, blank=True)
    marked_at = models.DateTimeField(null=True)
    # How many photos the version shows.
    photo_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    translation_of = models.ForeignKey(Article, on_delete=models.PROTECT, null=True, related_name="public_translations")
    authors = models.ManyToManyField(Author, related_name="public_stories")
    tags = models.ManyToManyField(Tag, related_name="public_stories")

    objects = PublicStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("public story")
        verbose_name_plural = _("public stories")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["language", "-public_since", "-article"],
                name="public_by_time",
                condition=models.Q(killed=False),
            ),
            models.Index(
                fields=["language", "section", "-public_since", "-article"],
                name="public_by_section",
                condition=models.Q(killed=False),
            ),
            # When a part of the sitemap last changed.
            models.Index(
                models.F("article_id") / models.Value(STORIES_A_PART),
                Coalesce("marked_at", "public_since").desc(),
                name="public_by_part",
            ),
            models.Index(
                fields=["language", "-public_since", "-article"],
                name="public_photo_stories",
                condition=models.Q(killed=False, photo_count__gte=PHOTO_STORY_FROM),
            ),
            models.Index(
                fields=["language", "-public_since", "-article"],
                name="public_withdrawn",
                condition=models.Q(killed=True),
            ),
        ]
        triggers = ARCHIVE_TRIGGERS

    def __str__(self) -> str:
        return str(self.version)

    def get_absolute_url(self) -> str:
        return path_in(self.language, "articles:story", self.section.slug, self.article_id, self.version.slug)
