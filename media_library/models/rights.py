"""Restrictions as rows, leases, and the spans of time in which a use is allowed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

HOME_TERRITORY = "BG"


class Use(models.TextChoices):
    """What somebody wants to do with a photo."""

    PUBLISH = "publish", _("show on our site")
    SELL = "sell", _("sell to subscribers")
    SOCIAL = "social", _("social media")
    PROMOTE = "promote", _("advertising")
    CROP = "crop", _("crop")
    TRAIN_AI = "train_ai", _("training of AI")


def _exactly_one_owner(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=models.Q(photo__isnull=True, supplier__isnull=False)
        | models.Q(photo__isnull=False, supplier__isnull=True),
        violation_error_message=_("It belongs either to one photo or to one supplier."),
    )


class Restriction(models.Model):
    """One machine-readable rule on a photo, or on all photos of a supplier, with the words that it came from.

    Dates are a half-open span: it holds from `starts_at` (None: always) until before `ends_at` (None: for ever).
    `territories_in` and `territories_out` are ISO 3166-1 alpha-2 codes: only there, not there; both empty: everywhere.
    """

    class Kind(models.TextChoices):
        EDITORIAL_ONLY = "editorial_only", _("editorial use only")
        NO_SALES = "no_sales", _("no sales")
        NO_ARCHIVE = "no_archive", _("no archive")
        ONE_TIME_USE = "one_time_use", _("one-time use")
        MANDATORY_CREDIT = "mandatory_credit", _("mandatory credit")
        NO_CROP = "no_crop", _("no cropping")
        NO_AI_TRAINING = "no_ai_training", _("no AI training")
        NO_SOCIAL = "no_social", _("no social media")
        CLIENTS_ONLY = "clients_only", _("clients only")
        TERRITORY = "territory", _("place or period")

    class Effect(models.TextChoices):
        DENY = "deny", _("forbids")
        ACKNOWLEDGE = "acknowledge", _("asks for confirmation")
        ADVISE = "advise", _("advises")

    class Origin(models.TextChoices):
        COMPILED = "compiled", _("read from the instructions")
        MANUAL = "manual", _("set by hand")

    photo = models.ForeignKey(
        "media_library.Photo", on_delete=models.CASCADE, null=True, blank=True, related_name="restrictions"
    )
    supplier = models.ForeignKey(
        "media_library.Supplier", on_delete=models.CASCADE, null=True, blank=True, related_name="restrictions"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    effect = models.CharField(_("effect"), max_length=12, choices=Effect, default=Effect.DENY)
    territories_in = ArrayField(models.CharField(max_length=2), verbose_name=_("only in"), default=list, blank=True)
    territories_out = ArrayField(models.CharField(max_length=2), verbose_name=_("not in"), default=list, blank=True)
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    words = models.TextField(_("source words"), blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.MANUAL)

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        ordering = ["pk"]
        indexes = [
            # The few that forbid every country, for a time or for ever: each page of the library leaves them out.
            models.Index(
                fields=["photo", "supplier"],
                name="restriction_everywhere",
                condition=models.Q(kind="territory", effect="deny", territories_in=[], territories_out=[]),
            ),
        ]
        constraints = [
            _exactly_one_owner("restriction_of_photo_or_supplier"),
            models.CheckConstraint(
                name="restriction_kind_known",
                condition=models.Q(
                    kind__in=[
                        "editorial_only",
                        "no_sales",
                        "no_archive",
                        "one_time_use",
                        "mandatory_credit",
                        "no_crop",
                        "no_ai_training",
                        "no_social",
                        "clients_only",
                        "territory",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="restriction_effect_known", condition=models.Q(effect__in=["deny", "acknowledge", "advise"])
            ),
            models.CheckConstraint(
                name="restriction_dates_in_order",
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The restriction can't end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Lease(models.Model):
    """A span of time in which a photo, or all photos of a supplier, are allowed or denied whatever else is said."""

    class Effect(models.TextChoices):
        ALLOW = "allow", _("allow")
        DENY = "deny", _("deny")

    photo = models.ForeignKey(
        "media_library.Photo", on_delete=models.CASCADE, null=True, blank=True, related_name="leases"
    )
    supplier = models.ForeignKey(
        "media_library.Supplier", on_delete=models.CASCADE, null=True, blank=True, related_name="leases"
    )
    effect = models.CharField(_("effect"), max_length=5, choices=Effect)
    uses = ArrayField(
        models.CharField(max_length=10, choices=Use),
        verbose_name=_("uses"),
        default=list,
        blank=True,
        help_text=_("Empty for all."),
    )
    starts_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        ordering = ["pk"]
        constraints = [
            _exactly_one_owner("lease_of_photo_or_supplier"),
            models.CheckConstraint(name="lease_effect_known", condition=models.Q(effect__in=["allow", "deny"])),
            models.CheckConstraint(
                name="lease_dates_in_order",
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("The lease can't end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_effect_display())


class RightsWindow(models.Model):
    """A span of time in which `decide` allows one use of a photo at home: what the search for usable photos asks.

    Half-open like a restriction's: from `starts_at` (None: always) until before `ends_at` (None: for ever).
    Rewritten whenever anything changes that the verdict rests on.
    """

    photo = models.ForeignKey("media_library.Photo", on_delete=models.CASCADE, related_name="rights_windows")
    use = models.CharField(max_length=10, choices=Use)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["photo", "use", "starts_at"]
        indexes = [
            models.Index(fields=["photo", "use"], name="rights_window_of_photo"),
            # What begins or ends within the next minute, among the windows of a whole library.
            models.Index(fields=["starts_at"], name="rights_window_start", condition=models.Q(starts_at__isnull=False)),
            models.Index(fields=["ends_at"], name="rights_window_end", condition=models.Q(ends_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.use}: {self.starts_at or '…'} – {self.ends_at or '…'}"
