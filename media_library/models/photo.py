"""One picture of the library."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from media_library.models.rights import Restriction
from media_library.models.section import Section
from media_library.models.supplier import Licence, Supplier
from media_library.models.tag import Tag
from newsroom.shared.addresses import active_language
from newsroom.shared.slugs import slug_of


class PhotoQuerySet(models.QuerySet["Photo"]):
    def public(self) -> Self:
        """Photos that readers find in the library: released, processed, not withdrawn."""
        return self.filter(state=Photo.State.RELEASED, processing=Photo.Processing.DONE)

    def visible(self, *, at: dt.datetime) -> Self:
        """The public photos that readers may see at an aware time: no embargo holds them, and they have not expired."""
        begun = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=at)
        visible = self.public().filter(begun, models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=at))
        # What the instructions say of dates (EMBARGO UNTIL…, DO NOT USE AFTER…) is a restriction to no country at all.
        in_force = Restriction.objects.filter(
            models.Q(starts_at__isnull=True) | models.Q(starts_at__lte=at),
            models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=at),
            kind=Restriction.Kind.TERRITORY,
            effect=Restriction.Effect.DENY,
            territories_in=[],
            territories_out=[],
        )
        return visible.exclude(models.Exists(in_force.filter(photo=models.OuterRef("pk")))).exclude(
            models.Exists(in_force.filter(supplier=models.OuterRef("supplier")))
        )

    def withdrawn(self, *, at: dt.datetime) -> Self:
        """Those that readers have seen before an aware time, and that were killed: of others nothing is told, ever."""
        begun = models.Q(embargo_until__isnull=True) | models.Q(embargo_until__lte=at)
        return self.filter(begun, state=Photo.State.KILLED, released_at__lte=at)

    def newest_first(self) -> Self:
        return self.order_by("-arrived_at", "-pk")

    def for_grids(self) -> Self:
        """With what a thumbnail and its facts show, in a bounded number of queries."""
        return self.select_related("supplier", "section").prefetch_related("renditions")


class Photo(models.Model):
    """One picture: the original file, never changed; what is known and shown of it; where it stands in the library.

    The columns from `headline` to `credit_undecided` are computed from the three layers of metadata (`RawBlock`,
    `Reading`, `MetadataEdit`) and from the credit chain; nothing else writes them. `shown` holds every field.
    """

    class State(models.TextChoices):
        HELD = "held", _("at the desk")
        RELEASED = "released", _("public")
        KILLED = "killed", _("withdrawn")

    class Processing(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("in work")
        DONE = "done", _("ready")
        SET_ASIDE = "set_aside", _("set aside")

    class Format(models.TextChoices):
        JPEG = "JPEG", "JPEG"
        PNG = "PNG", "PNG"
        TIFF = "TIFF", "TIFF"
        WEBP = "WEBP", "WebP"

    # --- The file ---
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    original = models.CharField(_("original"), max_length=120, editable=False)
    uploaded_name = models.CharField(_("name of the file"), max_length=150, blank=True, editable=False)
    file_size = models.PositiveBigIntegerField(_("size"), editable=False)
    format = models.CharField(_("format"), max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    arrived_at = models.DateTimeField(_("arrived"), auto_now_add=True)
    arrived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought in by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    # --- Where it stands ---
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.HELD, editable=False)
    released_at = models.DateTimeField(_("public since"), null=True, editable=False)
    kill_note_bg = models.TextField(_("notice in Bulgarian"), blank=True, editable=False)
    kill_note_en = models.TextField(_("notice in English"), blank=True, editable=False)
    processing = models.CharField(
        _("processing"), max_length=9, choices=Processing, default=Processing.WAITING, editable=False
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    processing_since = models.DateTimeField(null=True, editable=False)
    failure = models.TextField(_("why it was set aside"), blank=True, editable=False)

    revision = models.PositiveIntegerField(default=0, editable=False)

    # --- Filed under ---
    supplier = models.ForeignKey(
        Supplier,
        verbose_name=_("supplier"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
    )
    licence = models.ForeignKey(
        Licence,
        verbose_name=_("licence"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        help_text=_("Only where it is another than the supplier's."),
    )
    section = models.ForeignKey(
        Section, verbose_name=_("section"), on_delete=models.PROTECT, null=True, blank=True, related_name="photos"
    )
    tags = TaggableManager(verbose_name=_("tags"), through="PhotoTag", blank=True)

    # --- Shown: computed ---
    shown = models.JSONField(default=dict, editable=False)
    headline = models.CharField(_("headline"), max_length=250, blank=True, editable=False)
    caption_bg = models.TextField(_("caption in Bulgarian"), blank=True, editable=False)
    caption_en = models.TextField(_("caption in English"), blank=True, editable=False)
    taken_at = models.DateTimeField(_("date taken"), null=True, editable=False)
    creators = ArrayField(models.CharField(max_length=250), default=list, editable=False)
    persons = ArrayField(models.CharField(max_length=250), default=list, editable=False)
    places = ArrayField(models.CharField(max_length=250), default=list, editable=False)
    event = models.CharField(_("event"), max_length=250, blank=True, editable=False)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, editable=False)
    ai_made = models.BooleanField(_("made by AI"), default=False, editable=False)
    search = SearchVectorField(null=True, editable=False)

    # --- The credit ---
    credit_line_bg = models.CharField(_("credit line in Bulgarian"), max_length=500, blank=True, editable=False)
    credit_line_en = models.CharField(_("credit line in English"), max_length=500, blank=True, editable=False)
    credit_complete = models.BooleanField(_("has a creator or an agency"), default=False, editable=False)
    credit_undecided = ArrayField(models.CharField(max_length=250), default=list, editable=False)
    credit_by_hand = models.BooleanField(_("credit set by hand"), default=False, editable=False)

    # --- The instructions ---
    unparsed_instructions = models.JSONField(default=list, editable=False)
    instructions_decided = models.BooleanField(
        _("instructions decided"),
        default=False,
        help_text=_(
            "A photo editor has read the words that the machine did not understand, and set what follows from them."
        ),
    )

    # --- What processing found ---
    focal_x = models.FloatField(
        _("focal point, from the left"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, from above"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    placeholder = models.CharField(max_length=1000, blank=True, editable=False)
    average_colour = models.CharField(max_length=7, blank=True, editable=False)
    perceptual_hash = models.BigIntegerField(null=True, editable=False)
    likeness_bands = ArrayField(models.IntegerField(), default=list, editable=False)
    warnings = models.JSONField(default=list, editable=False)
    # A sign of the words about rights that the public files carry, and whether these are no longer those shown.
    files_say = models.CharField(max_length=16, blank=True, editable=False)
    files_outdated = models.BooleanField(default=False, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-arrived_at", "-pk"]
        permissions = [
            ("release_photo", _("Can show a photo to readers and take it back")),
            ("kill_photo", _("Can withdraw a photo from everywhere")),
            ("decide_rights", _("Can decide what may be done with a photo")),
            ("override_rights", _("Can place a photo that may not be used")),
            ("download_original", _("Can download the original file")),
        ]
        indexes = [
            models.Index(fields=["-arrived_at", "-id"], name="photo_by_arrival"),
            models.Index(fields=["state", "-arrived_at", "-id"], name="photo_by_state"),
            models.Index(fields=["supplier", "-arrived_at", "-id"], name="photo_by_supplier"),
            models.Index(fields=["section", "-arrived_at", "-id"], name="photo_by_section"),
            models.Index(fields=["taken_at", "id"], name="photo_by_taken"),
            # Lists of one orientation, of which the upright one is rare.
            models.Index(
                fields=["-arrived_at", "-id"],
                name="photo_upright",
                condition=models.Q(state="released", height__gt=models.F("width")),
            ),
            models.Index(
                fields=["-arrived_at", "-id"],
                name="photo_square",
                condition=models.Q(state="released", height=models.F("width")),
            ),
            models.Index(fields=["event"], name="photo_by_event", condition=~models.Q(event="")),
            models.Index(
                fields=["processing", "processing_since"],
                name="photo_in_work",
                condition=~models.Q(processing="done"),
            ),
            models.Index(
                fields=["id"],
                name="photo_instructions_open",
                condition=~models.Q(unparsed_instructions=[]) & models.Q(instructions_decided=False),
            ),
            models.Index(fields=["id"], name="photo_files_outdated", condition=models.Q(files_outdated=True)),
            GinIndex(fields=["creators"], name="photo_creators"),
            GinIndex(fields=["persons"], name="photo_persons"),
            GinIndex(fields=["places"], name="photo_places"),
            GinIndex(fields=["search"], name="photo_search"),
            # Without the list of pending entries, which every search would have to read first.
            GinIndex(fields=["likeness_bands"], name="photo_likeness", fastupdate=False),
            models.Index(fields=["id"], name="photo_credit_undecided", condition=~models.Q(credit_undecided=[])),
        ]
        constraints = [
            models.CheckConstraint(name="photo_hash_is_sha256", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="photo_state_known", condition=models.Q(state__in=["held", "released", "killed"])
            ),
            models.CheckConstraint(
                name="photo_processing_known",
                condition=models.Q(processing__in=["waiting", "running", "done", "set_aside"]),
            ),
            models.CheckConstraint(
                name="photo_focal_point_inside",
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                violation_error_message=_("The focal point lies inside the picture."),
            ),
            models.CheckConstraint(
                name="photo_public_has_credit",
                condition=~models.Q(state="released") | models.Q(credit_complete=True),
                violation_error_message=_("A photo without a creator or an agency can't be shown to readers."),
            ),
            models.CheckConstraint(
                name="photo_kill_has_note",
                condition=~models.Q(state="killed")
                | (models.Q(kill_note_bg__regex=r"\S") & models.Q(kill_note_en__regex=r"\S")),
                violation_error_message=_("Say in a notice to the readers, in both languages, why the photo is gone."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or self.caption(active_language())[:80] or self.uploaded_name or gettext("(no title)")

    def get_absolute_url(self) -> str:
        return reverse("media_library:photo", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The wordy part of the address."""
        return slug_of(self.headline or self.caption_bg[:80] or self.caption_en[:80]) or "photo"

    @property
    def granted_licence(self) -> Licence | None:
        """The licence under which the photo reached us: its own, else its supplier's."""
        return self.licence or (self.supplier.licence if self.supplier else None)

    def caption(self, language: str) -> str:
        """The caption as a page in `language` shows it; the other language's where there is none."""
        return (self.caption_en or self.caption_bg) if language == "en" else (self.caption_bg or self.caption_en)

    def credit_line(self, language: str) -> str:
        """The credit line without «Снимка: » in front."""
        return self.credit_line_en if language == "en" else self.credit_line_bg

    def alt(self, language: str) -> str:
        """The words for who can't see the picture: its alt text, else its caption."""
        own, other = ("alt_en", "alt_bg") if language == "en" else ("alt_bg", "alt_en")
        return str(self.shown.get(own) or self.shown.get(other) or self.caption(language))

    def kill_note(self, language: str) -> str:
        return self.kill_note_en if language == "en" else self.kill_note_bg


class PhotoTag(ItemBase):
    """A tag of a photo, by a real foreign key."""

    content_object = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="tagged_photos")

    class Meta:
        constraints = [models.UniqueConstraint(name="photo_tag_once", fields=["content_object", "tag"])]

    def __str__(self) -> str:
        return str(self.tag)
