"""The form of one photo: its filing, and its metadata, field by field over what the file says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from media_library.forms.codes import CODES, code_choices
from media_library.forms.metadata_fields import form_field_for, keys_of_form
from media_library.models import Photo, Tag

FILED = ("supplier", "licence", "section", "instructions_decided", "focal_x", "focal_y")


class PhotoForm(forms.ModelForm):
    """What a photo editor may change. `revision` is the one that the person saw.

    `give_back` names the fields whose edit is taken back, so that the file speaks again. The admin sets `refusal` where
    what was sent has just been refused: the form comes back as it was, with the reason over it.
    """

    refusal: str = ""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    give_back = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in keys_of_form()])
    read_credit_again = forms.BooleanField(label=_("Read the credit line from the metadata again"), required=False)
    tags = forms.ModelMultipleChoiceField(label=_("Tags"), queryset=Tag.objects.all(), required=False)
    vars().update({key: form_field_for(key) for key in keys_of_form()})

    class Meta:
        model = Photo
        fields = [*FILED]
        widgets = {"focal_x": forms.HiddenInput, "focal_y": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photo = self.instance
        self.initial |= {key: photo.shown.get(key) for key in keys_of_form()}
        for key in CODES:
            self.fields[key].choices = code_choices(key, current=photo.shown.get(key))
        self.initial |= {"revision": photo.revision, "tags": [tag.pk for tag in photo.tags.all()] if photo.pk else []}
        if not (photo.unparsed_instructions or (photo.supplier and photo.supplier.unparsed_instructions)):
            self.fields.pop("instructions_decided", None)  # There is nothing to decide.
        if not photo.credit_by_hand:
            self.fields.pop("read_credit_again", None)

    def _clean_fields(self) -> None:
        super()._clean_fields()
        # What the file says stands, however odd or long it is. Only what a person writes is held to the rules.
        for key in keys_of_form():
            if key in self._errors and key not in self.changed_data:
                del self._errors[key]
                self.cleaned_data[key] = self.initial[key]

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.refusal:
            self.add_error(None, self.refusal)

    @property
    def is_changed(self) -> bool:
        """Whether the person changed a field or took an edit back."""
        return any(name != "revision" for name in self.changed_data)

    @property
    def is_stale(self) -> bool:
        """Whether somebody else saved the photo after this form had been opened."""
        return self.is_bound and self.data.get("revision") != str(self.initial["revision"])

    def metadata_changes(self) -> dict[str, Any]:
        """What the person put in place of the file's word: key → value, None where it is given back to the file."""
        given_back = dict.fromkeys(self.cleaned_data["give_back"])
        changed = {key: self.cleaned_data[key] for key in keys_of_form() if key in self.changed_data}
        return changed | given_back


class KillForm(forms.Form):
    """The notices that stand in a withdrawn photo's place."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note_bg = forms.CharField(
        label=_("Notice in Bulgarian"), widget=forms.Textarea(attrs={"rows": 3, "lang": "bg"}), max_length=1000
    )
    note_en = forms.CharField(
        label=_("Notice in English"), widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}), max_length=1000
    )
    confirmed = forms.BooleanField(
        label=_("Take the photo off every page, for ever"),
        error_messages={"required": _("Tick this to confirm. It can't be undone.")},
    )
