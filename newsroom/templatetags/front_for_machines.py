"""What the head of the front page holds for machines."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.domain.front_page import FrontPage
from articles.domain.structured_data import card_picture
from newsroom.shared.share_card import ShareCard, write_card
from newsroom.shared.structured_data import data_block
from newsroom.structured_data import describe_site, describe_whole_agency

register = template.Library()


@register.simple_tag
def front_for_machines(page: FrontPage) -> SafeString:
    """The card of the site, the agency, and how the site is searched."""
    card = ShareCard(
        address=page.address,
        language=page.language,
        title=settings.AGENCY_NAME[page.language],
        description=page.lead.version.headline if page.lead else "",
        picture=card_picture(page.lead_photo),
    )
    data = data_block(describe_site(page.language), describe_whole_agency(page.language))
    return format_html("{}\n{}", write_card(card), data)
