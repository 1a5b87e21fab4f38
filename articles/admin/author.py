"""The names that stand over stories."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin

from articles.models import Author
from newsroom.shared.admin_pages import DeskModelAdmin


@admin.register(Author)
class AuthorAdmin(DeskModelAdmin):
    list_display = ("name_bg", "name_en", "role_bg", "user")
    list_select_related = ("user",)
    search_fields = ("name_bg", "name_en")
    autocomplete_fields = ("user",)
    prepopulated_fields = {"slug": ("name_en",)}
    fields = ("name_bg", "name_en", "slug", "role_bg", "role_en", "user")

    def page_tags(self, obj: Author) -> list[str]:
        # The author's own page, and the stories that link to it.
        return [f"{place}-{code}" for code in dict(settings.LANGUAGES) for place in (f"author-{obj.pk}", "news")]
