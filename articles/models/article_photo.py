"""Where a photo stands in a story's working copy."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from media_library.models import Photo


class ArticlePhoto(models.Model):
    """One photo at one place of a story, with the caption, the crop and the focal point that it has there.

    `crop` is empty for the whole picture, else `left,top,right,bottom` in thousandths of its sides. A photo in the body
    stands where the body has `<figure data-photo="…">`; `position` orders the supplement. `overridden_reasons` are the
    codes of `Reason` that `overridden_by` answers for, and no others.
    """

    class Place(models.TextChoices):
        LEAD = "lead", _("lead photo")
        BODY = "body", _("in the text")
        SUPPLEMENT = "supplement", _("supplement")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="placed_photos")
    photo = models.ForeignKey(Photo, verbose_name=_("photo"), on_delete=models.PROTECT, related_name="placed_in")
    place = models.CharField(_("place"), max_length=10, choices=Place)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    caption = models.TextField(
        _("caption"), blank=True, max_length=2000, help_text=_("Empty: the photo's own caption, as it is.")
    )
    crop = models.CharField(_("crop"), max_length=24, blank=True)
    focal_x = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)])
    focal_y = models.FloatField(null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(1)])
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("placed against the verdict by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    overridden_reasons = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("reasons that were overridden"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("By their codes, as they stood: another reason against the photo stops the story again."),
    )

    class Meta:
        verbose_name = _("photo of a story")
        verbose_name_plural = _("photos of a story")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="article_photo_once",
                fields=["article", "photo", "place"],
                violation_error_message=_("This photo already stands there."),
            ),
            models.UniqueConstraint(
                name="article_one_lead_photo",
                fields=["article"],
                condition=models.Q(place="lead"),
                violation_error_message=_("A story has one lead photo."),
            ),
            models.CheckConstraint(
                name="article_photo_place_known", condition=models.Q(place__in=["lead", "body", "supplement"])
            ),
            models.CheckConstraint(
                name="article_photo_override_has_a_name",
                condition=models.Q(overridden_by__isnull=False) | models.Q(overridden_reasons=[]),
            ),
            models.CheckConstraint(
                name="article_photo_crop_well_formed",
                condition=models.Q(crop="") | models.Q(crop__regex=r"^\d{1,4},\d{1,4},\d{1,4},\d{1,4}$"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.photo)
