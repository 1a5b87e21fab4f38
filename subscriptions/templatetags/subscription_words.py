"""Words about customers that templates ask for."""

from babel import Locale
from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def country_name(code: str) -> str:
    """The country of a two-letter code, in the language of the page; the code itself if there is no such country."""
    return Locale(get_language() or "bg").territories.get(code, code)
