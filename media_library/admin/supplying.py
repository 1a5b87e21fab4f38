"""Suppliers and licences: what their photos have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from media_library.admin.photo_facts import mark_unparsed
from media_library.admin.photo_inlines import SHARED_FORM, LeaseInline, PlainChoicesMixin, RestrictionInline
from media_library.domain.page_tags import LIBRARY
from media_library.domain.queueing import ask_to_index_renamed, ask_to_refresh_licence, ask_to_refresh_supplier
from media_library.domain.rights import find_periods, recompile_supplier
from media_library.forms.rows import CountriesField, check_countries
from media_library.models import Arrival, Licence, Restriction, Supplier, Use
from newsroom.shared.admin_pages import DeskModelAdmin, ReadOnlyModelAdmin
from newsroom.shared.page_cache import CHROME

_NAMES = frozenset({"name_bg", "name_en"})


class SupplierForm(forms.ModelForm):
    class Meta:
        model = Supplier
        fields = [
            "name_bg", "name_en", "slug", "kind", "licence", "contract_from", "contract_until", "territories",
            "instructions", "character_set", "releases_photos",
        ]  # fmt: skip
        field_classes = {"territories": CountriesField}
        widgets = {
            "contract_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "contract_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "instructions": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_territories(self) -> list[str]:
        return check_countries(self, "territories")


@admin.register(Supplier)
class SupplierAdmin(PlainChoicesMixin, DeskModelAdmin):
    """Suppliers. What changes here holds for all their photos, and is worked through by the photo workers."""

    form = SupplierForm
    inlines = [RestrictionInline, LeaseInline]
    list_display = ("name_bg", "name_en", "kind", "licence", "contract_until", "releases_photos")
    list_filter = ("kind", "licence")
    list_select_related = ("licence",)
    search_fields = ("name_bg", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    readonly_fields = ("not_understood",)
    fieldsets = (
        (None, {"fields": ["name_bg", "name_en"]}),
        (_("Restrictions"), {"fields": ["instructions", "not_understood"]}),
        (_("Facts"), {"fields": ["kind", "slug"], "classes": ["facts"]}),
        (
            _("Rights"),
            {"fields": ["licence", "contract_from", "contract_until", "territories"], "classes": ["facts"]},
        ),
        (_("Reading its files"), {"fields": ["character_set", "releases_photos"], "classes": ["facts"]}),
    )
    change_form_template = SHARED_FORM

    def page_tags(self, obj: Supplier) -> list[str]:
        return [CHROME]  # Its terms may take photos off the library, and their links off stories.

    def has_delete_permission(self, request: HttpRequest, obj: Supplier | None = None) -> bool:
        return False  # Its photos stay, and so does what they came under.

    def get_prepopulated_fields(self, request: HttpRequest, obj: Supplier | None = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=_("as understood"))
    def not_understood(self, supplier: Supplier) -> SafeString | str:
        """The instructions with the words marked that were not understood; and what the others came to."""
        if not supplier.instructions:
            return "–"
        pieces = mark_unparsed(supplier.instructions, supplier.unparsed_instructions)
        text = format_html_join("", "{}", ((_marked(piece) if is_open else piece,) for piece, is_open in pieces))
        rules = supplier.restrictions.filter(origin=Restriction.Origin.COMPILED)
        told = [say_rules(rules)] if rules else []
        if periods := "; ".join(rule.words for rule in find_periods(supplier)):
            told.append(_("counted from the date of each photo: %(words)s") % {"words": periods})
        return format_html("<p class='photo-instructions'>{}</p><p class='quiet'>{}</p>", text, "; ".join(told))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        supplier = form.instance
        recompile_supplier(supplier)
        # Captions read otherwise, and periods that each photo counts from its own date.
        is_reread = change and not {"character_set", "instructions"}.isdisjoint(form.changed_data)
        transaction.on_commit(lambda: ask_to_refresh_supplier(supplier.pk, reread=is_reread))
        if change and not _NAMES.isdisjoint(form.changed_data):
            transaction.on_commit(lambda: ask_to_index_renamed(suppliers=[supplier.pk]))


def _marked(words: str) -> SafeString:
    return format_html("<mark>{}</mark>", words)


def say_rules(rules: Iterable[Restriction]) -> str:
    """Restrictions in one line: what they are, and where."""
    told = []
    for rule in rules:
        places = ", ".join([*rule.territories_in, *(f"−{code}" for code in rule.territories_out)])
        told.append(f"{rule.get_kind_display()} ({places})" if places else str(rule.get_kind_display()))
    return "; ".join(told)


class LicenceForm(forms.ModelForm):
    uses = forms.MultipleChoiceField(
        label=_("uses that it grants"), choices=Use, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Licence
        fields = ["name_bg", "name_en", "slug", "uses", "terms_bg", "terms_en"]
        widgets = {"terms_bg": forms.Textarea(attrs={"rows": 3}), "terms_en": forms.Textarea(attrs={"rows": 3})}


@admin.register(Licence)
class LicenceAdmin(DeskModelAdmin):
    form = LicenceForm
    list_display = ("name_bg", "name_en", "granted")
    search_fields = ("name_bg", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = (
        (None, {"fields": ["name_bg", "name_en", "terms_bg", "terms_en"]}),
        (_("Facts"), {"fields": ["uses", "slug"], "classes": ["facts"]}),
    )
    change_form_template = SHARED_FORM

    def page_tags(self, obj: Licence) -> list[str]:
        return [LIBRARY]

    def has_delete_permission(self, request: HttpRequest, obj: Licence | None = None) -> bool:
        return False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Licence | None = None) -> Any:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.display(description=_("uses that it grants"))
    def granted(self, licence: Licence) -> str:
        return ", ".join(str(Use(use).label) for use in licence.uses) or "–"

    def save_model(self, request: HttpRequest, obj: Licence, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: ask_to_refresh_licence(obj.pk))


@admin.register(Arrival)
class ArrivalAdmin(ReadOnlyModelAdmin):
    """What came in, by whichever way, and what became of it."""

    list_display = ("file_name", "became", "why", "way", "photo_link", "brought_by", "came")
    sortable_by = ()
    list_display_links = None
    list_filter = ("outcome", "way")
    list_select_related = ("photo", "brought_by")
    search_fields = ("file_name",)

    @admin.display(description=_("why"))
    def why(self, arrival: Arrival) -> str:
        return arrival.reason

    @admin.display(description=_("photo"))
    def photo_link(self, arrival: Arrival) -> SafeString | str:
        if arrival.photo_id is None:
            return "–"
        return format_html('<a href="../photo/{}/change/">№ {}</a>', arrival.photo_id, arrival.photo_id)

    @admin.display(description=_("outcome"))
    def became(self, arrival: Arrival) -> SafeString:
        is_in = arrival.outcome == Arrival.Outcome.TAKEN
        word = _("taken in") if is_in else arrival.get_outcome_display()
        return format_html('<span class="badge badge-{}">{}</span>', arrival.outcome, word)

    @admin.display(description=_("arrived"))
    def came(self, arrival: Arrival) -> SafeString:
        local = timezone.localtime(arrival.arrived_at)
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime("%d.%m.%Y %H:%M"))
