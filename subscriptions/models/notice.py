"""What people have been told by e-mail, so that it is told once."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.ledger import Unit
from subscriptions.models.package import Subscription


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> Self:
        """Those that wait to be sent, the oldest first, without those that failed a moment ago."""
        return self.filter(sent_at__isnull=True, try_after__lte=Now()).order_by("try_after", "pk")


class Notice(models.Model):
    """One thing that is told of a subscription. The row is written with what it tells of; the mail follows.

    `occasion` tells apart what may happen more than once: the number of the purchase that was refunded, or the key of
    the act that suspended the package.
    """

    class Kind(models.TextChoices):
        REQUESTED = "requested", _("request received")
        APPROVED = "approved", _("approved")
        SUSPENDED = "suspended", _("suspended")
        RESUMED = "resumed", _("resumed")
        CANCELLED = "cancelled", _("cancelled")
        REFUNDED = "refunded", _("refunded")
        LOW_BALANCE = "low_balance", _("low balance")
        ENDING = "ending", _("end of package")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    unit = models.CharField(_("unit"), max_length=5, choices=Unit, blank=True)
    occasion = models.CharField(max_length=40, blank=True, default="")
    decided_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(_("sent"), null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    try_after = models.DateTimeField(db_default=Now())

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["try_after"], name="notice_to_send", condition=models.Q(sent_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(name="notice_once", fields=["subscription", "kind", "unit", "occasion"])]

    def __str__(self) -> str:
        return str(self.get_kind_display())
