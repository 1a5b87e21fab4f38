"""From a button to the act behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.domain.acts import TRANSITIONS, Act
from articles.domain.editing import return_story, spike_story, submit_story, unspike_story
from articles.domain.publishing import publish_story
from articles.domain.scheduling import schedule_story, unschedule_story
from articles.models import Article

if TYPE_CHECKING:
    from newsroom.models import User

# These are confirmed on a page of their own: they tell the readers something, or ask the person something.
CONFIRMED_ACTS = {Act.UPDATE, Act.CORRECT, Act.MINOR_FIX, Act.KILL, Act.SCHEDULE, Act.RETURN, Act.SPIKE}
DANGEROUS_ACTS = {Act.KILL, Act.SPIKE}
# Of the acts that a person may do, the first of these is the one that the page proposes.
_PROPOSED_FIRST = (Act.PUBLISH, Act.UPDATE, Act.SUBMIT, Act.UNSPIKE)


def proposed_act(acts: list[Act]) -> Act | None:
    """The act that most people come for, if there is one."""
    return next((act for act in _PROPOSED_FIRST if act in acts), None)


def role_allows(act: Act, *, by: User) -> bool:
    """Whether the person's role has this act at all, on whichever story."""
    return any(by.has_perm(transition.permission) for transition in TRANSITIONS if transition.act == act)


def perform(act: Act, article_id: int, *, by: User, base_revision: int, told: dict[str, Any]) -> None:
    """Do an act other than saving; `told` is what the person filled in. Raises whatever the act raises."""
    frame: dict[str, Any] = {"by": by, "base_revision": base_revision}
    comment = told.get("comment", "")
    match act:
        case Act.SUBMIT:
            submit_story(article_id, **frame)
        case Act.RETURN:
            return_story(article_id, comment=comment, **frame)
        case Act.SPIKE:
            spike_story(article_id, comment=comment, **frame)
        case Act.UNSPIKE:
            unspike_story(article_id, **frame)
        case Act.SCHEDULE:
            schedule_story(article_id, publish_at=told["publish_at"], **frame)
        case Act.UNSCHEDULE:
            unschedule_story(article_id, **frame)
        case _:
            publish_story(act, article_id, public_note=told.get("public_note", ""), **frame)


def say_done(act: Act, article: Article) -> str:
    """What to tell the person after the act."""
    message = {
        Act.SAVE: _("“%(headline)s” is saved. Readers do not see it until it is published."),
        Act.SUBMIT: _("“%(headline)s” is with the editors."),
        Act.RETURN: _("“%(headline)s” is back with its author."),
        Act.PUBLISH: _("“%(headline)s” is published."),
        Act.SCHEDULE: _("“%(headline)s” is scheduled."),
        Act.UNSCHEDULE: _("“%(headline)s” is off the schedule, and waits on the editors' desk."),
        Act.UPDATE: _("The update of “%(headline)s” is published."),
        Act.CORRECT: _("The correction of “%(headline)s” is published."),
        Act.MINOR_FIX: _("The minor fix of “%(headline)s” is published."),
        Act.KILL: _("“%(headline)s” is withdrawn. Its page shows the note."),
        Act.SPIKE: _("“%(headline)s” is spiked."),
        Act.UNSPIKE: _("“%(headline)s” is a draft again."),
    }[act]
    if act == Act.PUBLISH and article.embargo_until and article.embargo_until > timezone.now():
        message = _("“%(headline)s” is ready. Readers see it when the embargo ends, on %(time)s.")
    time = date_format(timezone.localtime(article.embargo_until), "d.m.Y H:i") if article.embargo_until else ""
    return message % {"headline": article.headline, "time": time}
