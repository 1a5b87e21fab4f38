"""Sections and tags, which stories and photos share."""

from __future__ import annotations

from django.contrib import admin

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
    list_display = ("name", "name_en", "kind", "slug")
    list_filter = ("kind",)
    search_fields = ("name", "name_en")
    fields = ("name", "name_en", "kind", "slug")
    readonly_fields = ("slug",)
