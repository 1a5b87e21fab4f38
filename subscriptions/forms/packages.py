"""What a member says when asking for a package."""

from django import forms
from django.utils.translation import gettext_lazy as _

from subscriptions.models import Package


class RequestForm(forms.Form):
    """A package that is offered, and what sales should know."""

    package = forms.ModelChoiceField(
        Package.objects.filter(is_offered=True),
        to_field_name="slug",
        error_messages={"invalid_choice": _("This package is no longer offered."), "required": _("Choose a package.")},
    )
    note = forms.CharField(label=_("Note for us"), required=False, max_length=500)
