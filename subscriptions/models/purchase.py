"""The licences that customers hold, and every hand-out of a file under them."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Least, Now
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from media_library.models import Photo
from subscriptions.models.customer import Customer
from subscriptions.models.ledger import Unit
from subscriptions.models.package import Size, Subscription

# What no constraint can see: the row of the licence whose place is taken.
_REPLACES_ITS_OWN = """
    SELECT * INTO old_one FROM subscriptions_purchase WHERE id = NEW.replaces_id FOR UPDATE;
    IF old_one.customer_id <> NEW.customer_id OR old_one.photo_id IS DISTINCT FROM NEW.photo_id
            OR old_one.article_id IS DISTINCT FROM NEW.article_id OR old_one.replaced_at IS NULL THEN
        RAISE EXCEPTION 'licence % cannot take the place of licence %', NEW.number, old_one.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
"""
_REPLACED_BY_ANOTHER = """
    IF NOT EXISTS (SELECT 1 FROM subscriptions_purchase WHERE replaces_id = NEW.id) THEN
        RAISE EXCEPTION 'no licence takes the place of licence %', NEW.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


class StatedUse(models.TextChoices):
    """What the buyer says that photos are for. Everything is sold for editorial use; the others are asked on top."""

    EDITORIAL = "editorial", _("editorial use")
    SOCIAL = "social", _("editorial use and social media")
    PROMOTE = "promote", _("advertising")


class Confirmation(models.Model):
    """One «yes» of a buyer to one quote. The same one sent again finds this row, and takes nothing more."""

    key = models.UUIDField(unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="confirmations")
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    use = models.CharField(_("stated use"), max_length=10, choices=StatedUse)
    # What the buyer was shown and said yes to, the acknowledged reasons among it.
    quote = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        triggers = [pgtrigger.Protect(name="confirmations_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.key)


class LicenceSpan(models.Func):
    """The time in which a licence holds, as a range of PostgreSQL."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def in_force(self, *, at: object | None = None) -> Self:
        """Licences that hold at an aware time (now by the database's clock): not refunded, replaced or ended."""
        moment = at or Now()
        return (
            self.filter(refunded_at__isnull=True)
            .filter(models.Q(licence_ends_at__isnull=True) | models.Q(licence_ends_at__gt=moment))
            .filter(models.Q(replaced_at__isnull=True) | models.Q(replaced_at__gt=moment))
        )


def new_verification_code() -> str:
    return secrets.token_urlsafe(18)


class Purchase(models.Model):
    """The licence that a customer holds on one photo or story, frozen as it was when it was taken.

    `licence` is what the certificate says: `{"terms_bg", "terms_en", "licence_name_bg", "licence_name_en",
    "restrictions": [{"code", "rank", "text_bg", "text_en", "words"}], "acknowledged": [code…], "sizes": […],
    "customer": {"name", "registration_number", "country"}, "title", "credit_line_bg", "credit_line_en",
    "copyright_notice"}`. A refund changes a purchase, and only once; a licence that covers more takes its place at
    `replaced_at` and names it in `replaces`, and if that one is refunded, this one holds again. Nothing else changes
    it: the database sees to that.
    """

    number = models.CharField(_("licence number"), max_length=16, unique=True)
    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="purchases")
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="purchases"
    )
    buyer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("buyer"), on_delete=models.PROTECT, related_name="+"
    )
    subscription = models.ForeignKey(
        Subscription, verbose_name=_("package that paid"), on_delete=models.PROTECT, related_name="purchases"
    )
    unit = models.CharField(_("unit"), max_length=5, choices=Unit)
    cost = models.PositiveSmallIntegerField(_("cost"), default=1)
    photo = models.ForeignKey(
        Photo, verbose_name=_("photo"), on_delete=models.PROTECT, null=True, related_name="purchases"
    )
    photo_sha256 = models.CharField(max_length=64, blank=True)
    photo_revision = models.PositiveIntegerField(null=True)
    article = models.ForeignKey(
        Article, verbose_name=_("story"), on_delete=models.PROTECT, null=True, related_name="purchases"
    )
    article_version = models.PositiveIntegerField(_("version"), null=True)
    use = models.CharField(_("stated use"), max_length=10, choices=StatedUse, default=StatedUse.EDITORIAL)
    territories = ArrayField(models.CharField(max_length=2), verbose_name=_("territory of use"))
    licence = models.JSONField(_("licence"))
    verification_code = models.CharField(max_length=40, unique=True, default=new_verification_code, editable=False)
    at = models.DateTimeField(_("bought"))
    licence_ends_at = models.DateTimeField(_("licence ends"), null=True)
    replaces = models.ForeignKey(
        "self", verbose_name=_("replaces"), on_delete=models.PROTECT, null=True, related_name="replacements"
    )
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    refunded_at = models.DateTimeField(_("refunded"), null=True)
    refunded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("refunded by"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["customer", "-at"], name="purchase_of_customer"),
            models.Index(fields=["-at", "-id"], name="purchase_newest"),
            models.Index(fields=["photo"], name="purchase_of_photo", condition=models.Q(photo__isnull=False)),
            models.Index(fields=["article"], name="purchase_of_story", condition=models.Q(article__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="purchase_of_one_thing",
                condition=models.Q(unit="photo", photo__isnull=False, article__isnull=True)
                & models.Q(photo_sha256__regex=r"^[0-9a-f]{64}$")
                | models.Q(unit="story", photo__isnull=True, article__isnull=False, article_version__isnull=False),
            ),
            models.CheckConstraint(name="purchase_costs_something", condition=models.Q(cost__gte=1)),
            models.CheckConstraint(
                name="purchase_refund_whole",
                condition=models.Q(refunded_at__isnull=True, refunded_by__isnull=True)
                | models.Q(refunded_at__isnull=False, refunded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="purchase_replaced_after_start",
                condition=models.Q(replaced_at__isnull=True) | models.Q(replaced_at__gte=models.F("at")),
            ),
            models.UniqueConstraint(
                name="purchase_replaced_once",
                fields=["replaces"],
                condition=models.Q(replaces__isnull=False, refunded_at__isnull=True),
            ),
            # Nobody holds two licences on one thing at one time, whatever two clicks may do.
            ExclusionConstraint(
                name="purchase_photo_once",
                expressions=[
                    ("customer", RangeOperators.EQUAL),
                    ("photo", RangeOperators.EQUAL),
                    (LicenceSpan("at", Least("licence_ends_at", "replaced_at")), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(refunded_at__isnull=True, photo__isnull=False),
            ),
            ExclusionConstraint(
                name="purchase_story_once",
                expressions=[
                    ("customer", RangeOperators.EQUAL),
                    ("article", RangeOperators.EQUAL),
                    (LicenceSpan("at", Least("licence_ends_at", "replaced_at")), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(refunded_at__isnull=True, article__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="purchases_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="licences_are_frozen", exclude=["refunded_at", "refunded_by", "replaced_at"]),
            pgtrigger.Protect(
                name="refunds_are_final",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__refunded_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="licences_replace_their_own",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__replaces__isnull=False),
                declare=[("old_one", "subscriptions_purchase%ROWTYPE")],
                func=_REPLACES_ITS_OWN,
            ),
            # At the end of the transaction, since the old licence is closed before the new one is there.
            pgtrigger.Trigger(
                name="replaced_by_another",
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__replaced_at__isnull=False),
                func=_REPLACED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def is_in_force(self, *, at: dt.datetime) -> bool:
        """Whether the licence holds at an aware time."""
        ends = (self.licence_ends_at, self.replaced_at)
        return self.refunded_at is None and all(end is None or at < end for end in ends)

    @property
    def replaced_by(self) -> Purchase | None:
        """The licence that took this one's place; None while none has. No query where `replacements` are prefetched."""
        if self.replaced_at is None:
            return None
        return max(self.replacements.all(), key=lambda purchase: (purchase.at, purchase.pk), default=None)

    @property
    def title(self) -> str:
        """What was bought, in the words of that day."""
        return str(self.licence.get("title", ""))


class StoryFormat(models.TextChoices):
    """In which files a story is handed out."""

    TEXT = "text", _("text")
    HTML = "html", _("HTML")
    NINJS = "ninjs", _("ninjs")


class Download(models.Model):
    """One hand-out of a file under a licence: who, when, from where, which size, how many bytes. Only ever added to.

    `request_key` is that of the link by which the file left; a file that was fetched in pieces is one hand-out.
    """

    # The purchase's own, once more: the list of all hand-outs of a customer is read from one index.
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="downloads")
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    address = models.GenericIPAddressField(_("from where"), null=True)
    format = models.CharField(_("size"), max_length=20)
    in_zip = models.BooleanField(_("in a zip"), default=False)
    bytes = models.PositiveBigIntegerField(_("bytes"))
    request_key = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["purchase", "-at"], name="download_of_purchase"),
            models.Index(fields=["customer", "-at", "-id"], name="download_of_customer"),
            models.Index(fields=["-at", "-id"], name="download_newest"),
        ]
        constraints = [models.UniqueConstraint(name="download_once_a_link", fields=["request_key", "purchase"])]
        triggers = [pgtrigger.Protect(name="downloads_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.purchase} {self.format}"

    @property
    def format_in_words(self) -> str:
        """The size of a photo, or the kind of file of a story."""
        return str(dict([*Size.choices, *StoryFormat.choices]).get(self.format, self.format))
