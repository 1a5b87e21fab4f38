"""What owners enter about their team."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from subscriptions.models import Member

# What each role is for, where one is chosen.
ROLES_EXPLAINED = [
    (Member.Role.OWNER, _("owner: team, packages, statements, and all that follows")),
    (Member.Role.BUYER, _("buyer: buys and downloads")),
    (Member.Role.VIEWER, _("viewer: looks, and puts photos aside for a buyer")),
]


class InviteForm(forms.Form):
    """A seat for somebody: an address, and a role."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"), choices=ROLES_EXPLAINED, initial=Member.Role.BUYER, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    """The role of a colleague."""

    role = forms.ChoiceField(choices=Member.Role.choices)
