"""Who did what to a story."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.version import Version


class ActRecord(models.Model):
    """One act of the desk on a story, written in the act's own transaction and never changed."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(_("act"), max_length=12)
    from_state = models.CharField(_("from"), max_length=10, choices=Article.State, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=Article.State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("who"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)
    comment = models.TextField(_("comment"), blank=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-at", "-pk"]
        default_permissions = ()
        triggers = [pgtrigger.Protect(name="acts_are_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.act}: {self.article_id}"
