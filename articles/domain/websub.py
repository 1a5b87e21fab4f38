"""Telling the hub that feeds have changed, so that who follows them need not ask (the publisher's part of WebSub)."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.domain.feed_addresses import feed_paths
from articles.domain.queueing import ask_to_tell_hub
from articles.models import Author, PublicStory, Version
from media_library.models import Tag
from newsroom.shared.addresses import on_site

_TIMEOUT: Final = 10  # seconds
# No message stays longer in the queue: Valkey hands out anew what it takes for lost after an hour.
_LONGEST_WAIT: Final = 1800.0  # seconds


def tell_hub_later(article_id: int) -> None:
    """Have the hub told after the commit, if there is one. Without the queue a story still goes out."""
    if settings.WEBSUB_HUB_URL:
        transaction.on_commit(partial(ask_to_tell_hub, article_id), robust=True)


def tell_hub(article_id: int) -> bool:
    """Tell the hub of every feed that this story stands in, or stood in before; returns whether it was told.

    What an embargo holds back is told when it ends. Raises OSError where the hub is not there or refuses.
    """
    story = PublicStory.objects.filter(pk=article_id).first()
    if story is None or not settings.WEBSUB_HUB_URL:
        return False
    left = (story.public_since - timezone.now()).total_seconds()
    if left > 0:
        if not story.killed:
            ask_to_tell_hub(article_id, delay=min(left + 1, _LONGEST_WAIT))
        return False
    _post(settings.WEBSUB_HUB_URL, changed_feeds(article_id))
    return True


def changed_feeds(article_id: int) -> list[str]:
    """The addresses of the feeds that the last act on a story has changed: of its version, and of the one before."""
    versions = Version.objects.filter(article_id=article_id).select_related("section").order_by("-number")[:2]
    paths: dict[str, None] = {}
    for version in versions:
        language = version.language
        tags = Tag.objects.filter(pk__in=[tag["tag"] for tag in version.tags])
        authors = Author.objects.filter(pk__in=[name["author"] for name in version.byline if "author" in name])
        lists: list[tuple[str, ...]] = [("articles:news",), ("articles:section", version.section.slug)]
        lists += [("articles:tag", slug) for slug in tags.order_by("pk").values_list("slug", flat=True)]
        lists += [("articles:author", slug) for slug in authors.order_by("pk").values_list("slug", flat=True)]
        for view_name, *args in lists:
            paths |= dict.fromkeys(feed_paths(language, view_name, *args).values())
    return [on_site(path) for path in paths]


def _post(hub: str, feeds: list[str]) -> None:
    if urlsplit(hub).scheme not in {"http", "https"}:
        raise ValueError(hub)
    body = urlencode([("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]).encode()
    # The address is a setting of our own, and was looked at just now.
    with urlopen(Request(hub, data=body, method="POST"), timeout=_TIMEOUT):  # noqa: S310
        pass
