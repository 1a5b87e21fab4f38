"""What the head of a photo's page holds for machines."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media_library.domain.photo_page import PhotoPage
from media_library.domain.structured_data import card_of_photo, describe_photo, describe_way_to_photo
from newsroom.shared.share_card import write_card
from newsroom.shared.structured_data import data_block

register = template.Library()


@register.simple_tag
def photo_for_machines(page: PhotoPage) -> SafeString:
    """The card of a photo, its licence, and the way to it."""
    data = data_block(describe_photo(page), describe_way_to_photo(page))
    return format_html("{}\n{}", write_card(card_of_photo(page)), data)
