"""What a public story is found by."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from articles.models.public_story import PublicStory
from articles.models.version import Version
from media_library.models import Section


class SearchableStoryQuerySet(models.QuerySet["SearchableStory"]):
    def released(self, *, at: dt.datetime | None = None) -> Self:
        """What readers may find: stories whose embargo, if any, is over. Withdrawn ones have no row at all."""
        return self.filter(public_since__lte=at or Now())


class SearchableStory(models.Model):
    """One narrow row a story that readers may be shown in lists, with the words of its current version.

    Written by publishing acts with `PublicStory`, and taken away by a withdrawal. It is a table of its own so that
    lists never carry the vectors, and a search never reads more than the vectors and what it counts by.
    """

    story = models.OneToOneField(PublicStory, on_delete=models.CASCADE, primary_key=True, related_name="searchable")
    public_since = models.DateTimeField()
    language = models.CharField(max_length=3)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Version.Kind)
    words = SearchVectorField()

    objects = SearchableStoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("story in the search")
        verbose_name_plural = _("stories in the search")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-public_since", "-story"], name="searchable_by_time"),
            # Without the list of pending entries, which every search would have to read first.
            GinIndex(fields=["words"], name="searchable_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return str(self.story)
