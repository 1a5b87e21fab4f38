"""The story as the desk works on it: one lasting identity, and a working copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from articles.models.author import Author
from media_library.models import Section, Tag

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from newsroom.models import User


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The stories whose working copy this person may look at in the admin.

        Chief editors see all; editors what is in their sections, journalists what they wrote. What readers can see
        already is open to everyone in the newsroom, who translate it and write what follows.
        """
        if not user.is_authenticated or not user.is_active or not user.has_perm("articles.view_article"):
            return self.none()
        if user.has_perm("articles.work_in_every_section"):
            return self
        within_reach = models.Q(created_by=user) | models.Q(public__public_since__lte=Now())
        within_reach |= models.Exists(BylineEntry.objects.filter(article=models.OuterRef("pk"), author__user=user))
        if user.has_perm("articles.edit_article"):
            within_reach |= models.Q(section__in=user.sections_edited.all())
        return self.filter(within_reach)

    def due(self, *, at: models.expressions.Combinable | object) -> Self:
        """Scheduled stories whose time has come at `at`, in the order in which they were to go out."""
        return self.filter(state=Article.State.SCHEDULED, publish_at__lte=at).order_by("publish_at", "pk")


class Article(models.Model):
    """One news item. Staff edit these fields; readers see only what a publishing act has copied into a version."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        KILLED = "killed", _("withdrawn")
        SPIKED = "spiked", _("spiked")

    class Access(models.TextChoices):
        FREE = "free", _("free")
        SUBSCRIBERS = "subscribers", _("for subscribers")

    language = models.CharField(_("language"), max_length=3, default=settings.LANGUAGE_CODE)
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.PROTECT, related_name="+")
    headline = models.CharField(_("headline"), max_length=250)
    lead = models.TextField(_("lead"), blank=True, max_length=2000)
    body = models.TextField(_("body"), blank=True)
    slugline = models.CharField(
        _("slugline"), max_length=100, blank=True, help_text=_("The desk's short working title.")
    )
    authors = models.ManyToManyField(Author, verbose_name=_("authors"), through="BylineEntry", related_name="+")
    guests = models.CharField(
        _("guest authors"),
        max_length=250,
        blank=True,
        help_text=_("Names that have no author page, as readers see them."),
    )
    dateline_place = models.CharField(_("dateline place"), max_length=120, blank=True)
    sign_off = models.CharField(
        _("sign-off"),
        max_length=80,
        blank=True,
        help_text=_("Initials of the desk in the order in which they worked on it, with a slash between: НС/ИБ."),
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), default=5, help_text=_("1 is most urgent, 9 least; 1 and 2 are breaking news.")
    )
    tags = TaggableManager(verbose_name=_("tags"), through="ArticleTag", blank=True)
    editors_note = models.TextField(
        _("editor's note"), blank=True, help_text=_("For the desk and the subscribers; not on the public page.")
    )
    sources = models.TextField(_("sources"), blank=True, help_text=_("For the desk; not on the public page."))
    access = models.CharField(_("access"), max_length=12, choices=Access, default=Access.FREE)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
    )
    translated_version = models.PositiveIntegerField(
        _("translated version"),
        null=True,
        blank=True,
        help_text=_("The number of the source's version it was made from."),
    )

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-changed_at", "-pk"]
        permissions = [
            ("submit_article", _("Can submit a story to the editors")),
            ("edit_article", _("Can edit and return stories that have been submitted or published")),
            ("publish_article", _("Can publish and schedule a story")),
            ("update_article", _("Can publish an update or a minor fix")),
            ("correct_article", _("Can publish a correction")),
            ("kill_article", _("Can withdraw a published story")),
            ("spike_article", _("Can spike a story and take it back")),
            ("work_in_every_section", _("Can work on the stories of every section and author")),
        ]
        indexes = [
            models.Index(fields=["-changed_at", "-id"], name="article_by_change"),
            models.Index(fields=["state", "-changed_at"], name="article_by_state"),
            models.Index(fields=["section", "-changed_at"], name="article_by_section"),
            models.Index(fields=["publish_at"], name="article_due", condition=models.Q(state="scheduled")),
            GinIndex(OpClass(Upper("headline"), name="gin_trgm_ops"), name="article_headline_trgm"),
            GinIndex(OpClass(Upper("slugline"), name="gin_trgm_ops"), name="article_slugline_trgm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="article_urgency_1_to_9",
                condition=models.Q(urgency__range=(1, 9)),
                violation_error_message=_("Urgency is a number from 1 (most urgent) to 9."),
            ),
            models.CheckConstraint(
                name="article_state_known",
                condition=models.Q(state__in=["draft", "submitted", "scheduled", "published", "killed", "spiked"]),
            ),
            models.CheckConstraint(name="article_access_known", condition=models.Q(access__in=["free", "subscribers"])),
            models.CheckConstraint(
                name="article_scheduled_has_time",
                condition=~models.Q(state="scheduled") | models.Q(publish_at__isnull=False),
                violation_error_message=_("A scheduled story needs the time at which it is to go out."),
            ),
            models.CheckConstraint(
                name="article_not_its_own_translation",
                condition=models.Q(translation_of__isnull=True) | ~models.Q(translation_of=models.F("id")),
                violation_error_message=_("A story can't be a translation of itself."),
            ),
            models.UniqueConstraint(
                name="article_one_translation_a_language",
                fields=["translation_of", "language"],
                condition=~models.Q(state="spiked"),
                violation_error_message=_("That story already has a translation into this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.slugline or gettext("(no headline)")


class BylineEntry(models.Model):
    """One name of a byline, at its place."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="byline")
    author = models.ForeignKey(Author, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("name in the byline")
        verbose_name_plural = _("byline")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="byline_author_once",
                fields=["article", "author"],
                violation_error_message=_("This author already stands in the byline."),
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class ArticleTag(ItemBase):
    """A tag of a working copy, by a real foreign key."""

    content_object = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="tagged_articles")

    class Meta:
        constraints = [models.UniqueConstraint(name="article_tag_once", fields=["content_object", "tag"])]

    def __str__(self) -> str:
        return str(self.tag)
