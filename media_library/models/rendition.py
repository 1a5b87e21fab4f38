"""The sizes of a photo that pages and subscribers get."""

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo


class Rendition(models.Model):
    """One file made from an original, by a named preset and for one crop; a constraint arbitrates between workers.

    `crop` is empty for the whole picture, else `left,top,right,bottom` in thousandths of its sides. `file` is a name in
    the public storage (`renditions`) or, for the sizes that are sold, in the private one (`originals`).
    """

    class Format(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        WEBP = "webp", "WebP"
        PNG = "png", "PNG"
        TIFF = "tiff", "TIFF"

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")
    preset = models.CharField(_("preset"), max_length=20)
    format = models.CharField(_("format"), max_length=4, choices=Format)
    crop = models.CharField(_("crop"), max_length=24, blank=True)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("size"))
    file = models.CharField(max_length=160)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ["photo", "width", "format"]
        constraints = [
            models.UniqueConstraint(name="rendition_once", fields=["photo", "preset", "format", "crop"]),
        ]

    def __str__(self) -> str:
        return f"{self.preset} {self.format} {self.width}×{self.height}"

    @property
    def is_sold(self) -> bool:
        """Whether it lies in the private storage, and leaves only under a licence."""
        return self.preset.startswith("download-")

    @property
    def url(self) -> str:
        """The public address. Raises ValueError for the sizes that are sold: they have none."""
        if self.is_sold:
            raise ValueError("A size that is sold has no address.")
        return str(storages["renditions"].url(self.file))
