"""What a page about the agency shows: what was written in the admin, else the text that comes with Newsroom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from articles.domain.rich_text import clean_body
from newsroom.models import SitePage
from newsroom.shared.addresses import PageAddress, address_of
from newsroom.site_pages.settled import page_facts

VIEW_NAME = "site-pages:page"


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """What `newsroom/site_page.html` shows. `changed_at` is None for the text that comes with Newsroom."""

    address: PageAddress
    language: str
    heading: str
    text: SafeString
    changed_at: dt.datetime | None


def read_site_page(key: SitePage.Key, *, language: str) -> AboutPage:
    """The page in this language. One query."""
    written = SitePage.objects.filter(key=key).first()
    text = clean_body(written.text(language)) if written else ""
    return AboutPage(
        address=address_of(language, VIEW_NAME, key.value),
        language=language,
        heading=str(key.label),
        text=mark_safe(text) if text else default_text(key, language=language),  # noqa: S308 (cleaned just now)
        changed_at=written.changed_at if written and text else None,
    )


def default_text(key: SitePage.Key, *, language: str) -> SafeString:
    """The text that comes with Newsroom, with the agency's own names and addresses in it."""
    return render_to_string(f"pages/{key.value}.{language}.html", page_facts(language))
