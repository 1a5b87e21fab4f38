"""Who did what to the team of a customer."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from subscriptions.models.customer import Customer, Member


class TeamAct(models.Model):
    """One act on a team, written in the act's own transaction and never changed.

    It concerns a member, or the address that a seat was offered to. `role` is the one that was offered or given.
    """

    class Act(models.TextChoices):
        INVITE = "invite", _("Invited")
        RESEND = "resend", _("Invited again")
        REVOKE = "revoke", _("Invitation withdrawn")
        JOIN = "join", _("Joined")
        ROLE = "role", _("Role changed")
        REMOVE = "remove", _("Removed")
        LEAVE = "leave", pgettext_lazy("the team", "Left")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="team_acts"
    )
    act = models.CharField(_("act"), max_length=6, choices=Act)
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.PROTECT, null=True, related_name="acts"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=6, choices=Member.Role, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("act on a team")
        verbose_name_plural = _("acts on teams")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["customer", "-at", "-id"], name="team_act_of_customer")]
        constraints = [
            models.CheckConstraint(
                name="team_act_concerns_somebody", condition=models.Q(member__isnull=False) ^ ~models.Q(email="")
            ),
        ]
        triggers = [pgtrigger.Protect(name="team_acts_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.member or self.email}"
