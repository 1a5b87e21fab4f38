"""What is still to be told to the page cache."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class PendingBump(models.Model):
    """A bump of tags of pages that its transaction has promised; the row goes when Valkey has been told."""

    tags = ArrayField(models.CharField(max_length=200))
    hide = models.BooleanField(default=False)
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return " ".join(self.tags)
