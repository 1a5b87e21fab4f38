"""What may be done to a story, in which state, by whom: one table, which everything else asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article

if TYPE_CHECKING:
    from newsroom.models import User

State = Article.State


class Act(models.TextChoices):
    SAVE = "save", gettext_lazy("Save")
    SUBMIT = "submit", gettext_lazy("Submit to the editors")
    RETURN = "return", gettext_lazy("Return to the author")
    PUBLISH = "publish", gettext_lazy("Publish")
    SCHEDULE = "schedule", gettext_lazy("Schedule")
    UNSCHEDULE = "unschedule", gettext_lazy("Take off the schedule")
    UPDATE = "update", gettext_lazy("Publish an update")
    CORRECT = "correct", gettext_lazy("Publish a correction")
    MINOR_FIX = "minor-fix", gettext_lazy("Publish a minor fix")
    KILL = "kill", gettext_lazy("Withdraw")
    SPIKE = "spike", gettext_lazy("Spike")
    UNSPIKE = "unspike", gettext_lazy("Take back from the spike")


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: in `source`, `act` leads to `target`, for whoever holds `permission`."""

    source: Article.State
    act: Act
    target: Article.State
    permission: str


TRANSITIONS = (
    Transition(State.DRAFT, Act.SAVE, State.DRAFT, "articles.change_article"),
    Transition(State.DRAFT, Act.SUBMIT, State.SUBMITTED, "articles.submit_article"),
    Transition(State.DRAFT, Act.PUBLISH, State.PUBLISHED, "articles.publish_article"),
    Transition(State.DRAFT, Act.SCHEDULE, State.SCHEDULED, "articles.publish_article"),
    Transition(State.DRAFT, Act.SPIKE, State.SPIKED, "articles.spike_article"),
    Transition(State.SUBMITTED, Act.SAVE, State.SUBMITTED, "articles.edit_article"),
    Transition(State.SUBMITTED, Act.RETURN, State.DRAFT, "articles.edit_article"),
    Transition(State.SUBMITTED, Act.PUBLISH, State.PUBLISHED, "articles.publish_article"),
    Transition(State.SUBMITTED, Act.SCHEDULE, State.SCHEDULED, "articles.publish_article"),
    Transition(State.SUBMITTED, Act.SPIKE, State.SPIKED, "articles.spike_article"),
    Transition(State.SCHEDULED, Act.SAVE, State.SCHEDULED, "articles.publish_article"),
    Transition(State.SCHEDULED, Act.PUBLISH, State.PUBLISHED, "articles.publish_article"),
    Transition(State.SCHEDULED, Act.UNSCHEDULE, State.SUBMITTED, "articles.publish_article"),
    Transition(State.PUBLISHED, Act.SAVE, State.PUBLISHED, "articles.edit_article"),
    Transition(State.PUBLISHED, Act.UPDATE, State.PUBLISHED, "articles.update_article"),
    Transition(State.PUBLISHED, Act.CORRECT, State.PUBLISHED, "articles.correct_article"),
    Transition(State.PUBLISHED, Act.MINOR_FIX, State.PUBLISHED, "articles.update_article"),
    Transition(State.PUBLISHED, Act.KILL, State.KILLED, "articles.kill_article"),
    Transition(State.SPIKED, Act.UNSPIKE, State.DRAFT, "articles.spike_article"),
)
_BY_CELL = {(transition.source, transition.act): transition for transition in TRANSITIONS}


class ActRefused(Exception):
    """An act that may not go through. The message is for the person who tried it."""


class NotPermitted(ActRefused):
    """The role does not allow this act, or not on this story."""


class WrongState(ActRefused):
    """The table has no such act for the state that the story is in."""


class StaleWorkingCopy(ActRefused):
    """Somebody changed the story after the page was opened."""


@dataclass
class NotReady(ActRefused):
    """The story lacks something that the act needs: field name → what to do, all of it at once.

    What is wrong with one photo stands under the field's name and the photo's number: `photos:17`.
    """

    problems: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join(self.problems.values())


def transition_for(act: Act, state: str) -> Transition | None:
    """The row for this act in this state; None where the table has none."""
    return _BY_CELL.get((Article.State(state), act))


def is_permitted(act: Act, article: Article, *, by: User) -> bool:
    """Whether the table and the person's role allow `act` on this story as it stands."""
    transition = transition_for(act, article.state)
    return transition is not None and by.has_perm(transition.permission, article)


def permitted_acts(article: Article, *, by: User) -> list[Act]:
    """The acts that the person may do now, in the order of the table."""
    return [act for act in Act if is_permitted(act, article, by=by)]


def check_act(act: Act, article: Article, *, by: User | None) -> Transition:
    """The row that allows `act`; `by` None is the newsroom itself: the clock, or a wire.

    Raises WrongState where the table has no such row, and NotPermitted where the person's role does not allow it.
    """
    transition = transition_for(act, article.state)
    if transition is None:
        raise WrongState(
            _("“%(act)s” can't be done: the story is “%(state)s”.")
            % {"act": act.label, "state": article.get_state_display()}
        )
    if by is not None and not by.has_perm(transition.permission, article):
        raise NotPermitted(_("Your role does not allow “%(act)s” on this story.") % {"act": act.label})
    return transition
