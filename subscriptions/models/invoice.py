"""Numbered documents: one invoice for each approved package, and credit notes. Never edited once issued."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Now
from django.utils.translation import gettext_lazy as _

from subscriptions.models.customer import Customer, Member
from subscriptions.models.package import Subscription

# What no CHECK can see: the lines of the document, and the other credit notes of its invoice. That row is locked, so
# that two credit notes at once can't take back more than was billed.
_ADDS_UP = """
    SELECT SUM((line->>'net_cents')::BIGINT) INTO listed FROM jsonb_array_elements(NEW.lines) AS line;
    IF listed IS DISTINCT FROM NEW.net_cents THEN
        RAISE EXCEPTION 'the lines of document % do not add up', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.kind = 'credit_note' THEN
        SELECT * INTO credited FROM subscriptions_invoice WHERE id = NEW.credits_id FOR UPDATE;
        SELECT COALESCE(SUM(net_cents), 0), COALESCE(SUM(vat_cents), 0) INTO net, vat
            FROM subscriptions_invoice WHERE credits_id = NEW.credits_id;
        IF credited.kind <> 'invoice' OR credited.customer_id <> NEW.customer_id
                OR credited.subscription_id <> NEW.subscription_id OR credited.vat_rate <> NEW.vat_rate
                OR net + NEW.net_cents > credited.net_cents OR vat + NEW.vat_cents > credited.vat_cents THEN
            RAISE EXCEPTION 'credit note % takes back what its invoice % did not bill', NEW.number, credited.number
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
"""


class InvoiceQuerySet(models.QuerySet["Invoice"]):
    def of(self, member: Member) -> Self:
        """The documents of the organisation for which this member acts."""
        return self.filter(customer=member.customer_id)


class Invoice(models.Model):
    """A document with a number of ten digits in one gapless series (Article 78 of the VAT regulations).

    `buyer` holds the customer as it was that day: `{"name", "registration_number", "vat_number", "address",
    "country"}`; `seller` the agency: `{"name_bg", "name_en", "registration_number", "vat_number", "address_bg",
    "address_en", "country", "bank", "iban", "no_vat_ground_bg", "no_vat_ground_en"}`; `lines` is a list of
    `{"text_bg", "text_en", "quantity", "net_cents"}`, where `net_cents` is that of the whole line. A credit note
    carries the amounts that it takes back as positive numbers, as the law has it, and names its invoice.
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

    objects = InvoiceQuerySet.as_manager()

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
                name="invoice_vat_fits_rate",
                condition=~models.Q(kind="invoice")
                | models.Q(
                    vat_cents=(Cast("net_cents", models.BigIntegerField()) * models.F("vat_rate") + 5_000) / 10_000
                ),
                violation_error_message=_("The VAT is not that of the rate."),
            ),
            models.CheckConstraint(
                name="invoice_credit_names_invoice",
                condition=models.Q(kind="invoice", credits__isnull=True)
                | models.Q(kind="credit_note", credits__isnull=False, reason__regex=r"\S"),
                violation_error_message=_("A credit note names its invoice and says why."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="invoices_are_kept", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="invoices_add_up",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[
                    ("listed", "BIGINT"),
                    ("credited", "subscriptions_invoice%ROWTYPE"),
                    ("net", "BIGINT"),
                    ("vat", "BIGINT"),
                ],
                func=_ADDS_UP,
            ),
        ]

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
