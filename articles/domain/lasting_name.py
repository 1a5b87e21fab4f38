"""The name that a story keeps for as long as there are machines to remember it."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.utils import timezone


def lasting_name(article_id: int, *, first_published_at: dt.datetime, site: str) -> str:
    """The story's URN (RFC 3085), from host, day and number: its web address changes with its headline."""
    day = timezone.localtime(first_published_at).strftime("%Y%m%d")
    return f"urn:newsml:{urlsplit(site).hostname}:{day}:{article_id}"
