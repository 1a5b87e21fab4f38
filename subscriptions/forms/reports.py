"""What a report is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AheadForm(forms.Form):
    """How many days ahead packages that end are looked for."""

    within = forms.IntegerField(label=_("In the next days"), min_value=1, max_value=3660)
