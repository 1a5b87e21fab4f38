"""What every form of a taken story is written from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from articles.domain.photo_figures import PhotoFigure
from articles.domain.reading import StoryPage


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStory:
    """A story with its full text, and on what terms it goes out.

    `page` must not be locked. `site` is the origin that readers come by (“https://news.example”), `path` the story's
    public one; `version_at` the time of this version; `terms` lines such as the licence's number and holder, in the
    language of the story.
    """

    page: StoryPage
    urgency: int
    version_at: dt.datetime
    site: str
    path: str
    terms: list[str]

    @property
    def url(self) -> str:
        return f"{self.site}{self.path}"

    @property
    def agency(self) -> str:
        return str(settings.AGENCY_NAME[self.page.language])

    @property
    def sign(self) -> str:
        return str(settings.AGENCY_SIGN[self.page.language])

    @property
    def copyright_notice(self) -> str:
        return f"© {timezone.localtime(self.version_at).year} {self.agency}"

    @property
    def byline(self) -> str:
        return ", ".join(name.name for name in self.page.byline)

    @property
    def markup(self) -> str:
        """The text without the photos that stand in it."""
        return "\n".join(part.markup for part in self.page.body if part.markup)

    @property
    def photos(self) -> list[PhotoFigure]:
        """The photos of the story in their order, but for those that were withdrawn."""
        placed = [part.photo for part in self.page.body if part.photo]
        lead = [self.page.lead_photo] if self.page.lead_photo else []
        return [photo for photo in [*lead, *placed, *self.page.supplement] if not photo.notice]
