"""What other agencies sent us, as it arrived; and the editors' rules for filing it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.models import WireOriginal, WireSubject
from newsroom.shared.admin_pages import DeskModelAdmin, ReadOnlyModelAdmin

_LONGEST_SHOWN = 200_000


@admin.register(WireOriginal)
class WireOriginalAdmin(ReadOnlyModelAdmin):
    """Wire items, read only: the original beside the story that it became."""

    list_display = ("uri", "version", "source", "file", "version_created", "received_at")
    list_filter = ("received_at",)
    search_fields = ("uri", "file__name", "source")
    fields = (
        "story", "uri", "version", "source", "copyright_holder", "copyright_notice", "usage_terms", "first_created",
        "version_created", "received_at", "is_cancelled", "file", "fields_without_place", "original_text",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[WireOriginal]:
        return super().get_queryset(request).select_related("article", "file").defer("file__content")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields

    @admin.display(description=_("story"))
    def story(self, item: WireOriginal) -> SafeString:
        address = reverse("admin:articles_article_change", args=[item.article_id])
        return format_html('<a href="{}">{}</a>', address, item.article)

    @admin.display(description=_("fields we have no place for"))
    def fields_without_place(self, item: WireOriginal) -> SafeString | str:
        lines = format_html_join("", "<li>{}</li>", ((str(field),) for field in item.unmapped))
        return format_html("<ul>{}</ul>", lines) if lines else "–"

    @admin.display(description=_("as it arrived"))
    def original_text(self, item: WireOriginal) -> SafeString:
        text = bytes(item.file.content).decode("utf-8", errors="replace")
        return format_html('<pre class="wire-original" tabindex="0">{}</pre>', text[:_LONGEST_SHOWN])


@admin.register(WireSubject)
class WireSubjectAdmin(DeskModelAdmin):
    list_display = ("code", "section")
    list_select_related = ("section",)
    list_filter = ("section",)
    search_fields = ("code",)
