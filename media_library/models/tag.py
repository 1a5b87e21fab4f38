"""What a story or a photo is about."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase

from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.slugs import slug_of


class Tag(TagBase):
    """A topic, person, place, organisation or event, with a name in both languages.

    `name` (from taggit) is the Bulgarian name; wire copy in another language fills only the name that it has.
    """

    class Kind(models.TextChoices):
        TOPIC = "topic", _("topic")
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")
        EVENT = "event", _("event")

    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TOPIC)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name_in(active_language())

    def get_absolute_url(self) -> str:
        return path_in(active_language(), "articles:tag", self.slug)

    def slugify(self, tag: str, i: int | None = None) -> str:
        slug = slug_of(tag)
        return slug if i is None else f"{slug}-{i}"

    def name_in(self, language: str) -> str:
        """The tag's name as a page in `language` shows it; the other language's where it has none."""
        return (self.name_en or self.name) if language == "en" else self.name
