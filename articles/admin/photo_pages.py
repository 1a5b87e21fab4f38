"""What the picker of photos asks the server for: a page of thumbnails, as a fragment of markup."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from articles.domain.photo_choice import PhotoQuery, choose_photos
from articles.domain.photos import MAY_OVERRIDE
from articles.photo_field import PhotoSearchForm


class PhotoPagesMixin:
    """The address that the picker of the story form asks."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_safe(self.photos_view))
        return [path("photos/", view, name="articles_article_photos"), *super().get_urls()]

    def photos_view(self, request: HttpRequest) -> HttpResponse:
        """A page of the photos that the filters leave, for who may see photos; never cached, as verdicts change."""
        if not request.user.has_perm("media_library.view_photo"):
            raise PermissionDenied
        form = PhotoSearchForm(request.GET)
        form.is_valid()
        context = {
            "choice": choose_photos(_query_of(form.cleaned_data), story_id=form.cleaned_data.get("story")),
            "unread": [(form.fields[name].label, errors) for name, errors in form.errors.items()],
            "is_first": (form.cleaned_data.get("page") or 1) == 1,
            "may_override": request.user.has_perm(MAY_OVERRIDE),
        }
        return TemplateResponse(request, "admin/articles/article/photos_found.html", context)


def _query_of(asked: dict[str, Any]) -> PhotoQuery:
    return PhotoQuery(
        words=asked.get("q", ""),
        supplier=asked.get("supplier"),
        section=asked.get("section"),
        since=asked.get("since"),
        until=asked.get("until"),
        orientation=asked.get("orientation", ""),
        usable_only=asked.get("usable", False),
        page=asked.get("page") or 1,
    )
