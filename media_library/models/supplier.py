"""Who photos come from, and on what terms."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.rights import Use
from newsroom.shared.addresses import active_language


class Licence(models.Model):
    """Terms under which photos reach us: what they may be used for, in words and for the machine."""

    slug = models.SlugField(_("short name"), unique=True)
    name_bg = models.CharField(_("name in Bulgarian"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, unique=True)
    terms_bg = models.TextField(_("terms in Bulgarian"), blank=True)
    terms_en = models.TextField(_("terms in English"), blank=True)
    uses = ArrayField(
        models.CharField(max_length=10, choices=Use),
        verbose_name=_("uses that it grants"),
        default=list,
        blank=True,
    )

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["name_bg"]

    def __str__(self) -> str:
        return self.name(active_language())

    def name(self, language: str) -> str:
        """The licence's name as a page in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg

    def terms(self, language: str) -> str:
        """The terms in words; in the other language where there are none in this one."""
        first, second = (self.terms_en, self.terms_bg) if language == "en" else (self.terms_bg, self.terms_en)
        return first or second


class Supplier(models.Model):
    """An agency, a photographer or an office that photos come from, with what its photos have in common."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("own staff")
        FREELANCE = "freelance", _("freelance")
        PARTNER = "partner", _("partner agency")
        HANDOUT = "handout", _("handout")
        SOCIAL = "social", _("social media")
        READER = "reader", _("reader")
        ARCHIVE = "archive", _("archive")

    slug = models.SlugField(_("short name"), unique=True, help_text=_("The drop folder and the address carry it."))
    name_bg = models.CharField(_("name in Bulgarian"), max_length=120, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="suppliers",
        help_text=_(
            "Holds for all photos of this supplier that have none of their own. Without it they are not for sale."
        ),
    )
    contract_from = models.DateField(_("contract from"), null=True, blank=True)
    contract_until = models.DateField(_("contract until"), null=True, blank=True, help_text=_("The last day included."))
    territories = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("territories"),
        default=list,
        blank=True,
        help_text=_(
            "Two-letter codes of the countries where we may use its photos, with commas between; empty for all."
        ),
    )
    character_set = models.CharField(
        _("character set"),
        max_length=20,
        blank=True,
        choices=[
            ("utf-8", "UTF-8"),
            ("windows-1251", "windows-1251"),
            ("windows-1252", "windows-1252"),
            ("mac-cyrillic", "Mac Cyrillic"),
        ],
        help_text=_("Of captions written the old way (IIM). Leave it empty, and each file is judged by itself."),
    )
    instructions = models.TextField(
        _("instructions"),
        blank=True,
        help_text=_("Restrictions of all its photos, in the trade's words: NO SALES; JAPAN OUT."),
    )
    unparsed_instructions = models.JSONField(default=list, blank=True, editable=False)
    releases_photos = models.BooleanField(
        _("its photos go out by themselves"),
        default=False,
        help_text=_(
            "A photo whose credit line is complete, and that we may publish, is shown to readers as soon as it has "
            "been processed."
        ),
    )

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["name_bg"]
        constraints = [
            models.CheckConstraint(
                name="supplier_contract_in_order",
                condition=models.Q(contract_from__isnull=True)
                | models.Q(contract_until__isnull=True)
                | models.Q(contract_until__gte=models.F("contract_from")),
                violation_error_message=_("The contract can't end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name(active_language())

    def name(self, language: str) -> str:
        """The supplier's name as a page in `language` shows it."""
        return self.name_en if language == "en" else self.name_bg
