"""What the heads of the pages of stories hold for machines: data, cards, feeds. None of it depends on who asks."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.domain.listing import ListPage
from articles.domain.reading import StoryPage
from articles.domain.structured_data import (
    card_of_list,
    card_of_story,
    describe_story,
    describe_way_to_list,
    describe_way_to_story,
)
from newsroom.shared.share_card import write_card
from newsroom.shared.structured_data import data_block

register = template.Library()


@register.simple_tag
def story_for_machines(page: StoryPage) -> SafeString:
    """The card and the data of a story; nothing where the page is a preview, an older version or a private one."""
    if not page.address.is_indexed:
        return SafeString("")
    data = data_block(describe_story(page), describe_way_to_story(page))
    return format_html("{}\n{}", write_card(card_of_story(page)), data)


@register.simple_tag
def list_for_machines(page: ListPage) -> SafeString:
    """The card and the data of a list of stories."""
    return format_html("{}\n{}", write_card(card_of_list(page)), data_block(describe_way_to_list(page)))
