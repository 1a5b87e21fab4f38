"""The days of a statement."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.filters import DayField
from subscriptions.domain.statement import Days

_NAMES = {"first": "from", "last": "to"}


class PeriodForm(forms.Form):
    """The first and the last day, `from` and `to` in the address, which Python has other plans for."""

    first = DayField(label=_("From"))
    last = DayField(label=_("To"))

    def add_prefix(self, field_name: str) -> str:
        return _NAMES.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins. Swap the two days."))
        return cleaned

    @property
    def days(self) -> Days:
        """The days of a form that is valid."""
        return Days(self.cleaned_data["first"], self.cleaned_data["last"])

    @property
    def query(self) -> str:
        """The query of a form that is valid, in its one spelling."""
        return query_of(self.days)


@dataclass(frozen=True, slots=True)
class Preset:
    """A period that is often asked for."""

    name: Promise
    days: Days

    @property
    def query(self) -> str:
        return query_of(self.days)


def query_of(days: Days) -> str:
    return f"?from={days.first.isoformat()}&to={days.last.isoformat()}"


def presets_on(today: dt.date) -> list[Preset]:
    """This month (the usual one), the last one, and this year, as the calendar has them on `today`."""
    month = today.replace(day=1)
    next_month = (month + dt.timedelta(days=32)).replace(day=1)
    day = dt.timedelta(days=1)
    return [
        Preset(_("This month"), Days(month, next_month - day)),
        Preset(_("Last month"), Days((month - day).replace(day=1), month - day)),
        Preset(_("This year"), Days(today.replace(month=1, day=1), today.replace(month=12, day=31))),
    ]
