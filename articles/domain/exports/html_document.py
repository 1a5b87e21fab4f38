"""A story as one HTML document, for systems that paste markup."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from articles.domain.exports.taken_story import TakenStory


def write_html(story: TakenStory) -> str:
    """A whole document (HTML Living Standard) in the story's language, without styles, scripts or pictures."""
    with override(story.page.language):
        shown = {"story": story, "page": story.page, "text": mark_safe(story.markup)}  # noqa: S308 (cleaned twice)
        return render_to_string("articles/export.html", shown)
