"""What members enter about photos that they put aside."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from subscriptions.models import SelectedPhoto, Selection

# As newsroom.shared.row_numbers has it: what the database can hold.
_ROW_NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_LONGEST_NOTE = SelectedPhoto._meta.get_field("note").max_length or 0


def read_photo_ids(data: QueryDict, name: str = "photo") -> list[int]:
    """The photos that a form or a link names, each once, in their order. What is no number of a row is left out."""
    return list(dict.fromkeys(int(value) for value in data.getlist(name) if _ROW_NUMBER.fullmatch(value)))


def read_notes(data: QueryDict) -> dict[int, str]:
    """The notes of photos, by photo: fields like `note-17`. What is too long is cut, as the field in the page does."""
    found = {}
    for name, value in data.items():
        number = name.removeprefix("note-")
        if number != name and _ROW_NUMBER.fullmatch(number):
            found[int(number)] = str(value).replace("\x00", "")[:_LONGEST_NOTE]
    return found


class SelectionForm(forms.ModelForm):
    """Name, note, and whether colleagues see it. To keep a selection it needs a name."""

    class Meta:
        model = Selection
        fields = ["name", "note", "is_shared"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, is_kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_kept = is_kept

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if self._is_kept and not name:
            raise forms.ValidationError(_("Give the selection a name, so that you find it again."), code="required")
        return name
