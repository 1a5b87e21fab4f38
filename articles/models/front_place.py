"""Which stories the editors have placed on the front page."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

PLACES = 5  # The story that leads, and four beside it.


class FrontPlace(models.Model):
    """One place at the top of a language's front page, and the story that an editor has put there.

    A place that nobody has filled, or whose story has been withdrawn, or whose time is over, is filled by the clock.
    """

    language = models.CharField(_("language"), max_length=3, choices=settings.LANGUAGES)
    position = models.PositiveSmallIntegerField(_("place"))
    story = models.ForeignKey(
        Article,
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="front_places",
        limit_choices_to={"state": Article.State.PUBLISHED},
    )
    until = models.DateTimeField(_("until"), null=True, blank=True)
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("placed by"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("front page")
        default_permissions = ("view", "change")
        ordering = ["language", "position"]
        constraints = [
            models.UniqueConstraint(name="front_place_once", fields=["language", "position"]),
            models.UniqueConstraint(
                name="front_story_once",
                fields=["language", "story"],
                violation_error_message=_("A story stands in one place only."),
            ),
            models.CheckConstraint(name="front_place_exists", condition=models.Q(position__range=(1, PLACES))),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.position}"
