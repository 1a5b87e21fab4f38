"""What the heads of the pages of stories hold for machines: data, cards, feeds. None of it depends on who asks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from articles.domain.feed_addresses import feed_paths
from articles.domain.listing import ListPage
from articles.domain.reading import StoryPage
from articles.domain.structured_data import (
    card_of_list,
    card_of_story,
    describe_story,
    describe_way_to_list,
    describe_way_to_story,
)
from newsroom.shared.addresses import on_site
from newsroom.shared.share_card import write_card
from newsroom.shared.structured_data import data_block

register = template.Library()


@register.simple_tag
def story_for_machines(page: StoryPage) -> SafeString:
    """The card and the data of a story; nothing where the page is a preview, an older version or a private one."""
    if not page.address.is_indexed:
        return SafeString("")
    data = data_block(describe_story(page), describe_way_to_story(page))
    feeds = feed_links(page.language, "articles:section", page.section.slug, title=page.section.name(page.language))
    return _join(feeds, write_card(card_of_story(page)), data)


@register.simple_tag
def list_for_machines(page: ListPage) -> SafeString:
    """The card and the data of a list of stories."""
    data = data_block(describe_way_to_list(page))
    feeds = _links(page.feeds, title=page.heading)
    return _join(feeds, write_card(card_of_list(page)), data)


@register.simple_tag
def feed_links(language: str, view_name: str, *args: object, title: str) -> SafeString:
    """The links by which programs find the feeds of a list, as of the list that a story stands in."""
    return _links(feed_paths(language, view_name, *args), title=title)


def _links(paths: Mapping[str, str], *, title: str) -> SafeString:
    safe_title = escape(title)
    lines = [
        f'<link rel="alternate" type="application/{form}+xml" title="{safe_title}" href="{escape(on_site(path))}">'
        for form, path in paths.items()
    ]
    return mark_safe("\n".join(lines))  # noqa: S308 (escaped just now)


def _join(*parts: SafeString) -> SafeString:
    return mark_safe("\n".join(parts))  # noqa: S308 (each of them is safe, and so are they together)
