"""What the frame of every public page asks of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings

register = template.Library()


@dataclass(frozen=True, slots=True)
class Analytics:
    """The service that counts visits, if the agency has one: its script, and its name for the notice."""

    script_url: str
    name: str


@register.simple_tag
def analytics() -> Analytics | None:
    """The service that counts visits; None while nothing is counted, which is how Newsroom comes."""
    if not settings.ANALYTICS_SCRIPT_URL:
        return None
    return Analytics(settings.ANALYTICS_SCRIPT_URL, settings.ANALYTICS_NAME)
