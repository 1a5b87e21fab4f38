"""What a photo's file says of it, what we read from that, and what a person has put in its place."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media_library.models.photo import Photo


class RawBlock(models.Model):
    """One block of metadata as it stands in the file, byte for byte. Never changed."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="raw_blocks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    # Why it is not all there: "incomplete", "too_large"…; empty for a whole block.
    flaw = models.CharField(max_length=20, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["photo", "position"]
        constraints = [models.UniqueConstraint(name="raw_block_once", fields=["photo", "position"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class Reading(models.Model):
    """Our reading of the raw blocks, by the rules of one version: field → {"value", "source"}, and its warnings."""

    photo = models.OneToOneField(Photo, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    rules_version = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["rules_version"], name="reading_by_rules")]

    def __str__(self) -> str:
        return f"{self.photo_id} ({self.rules_version})"


class MetadataEdit(models.Model):
    """A person's word on one field. It stands over whatever the file says, until the person takes it back."""

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="metadata_edits")
    field = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("edited by")
    )
    edited_at = models.DateTimeField(_("edited"), auto_now=True)

    class Meta:
        default_permissions = ()
        ordering = ["photo", "field"]
        constraints = [models.UniqueConstraint(name="metadata_edit_once", fields=["photo", "field"])]

    def __str__(self) -> str:
        return self.field
