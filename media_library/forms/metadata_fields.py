"""The fields of a photo's metadata as a form shows them: their names, their order, and how each is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.domain.metadata.countries import find_alpha2
from media_library.domain.metadata.fields import FIELDS
from media_library.forms.codes import code_choices

_LONGEST = 20_000
_MOST_NAMES = 200
_LONGEST_NAME = 250
_NO_CLOCK = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_BULGARIAN = re.compile(
    r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?: ?г\.)?,?"
    r"(?: +(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?",
    re.ASCII,
)
_FIRST_YEAR, _LAST_YEAR = 1826, 2100  # The oldest photograph that is kept, and further ahead than anybody plans.


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
    """A time as metadata write it: a year, a month, a day, or a moment with or without its offset (ISO 8601).

    A day or a moment can be typed as Bulgarians write it, too: 23.11.2026 14:30.
    """

    def prepare_value(self, value: Any) -> Any:
        return value.replace("T", " ") if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        text = super().to_python(value).strip()
        if not text:
            return text
        try:
            moment = _read_moment(text)
        except ValueError:
            raise ValidationError(
                _("Write it as 23.11.2026 14:30 or 2026-11-23 14:30, with its offset if known: 2026-11-23 14:30+02:00.")
            ) from None
        if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            years = {"first": _FIRST_YEAR, "last": _LAST_YEAR}
            raise ValidationError(_("The year must be between %(first)d and %(last)d."), params=years)
        if _NO_CLOCK.fullmatch(text):
            return text
        # Nobody has said that it was at midnight, and a last day has not ended when it begins.
        return moment.isoformat() if ":" in text else moment.date().isoformat()

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial or "")) != str(data or "").strip().replace("T", " ")


def _read_moment(text: str) -> dt.datetime:
    """The moment, or the beginning of the year or month. Raises ValueError."""
    if _NO_CLOCK.fullmatch(text):
        year, _dash, month = text.partition("-")
        return dt.datetime(int(year), int(month or 1), 1)  # noqa: DTZ001 - metadata often know no offset
    if written := _BULGARIAN.fullmatch(text):
        return dt.datetime(**{name: int(digits or 0) for name, digits in written.groupdict().items()})  # noqa: DTZ001
    return dt.datetime.fromisoformat(text)


class CountryCodeField(forms.RegexField):
    """The code of a country, two letters or three; cleaned to the two of ISO 3166-1."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid": _("A country code has two letters: BG.")}
        super().__init__(r"^[A-Za-z0-9]{2,3}$", error_messages=errors, **kwargs)

    def clean(self, value: Any) -> str:
        code = super().clean(value)
        if not code:
            return ""
        known = find_alpha2(code)
        if not known:
            raise ValidationError(_("No country has the code %(code)s."), params={"code": code})
        return known


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
_MOMENT_HELP = _("23.11.2026 14:30, or 2026-11-23 14:30+02:00 with its offset.")
HELP = {
    "creators": _("One a line; a job title behind a comma."),
    "persons": _("One a line."),
    "keywords": _("One a line, or with commas between."),
    "alt_bg": _("What is to be seen, for those who can't see it."),
    "instructions": _("For example: EDITORIAL USE ONLY; NO SALES; JAPAN OUT. What is understood becomes restrictions."),
    "taken_at": _MOMENT_HELP,
    "embargo_until": _MOMENT_HELP,
    "expires_at": _MOMENT_HELP,
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
            return CountryCodeField(**common)
        case "address":
            is_address = URLValidator(
                schemes=["http", "https"],
                message=_("Write the whole address, beginning with https:// or http://."),
            )
            return forms.CharField(max_length=2000, validators=[is_address], **common)
        case "code":
            return forms.ChoiceField(choices=code_choices(key), **common)
        case _:
            return forms.CharField(max_length=1000, **common)


def keys_of_form() -> Sequence[str]:
    """Every field that the page offers, in its order."""
    return [key for group in GROUPS for key in group.keys]
