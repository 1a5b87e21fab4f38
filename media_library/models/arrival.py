"""What came in, by whichever way, and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo


class Arrival(models.Model):
    """One file that arrived: taken, refused, or known already. Of a refused file this record is all that is left."""

    class Way(models.TextChoices):
        UPLOAD = "upload", _("upload")
        COMMAND = "command", _("command")
        DROP_FOLDER = "drop", _("drop folder")
        WIRE = "wire", _("wire")

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken")
        DUPLICATE = "duplicate", _("known already")
        REFUSED = "refused", _("refused")

    file_name = models.CharField(_("name of the file"), max_length=150)
    file_size = models.PositiveBigIntegerField(_("size"), default=0)
    way = models.CharField(_("way in"), max_length=8, choices=Way)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_bg = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    photo = models.ForeignKey(
        Photo, verbose_name=_("photo"), on_delete=models.CASCADE, null=True, related_name="arrivals"
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("brought in by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    arrived_at = models.DateTimeField(_("arrived"), auto_now_add=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        default_permissions = ("view",)
        ordering = ["-arrived_at", "-pk"]
        indexes = [models.Index(fields=["-arrived_at", "-id"], name="arrival_by_time")]
        constraints = [
            models.CheckConstraint(
                name="arrival_outcome_fits_photo",
                condition=models.Q(outcome="refused", photo__isnull=True)
                | models.Q(outcome__in=["taken", "duplicate"], photo__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def reason(self) -> str:
        """Why it was not taken, in the language of whoever asks."""
        return self.reason_en if get_language() == "en" else self.reason_bg
