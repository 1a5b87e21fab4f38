"""Numbered documents: one invoice for each approved package, and credit notes. Never edited once issued."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.customer import Customer
from subscriptions.models.package import Subscription


class Invoice(models.Model):
    """A document with a number of ten digits in one gapless series (Article 78 of the VAT regulations).

    `seller` and `buyer` hold the parties as they were that day: `{"name", "registration_number", "vat_number",
    "address", "country"}`; `lines` a list of `{"text_bg", "text_en", "quantity", "net_cents"}`. A credit note carries
    the amounts that it takes back as positive numbers, as the law has it, and names its invoice.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    number = models.CharField(_("number"), max_length=10, unique=True)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind)
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="invoices"
    )
    subscription = models.ForeignKey(
        Subscription, verbose_name=_("subscription"), on_delete=models.PROTECT, related_name="invoices"
    )
    credits = models.ForeignKey(
        "self", verbose_name=_("credit note to"), on_delete=models.PROTECT, null=True, related_name="credit_notes"
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    seller = models.JSONField(_("seller"))
    buyer = models.JSONField(_("buyer"))
    lines = models.JSONField(_("lines"))
    net_cents = models.PositiveIntegerField(_("net"))
    vat_rate = models.PositiveSmallIntegerField(_("VAT rate"))
    vat_cents = models.PositiveIntegerField(_("VAT"))
    total_cents = models.PositiveIntegerField(_("total"))
    issued_on = models.DateField(_("date of issue"))
    supplied_on = models.DateField(_("date of supply"))
    issued_at = models.DateTimeField(_("issued"), db_default=Now())
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("issued by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        default_permissions = ("view",)
        permissions = [("issue_credit_note", _("Can issue credit notes"))]
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(name="invoice_number_ten_digits", condition=models.Q(number__regex=r"^\d{10}$")),
            models.UniqueConstraint(
                name="invoice_one_a_subscription", fields=["subscription"], condition=models.Q(kind="invoice")
            ),
            models.CheckConstraint(
                name="invoice_adds_up",
                condition=models.Q(total_cents=models.F("net_cents") + models.F("vat_cents")),
            ),
            models.CheckConstraint(
                name="invoice_credit_names_invoice",
                condition=models.Q(kind="invoice", credits__isnull=True)
                | models.Q(kind="credit_note", credits__isnull=False, reason__regex=r"\S"),
                violation_error_message=_("A credit note names its invoice and says why."),
            ),
        ]
        triggers = [pgtrigger.Protect(name="invoices_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number


class InvoiceCounter(models.Model):
    """The last number of the series: one row, locked while the next is taken, so that a rollback leaves no gap."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(name="invoice_counter_is_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.last)
