"""Sections and tags, which stories and photos share."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from media_library.models import Section, Tag
from newsroom.shared.admin_pages import DeskModelAdmin


@admin.register(Section)
class SectionAdmin(DeskModelAdmin):
    list_display = ("name_bg", "name_en", "slug", "position", "in_menu")
    search_fields = ("name_bg", "name_en", "slug")
    autocomplete_fields = ("editors",)
    prepopulated_fields = {"slug": ("name_en",)}
    fields = ("name_bg", "name_en", "slug", "position", "in_menu", "editors")


@admin.register(Tag)
class TagAdmin(DeskModelAdmin):
    """Tags. taggit calls the Bulgarian name just “name”; whoever fills it in must know which of the two it is."""

    list_display = ("name_bg", "name_en", "kind", "address")
    list_filter = ("kind",)
    search_fields = ("name", "name_en")
    fields = ("name", "name_en", "kind", "address")
    readonly_fields = ("address",)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            kwargs["label"] = capfirst(_("name in Bulgarian"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("name in Bulgarian"), ordering="name")
    def name_bg(self, tag: Tag) -> str:
        return tag.name

    @admin.display(description=_("address"), ordering="slug", empty_value="–")
    def address(self, tag: Tag) -> str:
        return tag.slug
