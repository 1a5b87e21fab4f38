"""The forms in which sales keep what is offered, and who the customers are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from media_library.forms.rows import CountriesField, check_countries
from media_library.models import Section, Supplier
from newsroom.shared.addresses import active_language
from subscriptions.domain.confirming_customers import same_number
from subscriptions.forms.amounts import EurosField, PerCentField
from subscriptions.models import Customer, Package, Size

_LONGEST_EVENT, _MOST_EVENTS = 250, 100


class LinesField(forms.CharField):
    """Names, each on a line of its own, so that a name may hold a comma."""

    widget = forms.Textarea(attrs={"rows": 2})

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: list[str]) -> None:
        if len(value) > _MOST_EVENTS or any(len(line) > _LONGEST_EVENT for line in value):
            raise forms.ValidationError(_("At most 100 names, none longer than 250 characters."), code="too_long")

    def run_validators(self, value: list[str]) -> None:
        """The validators of a text do not fit a list."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(data or "") != (initial or []))


class NamedKeysField(forms.TypedMultipleChoiceField):
    """Keys of rows, chosen by name. One whose row has gone is offered still, so that it is not dropped unseen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, names: Callable[[], Iterable[tuple[int, str]]], **kwargs: Any) -> None:
        self.names = names
        super().__init__(coerce=int, required=False, **kwargs)

    def offer(self, chosen: Iterable[int]) -> None:
        """Read the choices, with those that are chosen already."""
        names = dict(self.names())
        self.choices = [*names.items(), *((key, f"№ {key}") for key in chosen if key not in names)]


def _sections() -> list[tuple[int, str]]:
    language = active_language()
    return [(section.pk, section.name(language)) for section in Section.objects.all()]


def _suppliers() -> list[tuple[int, str]]:
    language = active_language()
    return sorted(((each.pk, each.name(language)) for each in Supplier.objects.all()), key=lambda named: named[1])


class PackageForm(forms.ModelForm):
    """A package: money in euros, rates in per cent, sections and suppliers by their names."""

    sections = NamedKeysField(label=_("sections"), names=_sections, help_text=_("None named: all."))
    suppliers = NamedKeysField(label=_("suppliers"), names=_suppliers, help_text=_("None named: all."))
    events = LinesField(
        label=_("events"), required=False, help_text=_("The name of one event a line. None named: all.")
    )
    sizes = forms.MultipleChoiceField(
        label=_("sizes"), choices=Size, required=False, widget=forms.CheckboxSelectMultiple
    )
    price_cents = EurosField(label=_("price in euros"), help_text=_("Without VAT."))
    vat_rate = PerCentField(label=_("VAT rate in per cent"))

    class Meta:
        model = Package
        fields = [
            "name_bg", "name_en", "slug", "description_bg", "description_en", "sections", "suppliers", "events",
            "newest_days", "photos", "stories", "sizes", "territories", "length_days", "licence_days", "price_cents",
            "vat_rate", "is_offered", "position",
        ]  # fmt: skip
        field_classes = {"territories": CountriesField}
        widgets = {
            "description_bg": forms.Textarea(attrs={"rows": 3}),
            "description_en": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("sections", "suppliers"):
            if name in self.fields:
                self.fields[name].offer(getattr(self.instance, name))

    def clean_territories(self) -> list[str]:
        return check_countries(self, "territories")


class CustomerForm(forms.ModelForm):
    """A customer with what the contract says: territory and seats."""

    class Meta:
        model = Customer
        fields = [
            "name", "registration_number", "vat_number", "address", "country", "territories", "language",
            "contact_name", "contact_email", "contact_phone", "account_manager", "seats", "notes",
        ]  # fmt: skip
        field_classes = {"territories": CountriesField}
        widgets = {
            "address": forms.Textarea(attrs={"rows": 2}),
            "notes": forms.Textarea(attrs={"rows": 4}),
        }

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean(self) -> dict[str, Any]:
        """Of those whom sales have confirmed no two have one number; whom they add themselves they have confirmed."""
        cleaned: dict[str, Any] = super().clean() or {}
        is_confirmed = self.instance.pk is None or self.instance.is_confirmed
        if is_confirmed and {"registration_number", "country"} <= set(cleaned):
            number, country = cleaned["registration_number"], cleaned["country"]
            given = Customer(pk=self.instance.pk, registration_number=number, country=country)
            if same_number(given).filter(confirmed_at__isnull=False).exists():
                self.add_error("registration_number", _("There is already a customer with this registration number."))
        return cleaned

    def clean_territories(self) -> list[str]:
        return check_countries(self, "territories")
