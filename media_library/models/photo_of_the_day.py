"""Which picture the front page shows on a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo


class PhotoOfTheDay(models.Model):
    """The photo that an editor has chosen for a day of the newsroom's calendar, for the site in every language."""

    date = models.DateField(_("day"), unique=True)
    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.CASCADE, related_name="+")
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("chosen by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        verbose_name = _("photo of the day")
        verbose_name_plural = _("photos of the day")
        default_permissions = ("view", "add", "change", "delete")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"
