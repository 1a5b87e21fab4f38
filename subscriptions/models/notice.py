"""What customers have been told by e-mail, so that it is told once."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.ledger import Unit
from subscriptions.models.package import Subscription


class Notice(models.Model):
    """One thing that was told of a subscription. The row is written with the decision to tell; the mail follows."""

    class Kind(models.TextChoices):
        LOW_BALANCE = "low_balance", _("low balance")
        ENDING = "ending", _("end of package")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    unit = models.CharField(_("unit"), max_length=5, choices=Unit, blank=True)
    decided_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-decided_at", "-pk"]
        constraints = [models.UniqueConstraint(name="notice_once", fields=["subscription", "kind", "unit"])]

    def __str__(self) -> str:
        return str(self.get_kind_display())
