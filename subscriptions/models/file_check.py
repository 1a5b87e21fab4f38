"""That a file in the private storage was looked at, byte by byte, and is what it should be."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class FileCheck(models.Model):
    """The last time that a stored file was found sound: by whose wish, when, its hash, and how it lay there then.

    As long as size and time of change are the same, and not much time has passed, it need not be read again.
    """

    name = models.CharField(_("file"), max_length=255, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("bytes"))
    modified_at = models.DateTimeField(_("last change"))
    checked_at = models.DateTimeField(_("when"), db_default=Now())
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("check of a file")
        verbose_name_plural = _("checks of files")
        default_permissions = ()
        ordering = ["-checked_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="file_check_has_hash", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name
