"""Which other stories belong beside a story: those that an editor has picked, and those that were found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

MOST_PICKED = 7


class RelatedPick(models.Model):
    """One story that an editor has picked to stand beside a working copy, at its place. Publishing shows it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_picks")
    related = models.ForeignKey(
        Article,
        verbose_name=_("story"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"state": Article.State.PUBLISHED},
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("picked related story")
        verbose_name_plural = _("picked related stories")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="related_pick_once",
                fields=["article", "related"],
                violation_error_message=_("This story has already been picked."),
            ),
            models.CheckConstraint(
                name="related_pick_is_another",
                condition=~models.Q(article=models.F("related")),
                violation_error_message=_("A story does not stand beside itself."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.related)


class RelatedLink(models.Model):
    """One story that the public page of another offers beside it.

    Those that an editor has picked come first, by `position`; the others by `score`, which is the same in both
    directions. More are kept than a page shows, since some of them may be withdrawn: who reads asks what is visible.
    """

    story = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_to")
    picked_by_editor = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    score = models.FloatField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-picked_by_editor", "position", "-score", "-related"]
        constraints = [
            models.UniqueConstraint(name="related_link_once", fields=["story", "related"]),
            models.CheckConstraint(name="related_link_to_another", condition=~models.Q(story=models.F("related"))),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} → {self.related_id}"
