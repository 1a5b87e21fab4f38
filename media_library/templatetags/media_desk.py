"""What the photo desk's templates ask for."""

import json
from typing import Any

from django import template
from django.utils.translation import gettext as _

from media_library.domain.rights import Verdict

register = template.Library()


@register.simple_tag
def verdict_word(verdict: Verdict, language: str) -> str:
    """The verdict as one word for a badge."""
    return verdict.word(language)


@register.simple_tag
def rows_options(inline_admin_formset: Any) -> str:
    """What Django's inlines.js is to know of rows: their prefix, and the words of its buttons."""
    prefix = inline_admin_formset.formset.prefix
    words = {"addText": str(inline_admin_formset.opts.add_text), "deleteText": _("remove")}
    return json.dumps({"name": f"#{prefix}", "options": {"prefix": prefix, **words}})


@register.filter
def verdict_kind(verdict: Verdict) -> str:
    """The verdict as a class for its badge: allowed, ask or denied."""
    if not verdict.allowed:
        return "denied"
    return "ask" if verdict.needs_acknowledgement else "allowed"
