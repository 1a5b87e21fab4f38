"""What a publishing act leaves behind, for ever."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from media_library.models import Section


class Version(models.Model):
    """An immutable snapshot of everything that the story page shows.

    The database refuses UPDATE and DELETE, and an INSERT that does not continue the story's chain of hashes.
    `byline` is a list of `{"author": id, "slug", "name_bg", "name_en"}` or `{"guest": name}`; `tags` of
    `{"tag": id, "slug", "name", "name_en"}`; `photos` of photo snapshots.
    """

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("original")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        MINOR = "minor", _("minor fix")
        KILL = "kill", _("withdrawal")

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    public_note = models.TextField(_("public note"), blank=True)

    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(_("address"), max_length=100)
    headline = models.CharField(_("headline"), max_length=250)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("body"), blank=True)
    byline = models.JSONField(_("byline"), default=list)
    dateline_place = models.CharField(_("dateline place"), max_length=120, blank=True)
    sign_off = models.CharField(_("sign-off"), max_length=80, blank=True)
    urgency = models.PositiveSmallIntegerField(_("urgency"))
    tags = models.JSONField(_("tags"), default=list)
    photos = models.JSONField(_("photos"), default=list)
    access = models.CharField(_("access"), max_length=12, choices=Article.Access)
    translation_of = models.ForeignKey(
        Article, verbose_name=_("translation of"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    translated_version = models.PositiveIntegerField(_("translated version"), null=True)

    first_published_at = models.DateTimeField(_("first published"))
    published_at = models.DateTimeField(_("published"))
    embargo_until = models.DateTimeField(_("embargo until"), null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("published by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["article", "number"]
        default_permissions = ("view",)
        indexes = [
            # In which versions a photo was shown.
            GinIndex(fields=["photos"], opclasses=["jsonb_path_ops"], name="version_photos"),
            # The public log of corrections and withdrawals.
            models.Index(
                fields=["language", "-published_at", "-id"],
                name="version_put_right",
                condition=models.Q(kind__in=["correction", "kill"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="version_number_once", fields=["article", "number"]),
            models.CheckConstraint(name="version_number_from_1", condition=models.Q(number__gte=1)),
            models.CheckConstraint(
                name="version_kind_fits_number",
                # A wire item can reach us as an update of something that we never received.
                condition=models.Q(number=1, kind__in=["original", "update"])
                | models.Q(number__gt=1, kind__in=["update", "correction", "minor", "kill"]),
            ),
            models.CheckConstraint(
                name="version_note_where_due",
                condition=~models.Q(kind__in=["correction", "kill"]) | models.Q(public_note__regex=r"\S"),
                violation_error_message=_("A correction or a withdrawal needs a note for the readers."),
            ),
            models.CheckConstraint(name="version_in_site_language", condition=models.Q(language__in=["bg", "en"])),
            models.CheckConstraint(
                name="version_times_in_order", condition=models.Q(published_at__gte=models.F("first_published_at"))
            ),
            models.CheckConstraint(
                name="version_hash_is_sha256", condition=models.Q(content_hash__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="versions_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="versions_form_a_chain",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("expected", "TEXT")],
                func="""
                    SELECT content_hash INTO expected FROM articles_version
                        WHERE article_id = NEW.article_id AND number = NEW.number - 1;
                    IF NEW.previous_hash IS DISTINCT FROM COALESCE(expected, '')
                            OR (NEW.number > 1 AND expected IS NULL) THEN
                        RAISE EXCEPTION 'version % of story % does not continue its chain', NEW.number, NEW.article_id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} ({self.number})"

    @property
    def public_from(self) -> dt.datetime:
        """The moment from which readers may see this version."""
        return max(self.published_at, self.embargo_until) if self.embargo_until else self.published_at
