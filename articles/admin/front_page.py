"""Tending the front page: an ordered list a language, with a preview of the page as it would be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from articles.admin.story_widgets import StorySelect
from articles.domain.front_page import read_front_page
from articles.domain.front_places import STANDS_FOR, place_stories, preview_places
from articles.front_place_form import PLACES_FORMSET, FrontPlaceFormSet
from articles.models import FrontPlace
from articles.models.front_place import PLACES
from newsroom.shared.admin_pages import DeskModelAdmin, with_nonce

_CHANGES_SHOWN = 10


@admin.register(FrontPlace)
class FrontPlaceAdmin(DeskModelAdmin):
    """The front page of each language, on one page; the list of rows behind it is of no interest to anybody."""

    def get_urls(self) -> list[URLPattern]:
        preview = self.admin_site.admin_view(self.preview_view)
        return [path("<slug:language>/preview/", preview, name="articles_frontplace_preview"), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(_address_of(get_language() or settings.LANGUAGE_CODE))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return HttpResponseRedirect(_address_of(self._language(request, object_id)))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The places of one language; saved whole."""
        language = self._language(request, object_id)
        places = self._places(request, language)
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            if places.is_valid():
                self._save(request, language, places)
                return HttpResponseRedirect(_address_of(language))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Front page"),
            "opts": self.opts,
            "places": places,
            "rows": sorted(places.forms, key=_place_of),
            "language": language,
            "languages": [(code, str(name), _address_of(code)) for code, name in settings.LANGUAGES],
            "preview_url": reverse("admin:articles_frontplace_preview", args=[language]),
            "front_url": _front_page_of(language),
            "hours": STANDS_FOR.total_seconds() / 3600,
            "may_change": self.has_change_permission(request),
            "changes": LogEntry.objects.filter(content_type=_content_type(), object_id=language).select_related("user")[
                :_CHANGES_SHOWN
            ],
            "media": with_nonce(self.media + places.media, request),
        }
        return TemplateResponse(request, "admin/articles/frontplace/change_form.html", context)

    def preview_view(self, request: HttpRequest, language: str) -> HttpResponse:
        """The front page as it would be with what is on the form; nothing is saved."""
        language = self._language(request, language)
        if request.method != "POST":
            return HttpResponseRedirect(_address_of(language))
        places = self._places(request, language)
        if not places.is_valid():
            return self.change_view(request, language)
        now = timezone.now()
        with override(language):
            shown = preview_places(places.wanted, language=language, now=now)
            page = replace(read_front_page(language, now=now, places=shown), is_preview=True)
            response = render(request, "newsroom/front_page.html", {"page": page})
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def _language(self, request: HttpRequest, asked: str) -> str:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if asked not in dict(settings.LANGUAGES):
            raise Http404
        return asked

    def _places(self, request: HttpRequest, language: str) -> FrontPlaceFormSet:
        stored = {place.position: place for place in FrontPlace.objects.filter(language=language)}
        initial = [
            {"position": number, "story": stored[number].story_id, "until": stored[number].until}
            if number in stored
            else {"position": number}
            for number in range(1, PLACES + 1)
        ]
        widget = StorySelect(FrontPlace._meta.get_field("story"), self.admin_site)
        return PLACES_FORMSET(
            request.POST if request.method == "POST" else None,
            initial=initial,
            prefix="place",
            form_kwargs={"language": language, "story_widget": widget},
        )

    def _save(self, request: HttpRequest, language: str, places: FrontPlaceFormSet) -> None:
        wanted = places.wanted
        place_stories(language, wanted, by=request.user)
        headlines = {form.cleaned_data["position"]: str(form.cleaned_data["story"]) for form in places.forms}
        told = "; ".join(f"{position}: {headlines[position]}" for position in sorted(wanted))
        with override(language):
            title = f"{_('Front page')} ({language})"
        LogEntry.objects.create(
            user=request.user,
            content_type=_content_type(),
            object_id=language,
            object_repr=title,
            action_flag=CHANGE,
            change_message=told or _("All places are left to the clock."),
        )
        messages.success(request, _("The front page is as you have placed it. Readers see it at once."))


def _place_of(form: Any) -> int:
    """Where a row stands on the page: by its number, as far as that is one."""
    value = str(form["position"].value() or "")
    return int(value) if value.isdecimal() and len(value) < 4 else PLACES + 1


def _address_of(language: str) -> str:
    return reverse("admin:articles_frontplace_change", args=[language])


def _front_page_of(language: str) -> str:
    with override(language):
        return reverse("front-page")


def _content_type() -> ContentType:
    return ContentType.objects.get_for_model(FrontPlace)
