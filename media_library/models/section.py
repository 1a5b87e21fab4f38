"""The rubrics that stories and photos are filed in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.shared.addresses import active_language, path_in

UNSORTED_SLUG = "unsorted"


class Section(models.Model):
    """A rubric (Свят, България, Икономика…). It stands in the lowest app because photos are filed in it too."""

    slug = models.SlugField(
        _("address"),
        unique=True,
        help_text=_("The part of the address. Changing it moves the section; stories redirect, lists do not."),
    )
    name_bg = models.CharField(_("name in Bulgarian"), max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100, db_index=True)
    in_menu = models.BooleanField(_("in the site's menu"), default=True)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("editors"),
        related_name="sections_edited",
        blank=True,
        help_text=_("Editors publish and update the stories of their own sections. Chief editors need not be listed."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name(active_language())

    def get_absolute_url(self) -> str:
        return path_in(active_language(), "articles:section", self.slug)

    def name(self, language: str) -> str:
        """The section's name as a page in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg
