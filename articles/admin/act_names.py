"""The log of acts, in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.acts import Act
from articles.models import ActRecord, Article, Version

if TYPE_CHECKING:
    from newsroom.models import User


_DONE = {
    Act.SAVE: gettext_lazy("Saved"),
    Act.SUBMIT: gettext_lazy("Submitted to the editors"),
    Act.RETURN: gettext_lazy("Returned to the author"),
    Act.PUBLISH: gettext_lazy("Went out"),
    Act.SCHEDULE: gettext_lazy("Scheduled"),
    Act.UNSCHEDULE: gettext_lazy("Taken off the schedule"),
    Act.UPDATE: gettext_lazy("Update published"),
    Act.CORRECT: gettext_lazy("Correction published"),
    Act.MINOR_FIX: gettext_lazy("Minor fix published"),
    Act.KILL: gettext_lazy("Withdrawn from the readers"),
    Act.SPIKE: gettext_lazy("Spiked"),
    Act.UNSPIKE: gettext_lazy("Taken back from the spike"),
}


@dataclass(frozen=True, slots=True)
class DescribedAct:
    """One line of the log."""

    at: dt.datetime
    actor: User | None
    label: str
    detail: str
    from_state: str
    to_state: str
    version: Version | None


def describe_record(record: ActRecord) -> DescribedAct:
    """The record with its act named, and for a saving with the fields that were touched."""
    act = Act(record.act) if record.act in Act.values else None
    label = str(_DONE[act]) if act else record.act
    detail = record.comment
    if act == Act.SAVE:
        label = label if record.from_state else _("Began the story")
        detail = ", ".join(_field_name(name) for name in filter(None, record.comment.split(", ")))
    return DescribedAct(
        at=record.at,
        actor=record.actor,
        label=label,
        detail=detail,
        from_state=record.get_from_state_display() if record.from_state != record.to_state else "",
        to_state=record.get_to_state_display() if record.from_state != record.to_state else "",
        version=record.version,
    )


def _field_name(name: str) -> str:
    try:
        return str(Article._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return {"byline": _("byline"), "photos": _("photos")}.get(name, name)
