"""Choosing the photo of the day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media_library.domain.rights import decide
from media_library.models import Photo, PhotoOfTheDay
from media_library.models.rights import Use
from newsroom.shared.admin_pages import DeskModelAdmin
from newsroom.shared.page_cache import bump


class PhotoOfTheDayForm(forms.ModelForm):
    class Meta:
        model = PhotoOfTheDay
        fields = ("date", "photo")

    def clean_photo(self) -> Photo:
        photo: Photo = self.cleaned_data["photo"]
        if photo.state != Photo.State.RELEASED:
            raise forms.ValidationError(_("Readers can't see this photo. Release it first."))
        verdict = decide(photo, use=Use.PUBLISH)
        if not verdict.allowed:
            why = " ".join(reason.text(get_language() or "bg") for reason in verdict.reasons)
            raise forms.ValidationError(_("This photo may not be shown: %(why)s"), params={"why": why})
        return photo


@admin.register(PhotoOfTheDay)
class PhotoOfTheDayAdmin(DeskModelAdmin):
    """One photo a day, for the front page in every language; a day without one shows the newest of the library."""

    form = PhotoOfTheDayForm
    list_display = ("date", "photo", "chosen_by")
    list_select_related = ("photo", "chosen_by")
    date_hierarchy = None
    autocomplete_fields = ("photo",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"date": timezone.localdate()}

    def save_model(self, request: HttpRequest, obj: PhotoOfTheDay, form: Any, change: bool) -> None:
        obj.chosen_by = request.user
        super().save_model(request, obj, form, change)
        _bump_front_pages()

    def delete_model(self, request: HttpRequest, obj: PhotoOfTheDay) -> None:
        super().delete_model(request, obj)
        _bump_front_pages()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        _bump_front_pages()


def _bump_front_pages() -> None:
    # The front pages of all languages carry this tag.
    bump("photos")
