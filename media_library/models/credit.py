"""Who stands in credit lines: known parties, the rules by which a line is read, and the chain of each photo."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo
from media_library.models.supplier import Supplier
from newsroom.shared.addresses import active_language


class CreditRole(models.TextChoices):
    """What a party of a credit chain did for the photo."""

    CREATOR = "creator", _("creator")
    AGENCY = "agency", _("agency")
    POOL = "pool", _("pool")
    HANDOUT = "handout", _("handout")
    DISTRIBUTOR = "distributor", _("distributor")


class Party(models.Model):
    """A name that credit lines use, in both languages, with the other spellings that it comes in."""

    name_bg = models.CharField(_("name in Bulgarian"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    aliases = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
        help_text=_("With commas between."),
    )
    role = models.CharField(_("role"), max_length=12, choices=CreditRole, default=CreditRole.AGENCY)

    class Meta:
        verbose_name = _("credited party")
        verbose_name_plural = _("credited parties")
        ordering = ["name_bg"]
        constraints = [
            models.CheckConstraint(
                name="party_role_known",
                condition=models.Q(role__in=["creator", "agency", "pool", "handout", "distributor"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name(active_language())

    def name(self, language: str) -> str:
        """The name as a credit line in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg


class CreditRule(models.Model):
    """One step in reading a supplier's credit lines, before the general rules: data that a photo editor keeps."""

    class Field(models.TextChoices):
        ANY = "any", _("any of them")
        CREATOR = "creator", _("creator")
        CREDIT = "credit", _("credit line")
        SOURCE = "source", _("source")

    class Action(models.TextChoices):
        REPLACE = "replace", _("write this instead")
        DROP = "drop", _("drop it")
        ROLE = "role", _("give it the role")
        SEPARATE = "separate", _("part the line there")

    supplier = models.ForeignKey(
        Supplier,
        verbose_name=_("supplier"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="credit_rules",
        help_text=_("Empty: for all suppliers, after their own rules."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=10)
    field = models.CharField(_("looks in"), max_length=10, choices=Field, default=Field.ANY)
    pattern = models.CharField(_("words to look for"), max_length=200)
    is_regex = models.BooleanField(_("is a regular expression"), default=False)
    action = models.CharField(_("what to do"), max_length=10, choices=Action)
    replacement = models.CharField(_("instead"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=CreditRole, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("credit rule")
        verbose_name_plural = _("credit rules")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="credit_rule_role_where_due",
                condition=~models.Q(action="role") | ~models.Q(role=""),
                violation_error_message=_("Say which role these words have."),
            ),
            models.CheckConstraint(
                name="credit_rule_looks_for_words",
                condition=models.Q(pattern__regex=r"\S"),
                violation_error_message=_("Say which words to look for."),
            ),
        ]

    def __str__(self) -> str:
        return self.pattern


class PhotoCredit(models.Model):
    """One party of a photo's credit chain, at its place."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="credit_chain")
    position = models.PositiveSmallIntegerField(_("position"))
    role = models.CharField(_("role"), max_length=12, choices=CreditRole)
    name = models.CharField(_("name"), max_length=250)
    party = models.ForeignKey(
        Party, verbose_name=_("credited party"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("party of the credit chain")
        verbose_name_plural = _("credit chain")
        default_permissions = ()
        ordering = ["photo", "position"]
        constraints = [
            models.UniqueConstraint(
                name="photo_credit_position_once",
                fields=["photo", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="photo_credit_role_known",
                condition=models.Q(role__in=["creator", "agency", "pool", "handout", "distributor"]),
            ),
            models.CheckConstraint(
                name="photo_credit_has_name",
                condition=models.Q(name__regex=r"\S"),
                violation_error_message=_("Write a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
