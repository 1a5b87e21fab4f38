"""The forms of the photo desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from media_library.domain.intake import Filing
from media_library.models import Photo, Section, Supplier, Tag


class BatchForm(forms.Form):
    """What holds for every file of one upload. It goes before what a file says; restrictions join those of the file."""

    supplier = forms.ModelChoiceField(
        label=_("Supplier"),
        queryset=Supplier.objects.all(),
        empty_label="–",
        required=False,
        help_text=_("Brings its licence and its restrictions with it."),
    )
    section = forms.ModelChoiceField(
        label=_("Section"), queryset=Section.objects.all(), empty_label="–", required=False
    )
    event = forms.CharField(label=_("Event"), max_length=250, required=False)
    instructions = forms.CharField(
        label=_("Restrictions"),
        max_length=2000,
        required=False,
        help_text=_(
            "They join what the file says itself. In the trade's words, with semicolons between. "
            "For example: EDITORIAL USE ONLY; NO SALES; JAPAN OUT."
        ),
    )
    tags = forms.ModelMultipleChoiceField(label=_("Tags"), queryset=Tag.objects.all(), required=False)

    def filing(self) -> Filing:
        """How the files are to be filed. Call it on a valid form."""
        data = self.cleaned_data
        event, instructions = data["event"].strip(), data["instructions"].strip()
        return Filing(
            supplier=data["supplier"],
            section=data["section"],
            tags=list(data["tags"]),
            edits={"event": event} if event else {},
            joined={"instructions": instructions} if instructions else {},
        )


class QuickForm(forms.Form):
    """The fields that the uploader offers at once for each photo."""

    headline = forms.CharField(max_length=250, required=False)
    caption_bg = forms.CharField(max_length=5000, required=False)
    caption_en = forms.CharField(max_length=5000, required=False)
    creator = forms.CharField(max_length=250, required=False)

    def changes(self, photo: Photo) -> dict[str, Any]:
        """The metadata fields that the person has changed; only what was sent is looked at."""
        changed: dict[str, Any] = {}
        for name in ("headline", "caption_bg", "caption_en"):
            if name in self.data and self.cleaned_data[name] != photo.shown.get(name, ""):
                changed[name] = self.cleaned_data[name]
        if "creator" in self.data and self.cleaned_data["creator"] != ", ".join(photo.creators):
            names = [name.strip() for name in self.cleaned_data["creator"].split(",") if name.strip()]
            changed["creators"] = [{"name": name, "job_title": ""} for name in names]
        return changed
