"""What stands below a photo or a supplier: the credit chain, restrictions, leases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.db.models import DateTimeField, Field, QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from media_library.domain.credit_line import BadChain, CreditParty, set_chain_by_hand
from media_library.domain.photo_acts import PhotoActRefused
from media_library.forms.rows import ChainFormSet, CreditForm, LeaseForm, RestrictionForm, RowsFormSet
from media_library.models import Lease, Photo, PhotoCredit, PhotoTag, Restriction
from newsroom.shared.newsroom_time import NewsroomTimeField, NewsroomTimeInput

if TYPE_CHECKING:
    from newsroom.models import User


_LONGEST_ID = 18
SHARED_FORM = "admin/media_library/shared_form.html"
"""The template of the forms of what many photos share. Fieldsets of the class "facts" stand at its side."""


class PlainChoicesMixin:
    """Choices without the admin's pencils, crosses and eyes beside them: those lists have pages of their own."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class TagsWidget(AutocompleteSelectMultiple):
    """Tags, found by typing. What was forged is not looked up when the form comes back."""

    def __init__(self, admin_site: admin.AdminSite) -> None:
        super().__init__(PhotoTag._meta.get_field("tag"), admin_site)

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        # Each tag has a cross of its own; the one that clears them all would stand in the list as no item of it.
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}

    @property
    def media(self) -> Media:
        # Behind the script that makes the fields, for both begin when the document is ready, in the order of loading.
        return super().media + Media(js=["admin/js/autocomplete.js", "newsroom/js/admin/autocomplete_names.js"])

    def optgroups(self, name: str, value: list[str], attrs: Any = None) -> Any:
        numbers = [each for each in value if each.isascii() and each.isdecimal() and len(each) <= _LONGEST_ID]
        return super().optgroups(name, numbers, attrs)


class RowsInline(admin.StackedInline):
    """Rows of one line each, which become small blocks on a phone."""

    template = "admin/media_library/rows.html"
    formset = RowsFormSet
    extra = 0
    formfield_overrides = {DateTimeField: {"form_class": NewsroomTimeField, "widget": NewsroomTimeInput}}
    add_text = ""


class RestrictionInline(RowsInline):
    """What a person has set. What was read from the instructions follows those, and is changed by changing them."""

    model = Restriction
    form = RestrictionForm
    verbose_name_plural = _("restrictions set by hand")
    add_text = _("Add a restriction")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Restriction]:
        return super().get_queryset(request).filter(origin=Restriction.Origin.MANUAL)


class LeaseInline(RowsInline):
    model = Lease
    form = LeaseForm
    add_text = _("Add a lease")


class CreditInline(RowsInline):
    """The chain as it was read. Whatever is changed here makes it a chain that a person has set."""

    model = PhotoCredit
    form = CreditForm
    formset = ChainFormSet
    add_text = _("Add a party")

    def has_add_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return request.user.has_perm("media_library.change_photo")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        return request.user.has_perm("media_library.view_photo")


def save_chain(formset: ChainFormSet, photo: Photo, *, by: User, base_revision: int | None) -> Photo:
    """Keep the chain that the person has set. Raises PhotoActRefused."""
    parties = [CreditParty(role=row["role"], name=row["name"]) for row in formset.chain]
    try:
        return set_chain_by_hand(photo, parties, by=by, base_revision=base_revision)
    except BadChain as error:
        raise PhotoActRefused(str(error)) from error
