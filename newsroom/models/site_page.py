"""The pages that the agency writes about itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SitePage(models.Model):
    """What the agency has written in the place of the text that a page comes with; see `newsroom.site_pages.pages`.

    A language whose text is empty keeps the one that comes with Newsroom.
    """

    class Key(models.TextChoices):
        PRIVACY = "privacy", _("Privacy")
        TERMS = "terms", _("Terms of use")
        CONTACTS = "contacts", _("Contacts")
        CORRECTIONS = "corrections", _("How we correct errors")

    key = models.CharField(_("page"), max_length=20, choices=Key, unique=True)
    text_bg = models.TextField(_("text in Bulgarian"), blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("page about the agency")
        verbose_name_plural = _("pages about the agency")
        default_permissions = ("view", "change")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                name="site_page_is_known",
                condition=models.Q(key__in=["privacy", "terms", "contacts", "corrections"]),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_key_display())

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_bg
