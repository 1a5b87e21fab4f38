"""What other agencies sent us."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from media_library.models import Section


class WireOriginal(models.Model):
    """One wire item as it arrived, byte for byte, beside the story that it became."""

    uri = models.CharField(_("URI"), max_length=1000)
    version = models.PositiveBigIntegerField(_("version"), default=0)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="wire_originals")
    file_name = models.CharField(_("file"), max_length=255)
    original = models.BinaryField()
    sha256 = models.CharField("SHA-256", max_length=64)
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
        constraints = [models.UniqueConstraint(name="wire_item_version_once", fields=["uri", "version"])]

    def __str__(self) -> str:
        return f"{self.uri} ({self.version})"


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
