"""The form by which a reader chooses a moment of the past."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared.newsroom_time import NewsroomTimeField
from newsroom.shared.refusals import WrongRequest

_LONGEST = 40


class MomentForm(forms.Form):
    """One moment, by the newsroom's clock."""

    as_of = NewsroomTimeField(label=gettext_lazy("The list as it stood at another moment"))


def read_moment(text: str, *, now: dt.datetime) -> dt.datetime:
    """The moment of `?as_of=`, to the second if it says so. Raises WrongRequest with what is wrong with it."""
    form = MomentForm({"as_of": text[:_LONGEST]})
    if len(text) > _LONGEST or not form.is_valid():
        told = form.errors.get("as_of") if len(text) <= _LONGEST else None
        raise WrongRequest(
            _("The moment can't be read: %(why)s Write it like this: 2025-09-03T12:04.")
            % {"why": " ".join(told) if told else _("it is too long.")}
        )
    moment: dt.datetime = form.cleaned_data["as_of"]
    if moment > now:
        raise WrongRequest(_("That moment has not come yet. Choose one that has passed."))
    return timezone.localtime(moment)
