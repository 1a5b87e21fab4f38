"""The page of one photo as a form: who may change it, what is saved, and how a refusal comes back."""

from __future__ import annotations

import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from media_library.admin.photo_inlines import (
    CreditInline,
    LeaseInline,
    PlainChoicesMixin,
    RestrictionInline,
    TagsWidget,
    save_chain,
)
from media_library.admin.photo_list import PhotoListMixin
from media_library.admin.photo_pages import PhotoPagesMixin
from media_library.admin.uploading import UploadMixin
from media_library.domain.credit_line import give_chain_back
from media_library.domain.photo_acts import PhotoActRefused, acting_on
from media_library.domain.rights import refresh_rights
from media_library.domain.searching import index_photo
from media_library.domain.showing import keep_edits, reread_photo, show_metadata
from media_library.forms import PhotoForm
from media_library.forms.photo import FILED
from media_library.models import Lease, Photo, PhotoAct, PhotoCredit, Restriction
from newsroom.shared.admin_pages import DeskModelAdmin

_OF_RIGHTS = ("licence", "instructions_decided")
_MAY_DECIDE = "media_library.decide_rights"


@admin.register(Photo)
class PhotoAdmin(UploadMixin, PhotoPagesMixin, PhotoListMixin, PlainChoicesMixin, DeskModelAdmin):
    """Photos. Every write goes through the domain; a refusal comes back to the form with nothing lost."""

    form = PhotoForm
    inlines = [CreditInline, RestrictionInline, LeaseInline]
    change_form_template = "admin/media_library/photo/change_form.html"
    change_list_template = "admin/media_library/photo/change_list.html"

    # --- Who may what ---

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return False  # Photos are withdrawn; what the library once held stays on record.

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        if obj is not None and obj.state == Photo.State.KILLED:
            return False
        return request.user.has_perm("media_library.change_photo")

    def get_inline_instances(self, request: HttpRequest, obj: Photo | None = None) -> list[Any]:
        """Only the chain where nothing may be decided: restrictions and leases are told by the verdicts then."""
        if obj is None or not self.has_change_permission(request, obj):
            return []
        inlines = super().get_inline_instances(request, obj)
        may_decide = request.user.has_perm(_MAY_DECIDE)
        return [inline for inline in inlines if may_decide or inline.model is PhotoCredit]

    # --- The form ---

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Photo | None:
        try:
            return _whole(Photo.objects.all()).get(pk=int(unquote(object_id)))
        except (Photo.DoesNotExist, ValueError):
            return None

    def get_form(self, request: HttpRequest, obj: Photo | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = request.__dict__.get("refusal", "")
        # The fields that the form declares itself are shared by all requests.
        fields = form.base_fields = copy.deepcopy(form.base_fields)
        fields["tags"].widget = TagsWidget(self.admin_site)
        for name, words in {"supplier": _("not known"), "licence": _("the supplier's"), "section": "–"}.items():
            if name in fields:
                fields[name].empty_label = words
        if not request.user.has_perm(_MAY_DECIDE):
            for name in _OF_RIGHTS:
                fields.pop(name, None)
        return form

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return [*FILED]  # The fields that the form declares itself come with it.

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if (
            request.method == "POST"
            and object_id is not None
            and (gone := self._tell_of_withdrawal(request, object_id))
        ):
            return gone
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PhotoActRefused as refusal:
            request.__dict__["refusal"] = str(refusal)
        except IntegrityError as error:
            request.__dict__["refusal"] = _refusal_of(error)
        # What was written is rolled back; the same form comes again, with what was typed and what was said.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _tell_of_withdrawal(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Whoever had the form open when the photo was withdrawn is told so, rather than refused without a word."""
        photo = self.get_object(request, object_id)
        if photo is None or photo.state != Photo.State.KILLED or not self.has_change_permission(request):
            return None
        messages.error(request, _("The photo has been withdrawn. Nothing can be done with it any more."))
        return HttpResponseRedirect(reverse("admin:media_library_photo_change", args=[photo.pk]))

    # --- Saving ---

    def save_model(self, request: HttpRequest, obj: Photo, form: ModelForm, change: bool) -> None:
        """Save fields and metadata; `obj.revision` is then the one that this request has brought the photo to."""
        obj.revision = form.cleaned_data["revision"]
        if not form.is_changed:
            return
        told = form.cleaned_data
        said = [name for name in form.changed_data if name not in {"give_back", "revision"}]
        with acting_on(
            obj.pk,
            PhotoAct.Act.EDIT,
            by=request.user,
            permission="media_library.change_photo",
            base_revision=obj.revision,
            comment=", ".join([*said, *(name for name in told["give_back"] if name not in said)]),
        ) as photo:
            for name in FILED:
                if name in told:
                    setattr(photo, name, told[name])
            keep_edits(photo, form.metadata_changes(), by=request.user)
            photo.tags.set(told["tags"])
            show_metadata(photo)
        if "supplier" in form.changed_data:
            reread_photo(obj.pk)  # Its supplier may write captions in a character set of its own.
        if told.get("read_credit_again"):
            photo = give_chain_back(Photo.objects.get(pk=obj.pk), by=request.user)
        obj.revision = photo.revision

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        changed = {formset.model: formset for formset in formsets if formset.has_changed()}
        if chain := changed.get(PhotoCredit):
            stored = Photo.objects.get(pk=form.instance.pk)
            photo = save_chain(chain, stored, by=request.user, base_revision=form.instance.revision)
            form.instance.revision = photo.revision
        of_rights = [changed[model] for model in (Restriction, Lease) if model in changed]
        if of_rights:
            with acting_on(
                form.instance.pk,
                PhotoAct.Act.DECIDE,
                by=request.user,
                permission=_MAY_DECIDE,
                base_revision=form.instance.revision,
                comment=", ".join(str(formset.model._meta.verbose_name_plural) for formset in of_rights),
            ) as photo:
                for formset in of_rights:
                    formset.save()
            form.instance.revision = photo.revision
            refresh_rights([photo.pk])
        index_photo(Photo.objects.get(pk=form.instance.pk))

    def construct_change_message(self, request: HttpRequest, form: ModelForm, formsets: Any, add: bool = False) -> Any:
        return []

    def log_change(self, request: HttpRequest, obj: Photo, message: Any) -> None:
        """The domain keeps its own, fuller log of acts."""

    def response_change(self, request: HttpRequest, obj: Photo) -> HttpResponse:
        act = request.POST.get("_act", "")
        if act and act not in self.acts_of_page:
            raise PermissionDenied
        messages.success(request, _("The photo is saved."))
        if act:
            self.do_act(request, obj, act)
        return HttpResponseRedirect(reverse("admin:media_library_photo_change", args=[obj.pk]))


def _whole(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """With all that the page of one photo shows of the rows beside it."""
    return photos.select_related(
        "supplier__licence", "licence", "section", "reading", "arrived_by"
    ).prefetch_related("renditions")  # fmt: skip


def _refusal_of(error: IntegrityError) -> str:
    """What the constraint that the database upheld says to people; any other integrity error is raised: a defect."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in (Photo, Restriction, Lease, PhotoCredit):
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    raise error
