"""The photos of a story, as a form sends them: one JSON list, of which nothing is believed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.domain.photos import WantedPhoto
from articles.models import ArticlePhoto
from media_library.domain.cropping import read_crop
from media_library.models import Section, Supplier

MOST_PHOTOS = 60
LONGEST_CAPTION = 2000
_LONGEST_JSON = 400_000
_MAX_ID = 2**63 - 1
_OF_PHOTOGRAPHY = [MinValueValidator(dt.date(1826, 1, 1)), MaxValueValidator(dt.date(2200, 1, 1))]


class StoryPhotosField(forms.Field):
    """A list of photos at their places; cleaned to WantedPhoto rows, positions counted from the order of the list.

    Each entry is `{"photo": 17, "place": "lead", "caption": "", "crop": "", "focal": [0.5, 0.4] or null}`.
    """

    default_error_messages = {
        "unreadable": gettext_lazy("The list of photos can't be read. Open the story again and repeat the change."),
        "too_many": gettext_lazy("A story has at most %(limit)d photos."),
        "two_leads": gettext_lazy("A story has one lead photo."),
        "twice": gettext_lazy("Photo %(number)d stands twice at the same place."),
        "caption": gettext_lazy("The caption of photo %(number)d is too long: at most %(limit)d characters."),
    }

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else write_photos(value or [])

    def to_python(self, value: Any) -> list[WantedPhoto]:
        if value in self.empty_values:
            return []
        entries = self._entries(value)
        if len(entries) > MOST_PHOTOS:
            raise ValidationError(self.error_messages["too_many"], "too_many", {"limit": MOST_PHOTOS})
        return [self._read(entry, position) for position, entry in enumerate(entries)]

    def validate(self, value: list[WantedPhoto]) -> None:
        super().validate(value)
        if sum(each.place == ArticlePhoto.Place.LEAD for each in value) > 1:
            raise ValidationError(self.error_messages["two_leads"], "two_leads")
        seen = set()
        for each in value:
            if (each.photo_id, each.place) in seen:
                raise ValidationError(self.error_messages["twice"], "twice", {"number": each.photo_id})
            seen.add((each.photo_id, each.place))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return write_photos(initial or []) != write_photos(self.to_python(data))
        except ValidationError:
            return True

    def _entries(self, value: Any) -> list[Any]:
        try:
            entries = json.loads(value) if isinstance(value, str) and len(value) <= _LONGEST_JSON else None
        except (ValueError, RecursionError):
            entries = None
        if not isinstance(entries, list):
            self._refuse()
        return entries

    def _read(self, entry: Any, position: int) -> WantedPhoto:
        if not isinstance(entry, dict):
            self._refuse()
        photo_id, place = entry.get("photo"), entry.get("place")
        caption, crop, focal = entry.get("caption", ""), entry.get("crop", ""), entry.get("focal")
        if type(photo_id) is not int or not 0 < photo_id <= _MAX_ID or place not in ArticlePhoto.Place.values:
            self._refuse()
        if not isinstance(caption, str) or not isinstance(crop, str) or "\x00" in caption or not _is_text(caption):
            self._refuse()
        if len(caption) > LONGEST_CAPTION:
            params = {"number": photo_id, "limit": LONGEST_CAPTION}
            raise ValidationError(self.error_messages["caption"], "caption", params)
        if crop and read_crop(crop) is None:
            self._refuse()
        if focal is not None and not _is_point(focal):
            self._refuse()
        x, y = (round(float(value), 3) for value in focal) if focal else (None, None)
        return WantedPhoto(
            photo_id=photo_id, place=place, position=position, caption=caption.strip().replace("\r\n", "\n"), crop=crop,
            focal_x=x, focal_y=y,
        )  # fmt: skip

    def _refuse(self) -> None:
        raise ValidationError(self.error_messages["unreadable"], "unreadable")


def write_photos(photos: list[WantedPhoto]) -> str:
    """The photos as the field reads them: JSON in the order of the list."""
    return json.dumps(
        [
            {
                "photo": each.photo_id,
                "place": each.place,
                "caption": each.caption,
                "crop": each.crop,
                "focal": None if each.focal_x is None or each.focal_y is None else [each.focal_x, each.focal_y],
            }
            for each in photos
        ],
        ensure_ascii=False,
    )


def read_photo_ids(value: str) -> list[int]:
    """The ids that a value names, however broken the rest of it is: what a form that comes back needs to show them."""
    try:
        entries = json.loads(value) if len(value) <= _LONGEST_JSON else []
    except (ValueError, RecursionError):
        return []
    named = (entry.get("photo") for entry in entries if isinstance(entry, dict)) if isinstance(entries, list) else ()
    return [number for number in named if type(number) is int and 0 < number <= _MAX_ID][:MOST_PHOTOS]


class PhotoSearchForm(forms.Form):
    """What the picker asks for. A filter that can't be read is left out, and said."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, max_length=200)
    supplier = forms.ModelChoiceField(label=gettext_lazy("Supplier"), queryset=None, required=False)
    section = forms.ModelChoiceField(label=gettext_lazy("Section"), queryset=None, required=False)
    since = forms.DateField(label=gettext_lazy("Taken from"), required=False, validators=_OF_PHOTOGRAPHY)
    until = forms.DateField(label=gettext_lazy("Taken until"), required=False, validators=_OF_PHOTOGRAPHY)
    orientation = forms.ChoiceField(
        label=gettext_lazy("Orientation"),
        choices=[
            ("", gettext_lazy("any")),
            ("landscape", gettext_lazy("landscape")),
            ("upright", gettext_lazy("upright")),
            ("square", gettext_lazy("square")),
        ],
        required=False,
    )
    usable = forms.BooleanField(label=gettext_lazy("only what I may use"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=200)
    story = forms.IntegerField(required=False, min_value=1, max_value=_MAX_ID)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("supplier", Supplier), ("section", Section)):
            self.fields[name].queryset = model.objects.all()
            self.fields[name].empty_label = _("all")

    def clean_q(self) -> str:
        return self.cleaned_data["q"].replace("\x00", "").strip()


def _is_point(value: Any) -> bool:
    """Whether it is two plain numbers from 0 to 1; NaN, which JSON in Python knows, is not."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return all(type(number) in {int, float} and 0 <= number <= 1 for number in value)


def _is_text(value: str) -> bool:
    """Whether it can be written as UTF-8: JSON can name halves of characters that nobody can store."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
