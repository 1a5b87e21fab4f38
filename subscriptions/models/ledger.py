"""What is left of a subscription, and every movement that made it so."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.package import Subscription


class Unit(models.TextChoices):
    """What a balance counts."""

    PHOTO = "photo", _("photos")
    STORY = "story", _("stories")


class Balance(models.Model):
    """What is left of one subscription in one unit, in whole units: always the sum of its entries, never below zero.

    Only `domain.ledger` moves it, under a lock on this row and together with the entry.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="balances")
    unit = models.CharField(_("unit"), max_length=5, choices=Unit)
    remaining = models.IntegerField(_("remaining"), default=0)
    granted = models.PositiveIntegerField(_("granted"), default=0)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("balance")
        verbose_name_plural = _("balances")
        default_permissions = ("view",)
        ordering = ["subscription", "unit"]
        constraints = [
            models.UniqueConstraint(name="balance_once_a_unit", fields=["subscription", "unit"]),
            models.CheckConstraint(
                name="balance_not_negative",
                condition=models.Q(remaining__gte=0),
                violation_error_message=_("A balance can't fall below zero."),
            ),
            models.CheckConstraint(name="balance_unit_known", condition=models.Q(unit__in=["photo", "story"])),
        ]
        triggers = [pgtrigger.Protect(name="balances_are_kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.remaining} {self.get_unit_display()}"


class LedgerEntry(models.Model):
    """One signed movement of a balance. Entries are only ever added; each continues the one before it.

    `amount` is in whole units; `balance_after` what was left with it; `request_key` is the same when the same wish
    comes twice, and the database takes it once.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("grant")
        PURCHASE = "purchase", _("purchase")
        REFUND = "refund", _("refund")
        ADJUSTMENT = "adjustment", _("adjustment")
        EXPIRY = "expiry", _("expiry")

    balance = models.ForeignKey(Balance, verbose_name=_("balance"), on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    amount = models.IntegerField(_("amount"))
    balance_after = models.IntegerField(_("balance after"))
    purchase = models.ForeignKey(
        "subscriptions.Purchase",
        verbose_name=_("purchase"),
        on_delete=models.PROTECT,
        null=True,
        related_name="entries",
    )
    reason = models.CharField(_("reason"), max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    request_key = models.CharField(max_length=100, unique=True)
    at = models.DateTimeField(_("when"), db_default=Now())

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["balance", "at"], name="entry_by_time"),
            models.Index(fields=["-at", "-id"], name="entry_newest"),
        ]
        constraints = [
            models.UniqueConstraint(name="entry_number_once", fields=["balance", "number"]),
            models.UniqueConstraint(
                name="entry_one_a_purchase", fields=["purchase", "kind"], condition=models.Q(purchase__isnull=False)
            ),
            models.CheckConstraint(
                name="entry_sign_fits_kind",
                condition=models.Q(kind__in=["grant", "refund"], amount__gt=0)
                | models.Q(kind__in=["purchase", "expiry"], amount__lt=0)
                | (models.Q(kind="adjustment") & ~models.Q(amount=0)),
            ),
            models.CheckConstraint(name="entry_balance_not_negative", condition=models.Q(balance_after__gte=0)),
            models.CheckConstraint(
                name="entry_purchase_where_due",
                condition=models.Q(kind__in=["purchase", "refund"], purchase__isnull=False)
                | models.Q(kind__in=["grant", "adjustment", "expiry"], purchase__isnull=True),
            ),
            models.CheckConstraint(
                name="entry_has_reason",
                condition=models.Q(reason__regex=r"\S"),
                violation_error_message=_("Say in a few words why the balance moves."),
            ),
            models.CheckConstraint(
                name="entry_has_actor", condition=models.Q(actor__isnull=False) | models.Q(kind="expiry")
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="entries_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entries_continue_each_other",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("before", "INTEGER")],
                func="""
                    SELECT balance_after INTO before FROM subscriptions_ledgerentry
                        WHERE balance_id = NEW.balance_id AND number = NEW.number - 1;
                    IF NEW.balance_after IS DISTINCT FROM COALESCE(before, 0) + NEW.amount
                            OR (NEW.number > 1 AND before IS NULL) THEN
                        RAISE EXCEPTION 'entry % of balance % does not continue its ledger', NEW.number, NEW.balance_id
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount:+d}"


class Adjustment(models.Model):
    """A grant or a correction of a balance that sales asked for; above a limit it waits for a second person."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a second person")
        DONE = "done", _("carried out")
        REFUSED = "refused", _("refused")

    balance = models.ForeignKey(
        Balance, verbose_name=_("balance"), on_delete=models.PROTECT, related_name="adjustments"
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=[(kind.value, kind.label) for kind in (LedgerEntry.Kind.GRANT, LedgerEntry.Kind.ADJUSTMENT)],
    )
    amount = models.IntegerField(_("amount"))
    reason = models.CharField(_("reason"), max_length=500)
    request_key = models.CharField(max_length=100, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    needs_second = models.BooleanField(_("needs a second person"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["asked_at"], name="adjustment_waiting", condition=models.Q(state="waiting")),
        ]
        constraints = [
            models.CheckConstraint(name="adjustment_moves_something", condition=~models.Q(amount=0)),
            models.CheckConstraint(
                name="adjustment_has_reason",
                condition=models.Q(reason__regex=r"\S"),
                violation_error_message=_("Say in a few words why the balance moves."),
            ),
            models.CheckConstraint(
                name="adjustment_decided_when_over",
                condition=models.Q(state="waiting", decided_by__isnull=True)
                | models.Q(state__in=["done", "refused"], decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_four_eyes",
                condition=models.Q(needs_second=False)
                | ~models.Q(state="done")
                | ~models.Q(decided_by=models.F("asked_by")),
                violation_error_message=_("Somebody else must decide on what you have asked for yourself."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="adjustments_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="adjustments_stay_as_asked",
                fields=["balance", "kind", "amount", "reason", "request_key", "asked_by", "asked_at", "needs_second"],
            ),
            pgtrigger.Protect(
                name="decisions_are_final",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d}"
