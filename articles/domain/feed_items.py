"""What feeds say of stories: the newest of a list, each as it stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings

from articles.domain.lasting_name import lasting_name
from articles.domain.named_links import printed_name, printed_tag
from articles.domain.photo_figures import PhotoFigure, read_lead_figures
from articles.models import Article, PublicStory, Version
from articles.models.public_story import PublicStoryQuerySet
from newsroom.shared.addresses import on_site

FEED_SIZE = 50
Kind = Version.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One story in a feed. `lasting_name` stays when the headline, and with it the address, changes."""

    lasting_name: str
    url: str
    language: str
    headline: str
    lead: str
    correction_note: str
    is_for_subscribers: bool
    authors: list[str]
    section: str
    tags: list[str]
    photo: PhotoFigure | None
    published_at: dt.datetime
    updated_at: dt.datetime


def read_feed_items(stories: PublicStoryQuerySet, *, language: str, now: dt.datetime) -> list[FeedItem]:
    """The newest of these stories that readers may see at `now`, for a feed in this language.

    Four queries however many there are; two where none has a photo. A story that was withdrawn is not among them.
    """
    rows = list(stories.visible(at=now).for_lists(with_photos=True).newest_first()[:FEED_SIZE])
    photos = read_lead_figures(rows, language=language)
    notes = _correction_notes({story.pk for story in rows if story.mark == Kind.CORRECTION})
    return [_item(story, photo=photos.get(story.pk), note=notes.get(story.pk, "")) for story in rows]


def _item(story: PublicStory, *, photo: PhotoFigure | None, note: str) -> FeedItem:
    version = story.version
    return FeedItem(
        lasting_name=lasting_name(story.pk, first_published_at=story.public_since, site=settings.SITE_URL),
        url=on_site(story.get_absolute_url()),
        language=story.language,
        headline=version.headline,
        lead=version.lead,
        correction_note=note,
        is_for_subscribers=version.access == Article.Access.SUBSCRIBERS,
        authors=[printed_name(entry, language=story.language) for entry in version.byline],
        section=story.section.name(story.language),
        tags=[printed_tag(entry, language=story.language)[0] for entry in version.tags],
        photo=photo,
        published_at=story.public_since,
        updated_at=story.marked_at or story.public_since,
    )


def _correction_notes(story_ids: Collection[int]) -> dict[int, str]:
    """The notes of the corrections that stand before these stories' headlines. One query."""
    corrections = Version.objects.filter(article_id__in=story_ids or [0], kind=Kind.CORRECTION).order_by("number")
    return dict(corrections.values_list("article_id", "public_note"))
