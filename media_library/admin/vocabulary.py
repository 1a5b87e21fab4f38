"""Sections and tags, which stories and photos share."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.db.models import Exists, Field, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from media_library.domain.page_tags import LIBRARY
from media_library.domain.queueing import ask_to_index_renamed
from media_library.models import Photo, PhotoTag, Section, Tag
from newsroom.shared.admin_pages import DeskModelAdmin
from newsroom.shared.key_batches import batches_of_keys
from newsroom.shared.page_cache import CHROME

_NAMES = frozenset({"name", "name_en"})
_PHOTOS_A_MESSAGE = 1000


@admin.register(Section)
class SectionAdmin(DeskModelAdmin):
    list_display = ("name_bg", "name_en", "slug", "position", "in_menu")
    search_fields = ("name_bg", "name_en", "slug")
    autocomplete_fields = ("editors",)
    prepopulated_fields = {"slug": ("name_en",)}
    fields = ("name_bg", "name_en", "slug", "position", "in_menu", "editors")

    def page_tags(self, obj: Section) -> list[str]:
        return [CHROME]  # The menu stands on every page.


@admin.register(Tag)
class TagAdmin(DeskModelAdmin):
    """Tags. taggit calls the Bulgarian name just “name”; whoever fills it in must know which of the two it is."""

    list_display = ("name_bg", "name_en", "kind", "address")
    list_filter = ("kind",)
    search_fields = ("name", "name_en")
    fields = ("name", "name_en", "kind", "address")
    readonly_fields = ("address",)

    def page_tags(self, obj: Tag) -> list[str]:
        # Its own page, the stories and photos that link to it, and the filters of the library.
        return [
            LIBRARY,
            *(f"{place}-{code}" for code in dict(settings.LANGUAGES) for place in (f"tag-{obj.pk}", "news")),
        ]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "name":
            kwargs["label"] = capfirst(_("name in Bulgarian"))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and not _NAMES.isdisjoint(form.changed_data):
            transaction.on_commit(lambda: ask_to_index_renamed(tags=[obj.pk]))

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self._forget_words_of(Tag.objects.filter(pk=obj.pk))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Tag]) -> None:
        self._forget_words_of(queryset)
        super().delete_queryset(request, queryset)

    def _forget_words_of(self, tags: QuerySet[Tag]) -> None:
        """Have the photos of tags that are about to go indexed without them: nobody could name these photos later."""
        tagged = PhotoTag.objects.filter(content_object=OuterRef("pk"), tag__in=tags.values("pk"))
        for photos in batches_of_keys(Photo.objects.filter(Exists(tagged)), size=_PHOTOS_A_MESSAGE):
            transaction.on_commit(partial(ask_to_index_renamed, photos=photos))

    @admin.display(description=_("name in Bulgarian"), ordering="name")
    def name_bg(self, tag: Tag) -> str:
        return tag.name

    @admin.display(description=_("address"), ordering="slug", empty_value="–")
    def address(self, tag: Tag) -> str:
        return tag.slug
