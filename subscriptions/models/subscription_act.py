"""Who did what to a subscription."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.package import Subscription


class SubscriptionAct(models.Model):
    """One act on a subscription, written in the act's own transaction and never changed. No actor: the clock."""

    class Act(models.TextChoices):
        REQUEST = "request", _("Request")
        APPROVE = "approve", _("Approve")
        SUSPEND = "suspend", _("Suspend")
        RESUME = "resume", _("Resume")
        CANCEL = "cancel", _("Cancel the package")
        RENEW = "renew", _("Renew")
        EXPIRE = "expire", _("Expire")

    subscription = models.ForeignKey(
        Subscription, verbose_name=_("subscription"), on_delete=models.PROTECT, related_name="acts"
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    from_status = models.CharField(_("from"), max_length=10, choices=Subscription.Status, blank=True)
    to_status = models.CharField(_("to"), max_length=10, choices=Subscription.Status)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("act on a subscription")
        verbose_name_plural = _("acts on subscriptions")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="subscription_act_has_actor", condition=models.Q(actor__isnull=False) | models.Q(act="expire")
            ),
        ]
        triggers = [pgtrigger.Protect(name="subscription_acts_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.get_act_display())
