"""The log of what was done to a photo."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo


class PhotoAct(models.Model):
    """Who did what to a photo, when, and why. Only ever added to."""

    class Act(models.TextChoices):
        TAKE = "take", _("taken in")
        EDIT = "edit", _("edited")
        RELEASE = "release", _("shown to readers")
        HOLD = "hold", _("taken back to the desk")
        KILL = "kill", _("withdrawn")
        DECIDE = "decide", _("rights decided")
        CREDIT = "credit", _("credit set")
        RETRY = "retry", _("processing started again")
        OVERRIDE = "override", _("placed against the verdict")
        CONFIRM = "confirm", _("conditions confirmed")
        DOWNLOAD = "download", _("original downloaded")

    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("act on a photo")
        verbose_name_plural = _("acts on photos")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["photo", "-at"], name="photo_act_by_time")]
        triggers = [pgtrigger.Protect(name="photo_acts_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.get_act_display())
