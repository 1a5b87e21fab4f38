"""Whose names stand over stories."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.shared.addresses import active_language, path_in


class Author(models.Model):
    """A journalist as readers know them. The account that signs in, if there is one, is separate."""

    slug = models.SlugField(_("address"), unique=True, max_length=100)
    name_bg = models.CharField(_("name in Bulgarian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    role_bg = models.CharField(_("role in Bulgarian"), max_length=160, blank=True)
    role_en = models.CharField(_("role in English"), max_length=160, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        related_name="author",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name_bg"]

    def __str__(self) -> str:
        return self.name(active_language())

    def get_absolute_url(self) -> str:
        return path_in(active_language(), "articles:author", self.slug)

    def name(self, language: str) -> str:
        """The author's name as a page in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg

    def role(self, language: str) -> str:
        """What the author is to the agency, as a page in `language` shows it."""
        return self.role_en if language == "en" else self.role_bg
