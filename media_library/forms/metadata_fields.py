"""The fields of a photo's metadata as a form shows them: their names, their order, and how each is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.domain.metadata.fields import FIELDS

_LONGEST = 20_000
_MOST_NAMES = 200
_LONGEST_NAME = 250
_NO_CLOCK = re.compile(r"[1-9][0-9]{3}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)


class LinesField(forms.CharField):
    """Text that a person writes line by line, and that means a list."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        # The field's own validators see the list; what PostgreSQL can't keep, and what is endless, is refused here.
        for check in self.validators:
            check(text)
        return self.to_list(text)

    def to_list(self, text: str) -> list[Any]:
        raise NotImplementedError

    def run_validators(self, value: Any) -> None:
        if len(value) > _MOST_NAMES:
            raise ValidationError(_("At most %(limit)d names."), params={"limit": _MOST_NAMES})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_list(self.prepare_value(initial or [])) != self.to_python(data or ""))
        except ValidationError:
            return True


class NamesField(LinesField):
    """Several names or words, one a line or with commas between; cleaned to a list without repetitions."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_list(self, text: str) -> list[str]:
        lines = text.replace(",", "\n").replace(";", "\n").splitlines()
        return list(dict.fromkeys(line.strip()[:_LONGEST_NAME] for line in lines if line.strip()))


class CreatorsField(LinesField):
    """Photographers, one a line, a job title behind a comma; cleaned to a list of {"name", "job_title"}."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        lines = (", ".join(filter(None, [each.get("name", ""), each.get("job_title", "")])) for each in value)
        return "\n".join(lines)

    def to_list(self, text: str) -> list[dict[str, str]]:
        creators = []
        for line in text.splitlines():
            name, _comma, job_title = line.partition(",")
            if name.strip():
                creators.append({"name": name.strip()[:_LONGEST_NAME], "job_title": job_title.strip()[:_LONGEST_NAME]})
        return creators


class MomentField(forms.CharField):
    """A time as metadata write it: a year, a month, a day, or a moment with or without its offset (ISO 8601)."""

    def prepare_value(self, value: Any) -> Any:
        return value.replace("T", " ") if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        if not text or _NO_CLOCK.fullmatch(text):
            return text
        try:
            return dt.datetime.fromisoformat(text).isoformat()
        except ValueError:
            raise ValidationError(
                _("Write it as 2025-09-03 09:32, with the offset behind it if it is known: 2025-09-03 09:32+03:00.")
            ) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial or "")) != str(data or "").strip().replace("T", " ")


@dataclass(frozen=True)
class Group:
    """Fields that stand together on the page, the less used ones folded away."""

    title: str | Promise
    keys: tuple[str, ...]
    is_folded: bool = False


GROUPS = (
    Group(_("What it shows"), ("headline", "caption_bg", "caption_en", "alt_bg", "alt_en", "persons", "keywords")),
    Group(_("Who made it"), ("creators", "credit", "source", "copyright_notice")),
    Group(
        _("When and where"),
        ("taken_at", "event", "shown_city", "shown_country", "shown_country_code", "shown_sublocation", "shown_region"),
    ),
    Group(_("What may be done with it"), ("instructions", "usage_terms", "embargo_until", "expires_at")),
    Group(
        _("Releases, AI and licensor"),
        (
            "model_release", "property_release", "minor_age", "digital_source_type", "data_mining", "copyright_owner",
            "licensor_name", "licensor_url", "web_statement",
        ),
        is_folded=True,
    ),
    Group(
        _("Further facts"),
        (
            "description_bg", "description_en", "caption_writer", "title", "job_id", "supplier_name",
            "supplier_image_id", "organisations", "created_sublocation", "created_city", "created_region",
            "created_country", "created_country_code",
        ),
        is_folded=True,
    ),
)  # fmt: skip
LABELS = {
    "headline": _("headline"),
    "caption_bg": _("caption in Bulgarian"),
    "caption_en": _("caption in English"),
    "caption_writer": _("caption writer"),
    "alt_bg": _("alt text in Bulgarian"),
    "alt_en": _("alt text in English"),
    "description_bg": _("extended description in Bulgarian"),
    "description_en": _("extended description in English"),
    "title": _("title"),
    "job_id": _("job identifier"),
    "creators": _("photographers"),
    "credit": _("credit line as given"),
    "source": _("source"),
    "supplier_name": _("supplier as given"),
    "supplier_image_id": _("number at the supplier"),
    "copyright_notice": _("copyright notice"),
    "copyright_owner": _("copyright owner"),
    "licensor_name": _("licensor"),
    "licensor_url": _("address of the licensor"),
    "usage_terms": _("usage terms"),
    "web_statement": _("web statement of rights"),
    "instructions": _("instructions"),
    "taken_at": _("date taken"),
    "created_sublocation": _("taken at: place"),
    "created_city": _("taken at: city"),
    "created_region": _("taken at: region"),
    "created_country": _("taken at: country"),
    "created_country_code": _("taken at: country code"),
    "shown_sublocation": _("place"),
    "shown_city": _("city"),
    "shown_region": _("region"),
    "shown_country": _("country"),
    "shown_country_code": _("country code"),
    "keywords": _("keywords"),
    "persons": _("persons shown"),
    "organisations": _("organisations shown"),
    "event": _("event"),
    "model_release": _("model release"),
    "property_release": _("property release"),
    "minor_age": _("age of a minor shown"),
    "data_mining": _("data mining"),
    "digital_source_type": _("digital source type"),
    "embargo_until": _("embargo until"),
    "expires_at": _("expires"),
    "gps": _("position"),
}
HELP = {
    "creators": _("One a line; a job title behind a comma."),
    "persons": _("One a line."),
    "keywords": _("One a line, or with commas between."),
    "alt_bg": _("What is to be seen, for those who can't see it."),
    "instructions": _("EDITORIAL USE ONLY; NO SALES; JAPAN OUT. What is understood becomes restrictions."),
    "shown_country_code": _("Two letters: BG."),
}
_SHAPES = {field.key: field.shape for field in FIELDS}


def form_field_for(key: str) -> forms.Field:
    """The form field for one field of the metadata."""
    common: dict[str, Any] = {"label": LABELS[key], "required": False, "help_text": HELP.get(key, "")}
    match _SHAPES[key]:
        case "creators":
            return CreatorsField(max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 2}), **common)
        case "list":
            return NamesField(max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 2}), **common)
        case "note":
            return forms.CharField(max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **common)
        case "moment":
            return MomentField(max_length=40, **common)
        case "country_code":
            return forms.RegexField(
                r"^[A-Za-z0-9]{2,3}$", error_messages={"invalid": _("A country code has two letters: BG.")}, **common
            )
        case "address":
            return forms.CharField(max_length=2000, **common)
        case _:
            return forms.CharField(max_length=1000, **common)


def keys_of_form() -> Sequence[str]:
    """Every field that the page offers, in its order."""
    return [key for group in GROUPS for key in group.keys]
