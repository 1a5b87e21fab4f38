"""What other agencies sent us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from media_library.models import Section


class WireFile(models.Model):
    """A file as it arrived, byte for byte; one file can hold many items."""

    name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)

    class Meta:
        verbose_name = _("wire file")
        verbose_name_plural = _("wire files")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class WireOriginal(models.Model):
    """One wire item, beside the story that it became, with what a story has no place for.

    `version` is empty where the item names none; such items are told apart by `version_created`.
    """

    uri = models.CharField(_("URI"), max_length=1000)
    version = models.PositiveBigIntegerField(_("version"), null=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="wire_originals")
    file = models.ForeignKey(WireFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="items")
    is_cancelled = models.BooleanField(_("cancelled by its sender"), default=False)
    source = models.CharField(_("source"), max_length=250, blank=True)
    copyright_holder = models.CharField(_("copyright holder"), max_length=250, blank=True)
    copyright_notice = models.TextField(_("copyright notice"), blank=True)
    usage_terms = models.TextField(_("usage terms"), blank=True)
    unmapped = models.JSONField(_("fields we have no place for"), default=list)
    first_created = models.DateTimeField(_("first created"), null=True)
    version_created = models.DateTimeField(_("version created"))
    received_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")
        ordering = ["-received_at"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(name="wire_item_version_once", fields=["uri", "version"]),
            models.UniqueConstraint(
                name="wire_item_unnumbered_once",
                fields=["uri", "version_created"],
                condition=models.Q(version__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.uri if self.version is None else f"{self.uri} ({self.version})"


class WireSubject(models.Model):
    """A rule of the editors': wire copy with this subject is filed in that section."""

    code = models.CharField(
        _("subject"),
        max_length=200,
        unique=True,
        help_text=_(
            "The code or the name as the wire has it, such as medtop:04000000 or “economy, business and finance”."
        ),
    )
    section = models.ForeignKey(Section, verbose_name=_("section"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("wire subject")
        verbose_name_plural = _("wire subjects")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
