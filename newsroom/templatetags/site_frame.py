"""What the frame of every public page asks of the settings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from newsroom.shared.addresses import active_language

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


@register.simple_tag
def fixed(template_name: str) -> SafeString:
    """A component that accepts nothing, and so is the same on every page of a language."""
    return _write_fixed(template_name, active_language())


@lru_cache
def _write_fixed(template_name: str, _language: str) -> SafeString:
    return SafeString(render_to_string(template_name))
