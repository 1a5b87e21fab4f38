"""Feeds as XML: Django's RSS 2.0 and Atom, with pictures (Media RSS), names, and the hub that tells of changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles.domain.feed_items import FeedItem
from newsroom.shared.addresses import on_site
from newsroom.shared.xml_text import writable

_NAMESPACES: Final = {
    "xmlns:media": "http://search.yahoo.com/mrss/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}
_MINUTES_TO_LIVE: Final = 5
# An empty feed has never changed; the clock, which Django would ask, would make each answer another one.
_NEVER: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWords:
    """What a feed says of itself. `page` is the path of the list that it follows, `path` its own.

    One that `is_pushed` names the hub, which is told of its changes.
    """

    title: str
    description: str
    language: str
    page: str
    path: str
    is_pushed: bool = True


class _StoryFeed(SyndicationFeed):
    """What both kinds have in common."""

    def latest_post_date(self) -> dt.datetime:
        return max((item["updateddate"] for item in self.items), default=_NEVER)

    def write_picture(self, handler: SimplerXMLGenerator, item: FeedItem) -> None:
        """Write the lead photo with its caption and credit (Media RSS 1.5.1)."""
        photo = item.photo
        if photo is None or not photo.shared:
            return
        file = photo.shared[0]
        size = {"width": str(file.width), "height": str(file.height)}
        about = {"url": on_site(file.url), "type": "image/jpeg", "medium": "image", **size}
        handler.startElement("media:content", about)
        if photo.caption:
            handler.addQuickElement("media:description", writable(photo.caption), {"type": "plain"})
        if photo.credit:
            handler.addQuickElement("media:credit", writable(photo.credit))
        handler.endElement("media:content")


class StoryRss(_StoryFeed, Rss201rev2Feed):
    """RSS 2.0. The hub, if there is one, is named as WebSub wants it."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | _NAMESPACES

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["story"].authors:
            handler.addQuickElement("dc:creator", writable(name))
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        self.write_picture(handler, item["story"])


class StoryAtom(_StoryFeed, Atom1Feed):
    """Atom (RFC 4287)."""

    def root_attributes(self) -> dict[str, str]:
        return super().root_attributes() | {"xmlns:media": _NAMESPACES["xmlns:media"]}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", "", {"rel": "hub", "href": self.feed["hub"]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["story"].authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", writable(name))
            handler.endElement("author")
        self.write_picture(handler, item["story"])


FORMS: Final[dict[str, type[_StoryFeed]]] = {"rss": StoryRss, "atom": StoryAtom}


def write_feed(words: FeedWords, items: Sequence[FeedItem], *, form: str) -> str:
    """The feed as XML, in the form "rss" or "atom". The same items give the same bytes."""
    feed = FORMS[form](
        title=writable(words.title),
        link=on_site(words.page),
        description=writable(words.description),
        language=words.language,
        author_name=settings.AGENCY_NAME[words.language],
        subtitle=writable(words.description),
        feed_url=on_site(words.path),
        feed_guid=on_site(words.path),
        feed_copyright=f"© {settings.AGENCY_NAME[words.language]}",
        ttl=str(_MINUTES_TO_LIVE),
        hub=settings.WEBSUB_HUB_URL if words.is_pushed else "",
    )
    for item in items:
        feed.add_item(
            title=writable(item.headline),
            link=item.url,
            description=writable(_summary(item)),
            pubdate=item.published_at,
            updateddate=item.updated_at,
            unique_id=item.lasting_name,
            unique_id_is_permalink=False,
            categories=[writable(name) for name in (item.section, *item.tags)],
            story=item,
        )
    return str(feed.writeString("utf-8"))


def _summary(item: FeedItem) -> str:
    """The lead as HTML, below what readers must know first: that it was corrected, and how."""
    notes = []
    if item.correction_note:
        notes.append((_("Correction"), item.correction_note))
    parts = [format_html_join("", "<p><strong>{}:</strong> {}</p>", notes), linebreaks(item.lead, autoescape=True)]
    if item.is_for_subscribers:
        parts.append(format_html("<p><em>{}</em></p>", _("The full text is for subscribers")))
    return "".join(parts)
