"""What waits for a person on the front of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from articles.models import Article

if TYPE_CHECKING:
    from newsroom.models import User

register = template.Library()
_SHOWN = 8
State = Article.State


@dataclass(frozen=True, slots=True)
class Tray:
    """A short list of stories, and where the whole of it is."""

    title: str
    stories: list[Article]
    query: str


@register.simple_tag
def trays_of(user: User) -> list[Tray]:
    """The person's in-trays, what editors are to look at first; empty ones are left out.

    At most one query a tray, whatever the newsroom holds.
    """
    visible = Article.objects.visible_to(user).select_related("section", "changed_by").defer("lead", "body")
    own_drafts = visible.filter(state=State.DRAFT, created_by=user)
    trays = [(_("My drafts"), own_drafts, "?whose=mine&state__exact=draft")]
    if user.has_perm("articles.edit_article"):
        trays.insert(0, (_("Submitted to the desk"), visible.filter(state=State.SUBMITTED), "?state__exact=submitted"))
        trays.append((_("Going out by the clock"), visible.filter(state=State.SCHEDULED), "?state__exact=scheduled"))
    else:
        mine = visible.filter(state=State.SUBMITTED, created_by=user)
        trays.append((_("With the editors"), mine, "?whose=mine&state__exact=submitted"))
    filled = [
        Tray(title, list(stories.order_by("-changed_at", "-pk")[:_SHOWN]), query) for title, stories, query in trays
    ]
    return [tray for tray in filled if tray.stories]
