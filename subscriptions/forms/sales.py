"""What the people of sales fill in when they act: reasons, numbers of units, amounts, addresses."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from subscriptions.forms.amounts import EurosField
from subscriptions.forms.team import ROLES_EXPLAINED
from subscriptions.models import LedgerEntry, Member, Package

_LONGEST_REASON = 500
Kind = LedgerEntry.Kind


def reason_field(**kwargs: Any) -> forms.CharField:
    return forms.CharField(
        max_length=_LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}), **({"label": _("reason")} | kwargs)
    )


class PlainForm(forms.Form):
    """A confirmation that asks for nothing."""


class ReasonForm(forms.Form):
    reason = reason_field(help_text=_("The customer reads it."))


class RenewForm(forms.Form):
    """`seen` is the mark of the terms that the page shows."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SeenNumberForm(forms.Form):
    """`seen` is the registration number that the page shows."""

    seen = forms.CharField(max_length=20, required=False, strip=False, widget=forms.HiddenInput)


class RefundForm(forms.Form):
    reason = reason_field(help_text=_("It stands in the ledger, where the customer reads it."))


class CreditNoteForm(forms.Form):
    """An empty amount takes back all that is left. `seen_left` is what the page shows to be left, in cents."""

    net_cents = EurosField(
        label=_("amount without VAT, in euros"), required=False, help_text=_("Empty: all that is left.")
    )
    reason = reason_field(help_text=_("It stands on the credit note."))
    seen_left = forms.IntegerField(widget=forms.HiddenInput)


def new_request_key() -> str:
    return str(uuid.uuid4())


class AdjustForm(forms.Form):
    """How far a balance moves, and why. The request key makes the form sent twice one request."""

    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[
            (Kind.GRANT.value, _("grant: units on top of the package")),
            (Kind.ADJUSTMENT.value, _("adjustment: to put a mistake right")),
        ],
        widget=forms.RadioSelect,
        initial=Kind.GRANT.value,
    )
    amount = forms.IntegerField(
        label=_("number of units"),
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text=_("An adjustment that takes units away has a minus: -3."),
    )
    reason = reason_field(help_text=_("It stands in the ledger, where the customer reads it."))
    request_key = forms.UUIDField(widget=forms.HiddenInput, initial=new_request_key)

    def clean_kind(self) -> Kind:
        return Kind(self.cleaned_data["kind"])


class DecisionForm(forms.Form):
    """Which of the two buttons was pressed."""

    decision = forms.ChoiceField(choices=[("approve", "approve"), ("refuse", "refuse")])


class InvitationForm(forms.Form):
    email = forms.EmailField(label=_("e-mail"))
    role = forms.ChoiceField(
        label=_("role"), choices=ROLES_EXPLAINED, initial=Member.Role.OWNER, widget=forms.RadioSelect
    )


class MemberRoleForm(forms.Form):
    role = forms.ChoiceField(label=_("role"), choices=ROLES_EXPLAINED, widget=forms.RadioSelect)


class RemovalForm(forms.Form):
    reason = reason_field(help_text=_("It is kept for sales; the customer does not see it."))


class RequestForm(forms.Form):
    """A package that a customer has asked for by other ways than the site."""

    package = forms.ModelChoiceField(
        label=_("package"), queryset=Package.objects.filter(is_offered=True), empty_label=None
    )
    note = forms.CharField(
        label=_("note"),
        required=False,
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it was asked for: a letter, a contract, a call."),
    )


def form_of_act(act: str) -> type[forms.Form]:
    """The form that the confirmation of an act on a subscription shows."""
    return {"suspend": ReasonForm, "cancel": ReasonForm, "renew": RenewForm}.get(act, PlainForm)
