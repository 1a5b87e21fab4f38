"""The rows that stand below a photo or a supplier: parties of the credit chain, restrictions, leases."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from media_library.domain.metadata.countries import find_alpha2
from media_library.models import Lease, PhotoCredit, Restriction, Use
from newsroom.shared.newsroom_time import NewsroomTimeField, NewsroomTimeInput

_SPAN = ("starts_at", "ends_at")
_MOST_COUNTRIES = 250


class CountriesField(SimpleArrayField):
    """Two-letter codes of countries, with commas between; in capitals whatever was typed."""

    default_error_messages = {"item_invalid": _("Write two-letter codes with commas between: BG, RO.")}

    def __init__(self, base_field: Any = None, **kwargs: Any) -> None:
        kwargs["max_length"] = _MOST_COUNTRIES
        super().__init__(forms.RegexField(r"^[A-Za-z]{2}$", strip=True), **kwargs)

    def clean(self, value: Any) -> list[str]:
        try:
            return list(dict.fromkeys(code.upper() for code in super().clean(value) or []))
        except forms.ValidationError as error:
            # One sentence for the whole field, rather than one for each code in it.
            raise forms.ValidationError(self.error_messages["item_invalid"], code="item_invalid") from error


def check_countries(form: forms.ModelForm, name: str) -> list[str]:
    """The codes of a field as ISO 3166-1 has them. One that nobody knows is refused, unless it was there before."""
    codes = form.cleaned_data[name]
    if name not in form.changed_data:
        return codes
    if unknown := [code for code in codes if not find_alpha2(code)]:
        raise forms.ValidationError(_("No country has the code %(code)s."), params={"code": ", ".join(unknown)})
    return list(dict.fromkeys(find_alpha2(code) for code in codes))


class RowsFormSet(forms.BaseInlineFormSet):
    """Rows below a form. One that went away meanwhile, or was never there, is told in words."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if key := form.fields.get("id"):
            gone = _("This row has changed meanwhile. Open the page again, and repeat what you did here.")
            key.error_messages |= {"invalid_choice": gone, "required": gone}


class SpanForm(forms.ModelForm):
    """A row with a span of time. A time that the person leaves alone stays to the second, on both autumn nights."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in _SPAN:
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned


class RestrictionForm(SpanForm):
    class Meta:
        model = Restriction
        fields = ["kind", "effect", "territories_in", "territories_out", "starts_at", "ends_at", "words"]
        field_classes = {
            "territories_in": CountriesField,
            "territories_out": CountriesField,
            "starts_at": NewsroomTimeField,
            "ends_at": NewsroomTimeField,
        }
        widgets = {
            "words": forms.TextInput(attrs={"maxlength": 2000}),
            "territories_in": forms.TextInput(attrs={"placeholder": "BG, RO"}),
            "territories_out": forms.TextInput(attrs={"placeholder": "JP"}),
            "starts_at": NewsroomTimeInput,
            "ends_at": NewsroomTimeInput,
        }
        labels = {"words": _("why, or in whose words")}

    def clean_territories_in(self) -> list[str]:
        return check_countries(self, "territories_in")

    def clean_territories_out(self) -> list[str]:
        return check_countries(self, "territories_out")

    def clean_words(self) -> str:
        return str(self.cleaned_data["words"])[:2000]


class LeaseForm(SpanForm):
    uses = forms.MultipleChoiceField(
        label=_("uses"), choices=Use, required=False, widget=forms.CheckboxSelectMultiple, help_text=_("None: all.")
    )

    class Meta:
        model = Lease
        fields = ["effect", "starts_at", "ends_at", "note", "uses"]
        field_classes = {"starts_at": NewsroomTimeField, "ends_at": NewsroomTimeField}
        widgets = {"starts_at": NewsroomTimeInput, "ends_at": NewsroomTimeInput}


class CreditForm(forms.ModelForm):
    """One party of the chain. The chain is kept as a whole: its rows are not checked against those of before."""

    class Meta:
        model = PhotoCredit
        fields = ["position", "role", "name"]
        widgets = {"position": forms.NumberInput(attrs={"min": 1, "max": 99})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = False  # Left empty: behind the others.
        if self.instance.pk:
            self.initial["position"] = self.instance.position + 1  # As people count.

    def validate_unique(self) -> None:
        pass

    def validate_constraints(self) -> None:
        pass


class ChainFormSet(RowsFormSet):
    """The chain of one photo, in the order that its rows ask for."""

    def validate_unique(self) -> None:
        pass

    @cached_property
    def chain(self) -> list[dict[str, Any]]:
        """The rows that stay, in their order, each with `role` and `name`."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]
        # What is left empty comes last, in the order of the page.
        return sorted(
            (row for row in rows if not row.get("DELETE")),
            key=lambda row: (row["position"] is None, row["position"] or 0),
        )
