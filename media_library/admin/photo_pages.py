"""The pages around one photo: what its form shows beside the fields, its acts, its file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from media_library.admin.photo_facts import (
    group_fields,
    judge,
    marked_instructions,
    photos_alike,
    said_warnings,
    told_acts,
    written,
)
from media_library.domain.originals import originals
from media_library.domain.photo_acts import (
    PhotoActRefused,
    acting_on,
    find_bars,
    find_release_problems,
    hold_photo,
    kill_photo,
    release_photo,
)
from media_library.domain.photo_use import desk_uses
from media_library.domain.processing import retry_photo, say_failure
from media_library.forms import KillForm
from media_library.forms.metadata_fields import LABELS
from media_library.models import Photo, PhotoAct, Restriction
from newsroom.shared.addresses import active_language


class PhotoPagesMixin:
    """The addresses under a photo's own."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:photo_id>/kill/", view(self.kill_view), name="media_library_photo_kill"),
            path("<int:photo_id>/file/", view(require_GET(self.file_view)), name="media_library_photo_file"),
            path("<int:photo_id>/original/", view(self.original_view), name="media_library_photo_original"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], obj: Photo | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            # As it is stored: the object on the form carries what was typed.
            stored = self.get_object(request, str(obj.pk)) if request.method == "POST" else obj
            context |= self.photo_facts(request, stored or obj, context)
            context["title"], context["subtitle"] = _("Photo"), None
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def photo_facts(self, request: HttpRequest, photo: Photo, context: dict[str, Any]) -> dict[str, Any]:
        """What the page of a photo shows around its fields."""
        form, rows = context["adminform"].form, context["inline_admin_formsets"]
        may_change = self.has_change_permission(request, photo)
        verdicts, reasons = judge(photo)
        may_release = may_change and request.user.has_perm("media_library.release_photo")
        is_held = photo.state == Photo.State.HELD
        language = active_language()
        bars = find_bars(photo) if is_held and may_release else []
        return {
            "photo": photo,
            "language": language,
            "preview": next((each for each in photo.renditions.all() if each.preset == "preview"), None),
            "groups": group_fields(photo, form, rows, may_change=may_change),
            "problems": _problems_of(form, rows),
            "may_change": may_change,
            "verdicts": verdicts,
            "reasons": reasons,
            "instructions": marked_instructions(photo),
            "to_decide": bool(photo.unparsed_instructions or (photo.supplier and photo.supplier.unparsed_instructions)),
            "compiled": photo.restrictions.filter(origin=Restriction.Origin.COMPILED) if may_change else [],
            "warnings": said_warnings(photo),
            "alike": photos_alike(photo),
            "uses": desk_uses(photo, viewer=request.user),
            "photo_acts": told_acts(photo),
            "release_problems": find_release_problems(photo) if is_held else [],
            "bars": [reason.text(language) for reason in bars],
            "may_release": may_release,
            "may_override": bool(bars) and request.user.has_perm("media_library.override_rights"),
            "may_kill": photo.state != Photo.State.KILLED and request.user.has_perm("media_library.kill_photo"),
            "may_download": request.user.has_perm("media_library.download_original"),
            "failure": say_failure(photo),
        }

    acts_of_page = ("release", "release-anyway", "hold", "retry")

    def do_act(self, request: HttpRequest, photo: Photo, act: str) -> None:
        """Do what a button of the page asks for, and say what came of it. What was saved with it stays saved."""
        frame: dict[str, Any] = {"by": request.user, "base_revision": photo.revision}
        try:
            match act:
                case "release":
                    release_photo(photo.pk, **frame)
                    messages.success(request, _("Readers find the photo in the library now."))
                case "release-anyway":
                    release_photo(photo.pk, override=True, **frame)
                    said = _("Readers find the photo in the library now, against the verdict. The log says who did it.")
                    messages.warning(request, said)
                case "hold":
                    hold_photo(photo.pk, **frame)
                    messages.success(request, _("The photo is back at the desk. Stories that show it keep it."))
                case "retry":
                    change = "media_library.change_photo"
                    with acting_on(photo.pk, PhotoAct.Act.RETRY, permission=change, **frame) as row:
                        retry_photo(row)
                    messages.success(request, _("The photo waits for its processing again."))
        except PhotoActRefused as refusal:
            messages.error(request, str(refusal))

    def kill_view(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """Ask for the notices, and confirm, before the photo goes off every page."""
        if not request.user.has_perm("media_library.kill_photo"):
            raise PermissionDenied
        photo = get_object_or_404(Photo, pk=photo_id)
        form = KillForm(request.POST or None, initial={"revision": photo.revision})
        page = reverse("admin:media_library_photo_change", args=[photo_id])
        if request.method == "POST" and form.is_valid():
            told = form.cleaned_data
            try:
                kill_photo(
                    photo_id,
                    note_bg=told["note_bg"],
                    note_en=told["note_en"],
                    by=request.user,
                    base_revision=told["revision"],
                )
            except PhotoActRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The photo is off every page. Your notice stands in its place."))
                return HttpResponseRedirect(page)
        context = self._page_context(request, photo, _("Withdraw the photo")) | {
            "form": form,
            "uses": desk_uses(photo, viewer=request.user),
        }
        return TemplateResponse(request, "admin/media_library/photo/kill.html", context)

    def file_view(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """Everything that the file says of itself: by field with the place it was read from, and the raw blocks."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo.objects.select_related("reading"), pk=photo_id)
        values = [
            (LABELS.get(key, key), written(entry["value"]), str(entry["source"]).upper())
            for key, entry in (photo.reading.values if hasattr(photo, "reading") else {}).items()
            if key != "gps"
        ]
        blocks = [(block.kind, block.origin, len(bytes(block.content))) for block in photo.raw_blocks.all()]
        context = self._page_context(request, photo, _("What the file says")) | {"values": values, "blocks": blocks}
        return TemplateResponse(request, "admin/media_library/photo/file.html", context)

    def original_view(self, request: HttpRequest, photo_id: int) -> HttpResponse:
        """Hand the original out to staff who may have it; each time is noted in the photo's log."""
        if request.method != "POST":
            raise Http404
        try:
            with acting_on(
                photo_id, PhotoAct.Act.DOWNLOAD, by=request.user, permission="media_library.download_original"
            ) as photo:
                file = originals().open(photo.original, "rb")
        except (Photo.DoesNotExist, FileNotFoundError) as error:
            raise Http404 from error
        except PhotoActRefused as refusal:
            raise PermissionDenied from refusal
        name = f"{photo.pk}.{photo.original.rpartition('.')[2]}"
        return FileResponse(file, as_attachment=True, filename=name, headers={"Cache-Control": "private, no-store"})

    def _page_context(self, request: HttpRequest, photo: Photo, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "photo": photo, "title": title}


def _problems_of(form: Any, rows: Any) -> list[tuple[str, str, str]]:
    """For the summary over the form: id of the field, its name and what is wrong with it, the rows included."""
    problems = [("", "", str(error)) for error in form.non_field_errors()]
    problems += _field_problems(form)
    for each in rows:
        title = str(each.opts.verbose_name_plural)
        problems += [("", title, str(error)) for error in each.formset.non_form_errors()]
        for row in each.formset.forms:
            problems += [("", title, str(error)) for error in row.non_field_errors()]
            problems += _field_problems(row, of=title)
    # Two fields of a row can be wrong in the same way: that is told once, with the way to the first.
    told = {(label, error): (field_id, label, error) for field_id, label, error in reversed(problems)}
    return list(reversed(told.values()))


def _field_problems(form: Any, *, of: str = "") -> list[tuple[str, str, str]]:
    return [
        ("" if bound.is_hidden else bound.id_for_label, of or str(bound.label), str(error))
        for bound in form
        for error in bound.errors
    ]
