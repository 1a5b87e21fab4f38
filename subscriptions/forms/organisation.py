"""What an owner enters about the organisation. Territory and seats are in the contract, which sales keeps."""

from __future__ import annotations

from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import gettext_lazy as _

from newsroom.shared.addresses import active_language
from subscriptions.models import Customer


def countries() -> list[tuple[str, str]]:
    """Every country by its code, in the language of the page and in its alphabet."""
    names = Locale(active_language()).territories
    # Two letters are countries, but for those that stand for a union, an accent of a locale, or nothing.
    found = [(code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NONE]
    return sorted(found, key=lambda country: country[1])


_NONE = {"EU", "EZ", "UN", "ZZ", "XA", "XB", "QO"}


class OrganisationForm(forms.ModelForm):
    """Who the customer is, and whom we reach there."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)

    class Meta:
        model = Customer
        fields = [
            "name",
            "registration_number",
            "vat_number",
            "address",
            "country",
            "language",
            "contact_name",
            "contact_email",
            "contact_phone",
        ]
        widgets = {"address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"})}
        labels = {
            "name": _("Name of the organisation"),
            "registration_number": _("Registration number"),
            "vat_number": _("VAT number, if registered"),
            "address": _("Address, for invoices"),
            "language": _("Language of our mail"),
            "contact_name": _("Whom we reach"),
            "contact_email": _("E-mail of the contact person"),
            "contact_phone": _("Telephone of the contact person"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for required in ("registration_number", "address"):
            self.fields[required].required = True

    def save(self, commit: bool = True) -> Customer:
        """A new customer publishes at home, until the contract says more.

        Of one that is there only these fields are written: sales may be changing the contract at the same moment.
        """
        if self.instance.pk is None:
            self.instance.territories = [self.cleaned_data["country"]]
        elif commit:
            changed = list(self.Meta.fields)
            if {"registration_number", "country"} & set(self.changed_data):
                # Whom sales have confirmed was another.
                self.instance.confirmed_at = self.instance.confirmed_by = None
                changed += ["confirmed_at", "confirmed_by"]
            self.instance.save(update_fields=changed)
            return self.instance
        return super().save(commit)
