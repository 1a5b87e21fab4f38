"""The uploader: many files at once, each with its own progress and its own verdict."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from media_library.admin.photo_inlines import TagsWidget
from media_library.domain.intake import Filing, take_photo
from media_library.domain.photo_acts import PhotoActRefused
from media_library.domain.processing import say_failure
from media_library.domain.rights import decide
from media_library.domain.showing import edit_metadata
from media_library.forms import BatchForm, QuickForm
from media_library.models import Arrival, Photo, Use
from newsroom.shared.addresses import active_language
from newsroom.shared.admin_pages import with_nonce
from newsroom.shared.content_store import StorageFull

logger = logging.getLogger(__name__)

_MOST_ASKED_AT_ONCE = 500


class UploadMixin:
    """The pages by which photos come in through the admin."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("upload/", view(require_POST(self.upload_view)), name="media_library_photo_upload"),
            path("states/", view(require_GET(self.states_view)), name="media_library_photo_states"),
            path("<int:photo_id>/quick/", view(require_POST(self.quick_view)), name="media_library_photo_quick"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The page with the drop zone. Posted without scripts, it takes all files, and says what became of each."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST or None)
        form.fields["tags"].widget = TagsWidget(self.admin_site)
        form.fields["tags"].widget.choices = form.fields["tags"].choices
        arrivals: list[Arrival] = []
        if request.method == "POST" and form.is_valid():
            files = request.FILES.getlist("files")
            if not files:
                form.add_error(None, _("Choose at least one file."))
            arrivals = self._take_all(request, files, form)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Upload photos"),
            "form": form,
            "arrivals": arrivals,
            "media": with_nonce(self.media + form.media, request),
            "most_megabytes": settings.PHOTO_MAX_BYTES // 1024**2,
            "has_view_permission": self.has_view_permission(request),
        }
        return TemplateResponse(request, "admin/media_library/photo/upload.html", context)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Take one file, sent by the uploader's script, and answer with what became of it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST)
        file = request.FILES.get("file")
        if not form.is_valid():
            return JsonResponse({"outcome": "refused", "reason": _all_errors(form)}, status=422)
        if file is None:
            return JsonResponse({"outcome": "refused", "reason": _("The file did not arrive whole.")}, status=422)
        try:
            arrival = self._take(request, file, form.filing())
        except OSError as error:
            logger.exception("A photo could not be kept")
            return JsonResponse({"outcome": "refused", "reason": _say_trouble(error)}, status=507)
        return JsonResponse(_describe(arrival))

    def states_view(self, request: HttpRequest) -> HttpResponse:
        """How far the processing of the asked photos is: id → state, thumbnail, and the failure if there is one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = [int(each) for each in request.GET.get("ids", "").split(",") if each.isdecimal() and len(each) < 19]
        photos = Photo.objects.filter(pk__in=asked[:_MOST_ASKED_AT_ONCE]).prefetch_related("renditions")
        return JsonResponse({str(photo.pk): _state_of(photo) for photo in photos})

    def quick_view(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """Save the few fields that the uploader shows of each photo: one's own, as long as it is at the desk."""
        form = QuickForm(request.POST)
        photo = Photo.objects.filter(pk=photo_id).first()
        if photo is None or not (self._is_own_upload(request, photo) or self.has_change_permission(request, photo)):
            raise PermissionDenied
        if not form.is_valid():
            return JsonResponse({"errors": _all_errors(form)}, status=422)
        try:
            photo = edit_metadata(photo_id, form.changes(photo), by=request.user, own_upload=True)
        except PhotoActRefused as refusal:
            return JsonResponse({"errors": str(refusal)}, status=409)
        return JsonResponse(_facts_of(photo))

    def _is_own_upload(self, request: HttpRequest, photo: Photo) -> bool:
        is_theirs = photo.arrived_by_id == request.user.pk and photo.state == Photo.State.HELD
        return is_theirs and self.has_add_permission(request)

    def _take(self, request: HttpRequest, file: Any, filing: Filing) -> Arrival:
        return take_photo(
            _path_of(file), file_name=file.name or "", way=Arrival.Way.UPLOAD, by=request.user, filing=filing
        )

    def _take_all(self, request: HttpRequest, files: list[Any], form: BatchForm) -> list[Arrival]:
        """Take files one after the other; the first that can't be kept ends it, and what came in before stays."""
        arrivals = []
        for file in files:
            try:
                arrivals.append(self._take(request, file, form.filing()))
            except OSError as error:
                logger.exception("A photo could not be kept")
                messages.error(request, f"{file.name}: {_say_trouble(error)}")
                break
        taken = sum(arrival.outcome == Arrival.Outcome.TAKEN for arrival in arrivals)
        if taken:
            messages.success(request, ngettext("%d photo was taken in.", "%d photos were taken in.", taken) % taken)
        return arrivals


def _say_trouble(error: OSError) -> str:
    """What a person is to know of a storage that fails; nothing of its paths."""
    if isinstance(error, StorageFull):
        return str(error)
    return _("The photo could not be kept. Try again; if it stays so, tell whoever keeps the server.")


def _path_of(file: Any) -> Path:
    """Where the upload lies: FILE_UPLOAD_HANDLERS puts every one on disk."""
    if not isinstance(file, TemporaryUploadedFile):
        raise TypeError(file)
    return Path(file.temporary_file_path())


def _describe(arrival: Arrival) -> dict[str, Any]:
    described: dict[str, Any] = {
        "outcome": arrival.outcome,
        "outcomeName": str(arrival.get_outcome_display()),
        "name": arrival.file_name,
        "reason": arrival.reason,
    }
    if arrival.photo is not None:
        described["photo"] = _facts_of(arrival.photo)
    return described


def _facts_of(photo: Photo) -> dict[str, Any]:
    """What the uploader's row shows of a photo that is in."""
    language = active_language()
    verdict = decide(photo, use=Use.PUBLISH)
    return {
        "id": photo.pk,
        "url": reverse("admin:media_library_photo_change", args=[photo.pk]),
        "quickUrl": reverse("admin:media_library_photo_quick", args=[photo.pk]),
        "headline": photo.headline,
        "caption_bg": photo.caption_bg,
        "caption_en": photo.caption_en,
        "credit": photo.credit_line(language),
        "creditMissing": not photo.credit_complete,
        "verdict": verdict.word(language),
        "verdictAllowed": verdict.allowed,
        "verdictReasons": " ".join(reason.text(language) for reason in verdict.reasons),
        "warnings": len(photo.warnings),
        **_state_of(photo),
    }


def _state_of(photo: Photo) -> dict[str, Any]:
    thumb = next((each for each in photo.renditions.all() if each.preset == "thumb"), None)
    return {
        "processing": photo.processing,
        "processingName": str(photo.get_processing_display()),
        "failure": say_failure(photo),
        "thumb": thumb.url if thumb else "",
        "width": thumb.width if thumb else 0,
        "height": thumb.height if thumb else 0,
    }


def _all_errors(form: Any) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)
