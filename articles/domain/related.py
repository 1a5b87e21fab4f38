"""The stories that stand beside a story. What they are was found when it was published; here it is only read."""

from __future__ import annotations

import datetime as dt

from articles.models import PublicStory

RELATED_LIMIT = 7


def related_stories(
    article_id: int, *, language: str, at: dt.datetime, limit: int = RELATED_LIMIT
) -> list[PublicStory]:
    """The stories to offer beside this one: an editor's picks, then what is nearest; public at `at`. One query."""
    link = "article__related_to__"
    return list(
        PublicStory.objects.visible(at=at)
        .in_language(language)
        .filter(article__related_to__story=article_id)
        .for_lists()
        .order_by(f"-{link}picked_by_editor", f"{link}position", f"-{link}score", "-article_id")[:limit]
    )
