"""What words the public stories are written in."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownWord(models.Model):
    """A word of headlines, leads and tags, folded, with how often it was seen: what a mistyped word may have meant.

    It is learned from time to time, and forgets nothing: whoever offers one asks first whether it finds anything.
    """

    word = models.CharField(max_length=60, unique=True)
    count = models.PositiveIntegerField(default=1)
    # The newest version that it was seen in. The newest of all says what was learned already.
    seen_in = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        default_permissions = ()
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="known_word_trigrams")]

    def __str__(self) -> str:
        return self.word
