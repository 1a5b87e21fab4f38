"""What is offered, and what a customer has been sold."""

from __future__ import annotations

import datetime as dt
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from newsroom.shared.addresses import active_language
from subscriptions.models.customer import Customer


class Size(models.TextChoices):
    """The sizes in which a photo is handed out: the presets of the library that are sold."""

    WEB = "download-web", _("for screens (2,000 px)")
    PRINT = "download-print", _("for print (original size)")


def all_sizes() -> list[str]:
    return [Size.WEB.value, Size.PRINT.value]


class Terms(models.Model):
    """What a package covers, how much of it, for how long and for how much. Copied whole when it is sold.

    Each of `sections`, `suppliers` and `events` narrows the cover where it names any; a story knows no supplier and no
    event, and is narrowed by sections alone. `newest_days`: only photos taken, and stories published, within so many
    days before the purchase. Money is whole EUR cents without VAT; the rate in hundredths of a per cent (2000: 20 %).
    """

    name_bg = models.CharField(_("name in Bulgarian"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    sections = ArrayField(
        models.BigIntegerField(), verbose_name=_("sections"), default=list, blank=True, help_text=_("None named: all.")
    )
    suppliers = ArrayField(
        models.BigIntegerField(), verbose_name=_("suppliers"), default=list, blank=True, help_text=_("None named: all.")
    )
    events = ArrayField(
        models.CharField(max_length=250),
        verbose_name=_("events"),
        default=list,
        blank=True,
        help_text=_("The names of events, with commas between. None named: all."),
    )
    newest_days = models.PositiveSmallIntegerField(
        _("not older than"),
        null=True,
        blank=True,
        help_text=_("In days, from when a photo was taken or a story published. Empty: the whole archive."),
    )
    photos = models.PositiveIntegerField(_("photos"), default=0)
    stories = models.PositiveIntegerField(_("stories"), default=0)
    sizes = ArrayField(
        models.CharField(max_length=20, choices=Size), verbose_name=_("sizes"), default=all_sizes, blank=True
    )
    territories = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("territories"),
        default=list,
        blank=True,
        help_text=_("Two-letter codes of the countries that its licences hold for, with commas between; empty: all."),
    )
    length_days = models.PositiveSmallIntegerField(
        _("length in days"), default=30, validators=[MinValueValidator(1)], help_text=_("The day of approval counts.")
    )
    licence_days = models.PositiveSmallIntegerField(
        _("licence in days"),
        null=True,
        blank=True,
        help_text=_("How long a photo or story may be used after it was bought. Empty: without an end."),
    )
    price_cents = models.PositiveIntegerField(_("price in EUR cents"), help_text=_("Without VAT."))
    vat_rate = models.PositiveSmallIntegerField(
        _("VAT rate"), default=2000, help_text=_("In hundredths of a per cent: 2000 is 20 %.")
    )

    TERMS = (
        "name_bg", "name_en", "sections", "suppliers", "events", "newest_days", "photos", "stories", "sizes",
        "territories", "length_days", "licence_days", "price_cents", "vat_rate",
    )  # fmt: skip

    class Meta:
        abstract = True

    def name(self, language: str) -> str:
        """The name as a page in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg

    @property
    def vat_cents(self) -> int:
        """The VAT on the price, in whole cents, half a cent rounded up (Article 86 of the VAT regulations)."""
        return (self.price_cents * self.vat_rate + 5_000) // 10_000

    @property
    def total_cents(self) -> int:
        return self.price_cents + self.vat_cents


def _terms_constraints(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            name=f"{prefix}_holds_something",
            condition=models.Q(photos__gt=0) | models.Q(stories__gt=0),
            violation_error_message=_("A package holds at least one photo or one story."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_photos_have_size",
            condition=models.Q(photos=0) | models.Q(sizes__len__gte=1),
            violation_error_message=_("Choose at least one size in which the photos are handed out."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_has_length",
            condition=models.Q(length_days__gte=1),
            violation_error_message=_("A package runs for at least one day."),
        ),
        models.CheckConstraint(
            name=f"{prefix}_vat_below_all",
            condition=models.Q(vat_rate__lt=10_000),
            violation_error_message=_("The VAT rate is in hundredths of a per cent, below 10,000."),
        ),
    ]


class Package(Terms):
    """What is offered to customers. To change it changes nothing that was sold."""

    slug = models.SlugField(_("short name"), unique=True)
    description_bg = models.TextField(_("description in Bulgarian"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Customers see it and can ask for it."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["position", "pk"]
        constraints = _terms_constraints("package")

    def __str__(self) -> str:
        return self.name(active_language())

    def description(self, language: str) -> str:
        """The description in the language, or in the other one where there is none."""
        first, second = self.description_bg, self.description_en
        return (second or first) if language == "en" else (first or second)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def running(self, *, at: object | None = None) -> Self:
        """Those that pay at an aware time; by the database's clock where none is given."""
        moment = at or Now()
        return self.filter(status=Subscription.Status.ACTIVE, starts_at__lte=moment, ends_at__gt=moment)

    def overdue(self) -> Self:
        """Those that have ended, and whose remainder has not been written off yet."""
        return self.filter(status__in=Subscription.NOT_OVER, ends_at__lte=Now())


class Subscription(Terms):
    """One customer's package, on the terms on which it was sold: the database refuses to change them.

    It runs from `starts_at` until before `ends_at`. Its balances and their ledger say what is left.
    """

    class Status(models.TextChoices):
        REQUESTED = "requested", _("requested")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        EXPIRED = "expired", _("expired")
        CANCELLED = "cancelled", _("cancelled")

    # Sold, and neither ended nor cancelled.
    NOT_OVER = (Status.ACTIVE, Status.SUSPENDED)
    # Whoever holds it runs subscriptions.
    PERMISSION = "subscriptions.approve_subscription"

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="subscriptions"
    )
    package = models.ForeignKey(
        Package, verbose_name=_("package"), on_delete=models.PROTECT, related_name="subscriptions"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.REQUESTED)
    requested_at = models.DateTimeField(_("requested"), auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("requested by"), on_delete=models.PROTECT, related_name="+"
    )
    request_note = models.CharField(_("note of the customer"), max_length=500, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    starts_at = models.DateTimeField(_("start"), null=True, editable=False)
    ends_at = models.DateTimeField(_("end"), null=True, editable=False)
    status_reason = models.CharField(_("reason of the status"), max_length=500, blank=True, editable=False)
    renews = models.ForeignKey(
        "self",
        verbose_name=_("renewal of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="renewals",
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["-requested_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("approve_subscription", _("Can approve, suspend, renew and cancel subscriptions")),
            ("adjust_balance", _("Can grant and adjust balances")),
            ("refund_purchase", _("Can refund purchases")),
            ("view_sales_reports", _("Can see sales reports")),
        ]
        indexes = [
            models.Index(fields=["customer", "status", "ends_at"], name="subscription_of_customer"),
            models.Index(fields=["status", "ends_at"], name="subscription_by_end"),
        ]
        constraints = [
            *_terms_constraints("subscription"),
            models.CheckConstraint(
                name="subscription_status_known",
                condition=models.Q(status__in=["requested", "active", "suspended", "expired", "cancelled"]),
            ),
            models.CheckConstraint(
                name="subscription_runs_once_approved",
                condition=models.Q(
                    approved_at__isnull=False, approved_by__isnull=False, starts_at__isnull=False, ends_at__isnull=False
                )
                | models.Q(status__in=["requested", "cancelled"], approved_at__isnull=True, starts_at__isnull=True),
            ),
            models.CheckConstraint(
                name="subscription_dates_in_order",
                condition=models.Q(starts_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The package can't end before it begins."),
            ),
            models.UniqueConstraint(
                name="subscription_renewed_once",
                fields=["renews"],
                condition=models.Q(renews__isnull=False) & ~models.Q(status="cancelled"),
                violation_error_message=_("This package has been renewed already."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="sold_terms_are_kept", fields=[*Terms.TERMS, "customer", "package"]),
            pgtrigger.Protect(name="subscriptions_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name(active_language())

    def is_running(self, *, at: dt.datetime) -> bool:
        """Whether it pays at an aware time: what `running` asks the database."""
        if self.status != self.Status.ACTIVE or self.starts_at is None or self.ends_at is None:
            return False
        return self.starts_at <= at < self.ends_at
