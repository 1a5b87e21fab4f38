"""Times that people enter, in the newsroom's zone."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class NewsroomTimeInput(forms.DateTimeInput):
    """A time in the newsroom's zone, by the browser's own picker."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, dt.datetime):
            return value.isoformat(timespec="seconds" if value.second else "minutes")[:19]
        return value if isinstance(value, str) else None


class NewsroomTimeField(forms.DateTimeField):
    """A time as the clock on the newsroom's wall shows it, on both nights of the time change too.

    In autumn an hour comes twice: what is entered is its first coming. A form that finds the field unchanged must keep
    the value that it had, which may be the second.
    In spring an hour is missing: a time in it is refused.
    """

    widget = NewsroomTimeInput
    default_error_messages = {
        "year": _("Write the year with four digits."),
        "gap": _("On that night the clock goes forward, and this time does not come. Choose one an hour later."),
    }

    def to_python(self, value: Any) -> dt.datetime | None:
        with timezone.override(dt.UTC):
            wall = super().to_python(value)  # Read without a zone: Django's own would refuse the doubled hour.
        if wall is None:
            return None
        if not _FIRST_YEAR <= wall.year <= _LAST_YEAR:
            raise ValidationError(self.error_messages["year"], code="year")
        zone = timezone.get_default_timezone()
        if wall.utcoffset():
            return wall.astimezone(zone)
        time = wall.replace(tzinfo=zone, fold=0)
        if time.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != wall.replace(tzinfo=None):
            raise ValidationError(self.error_messages["gap"], code="gap")
        return time

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = NewsroomTimeInput().format_value(self.prepare_value(initial)) if initial else None
        return (shown or "") != (data or "")
