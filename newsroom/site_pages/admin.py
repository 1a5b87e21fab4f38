"""Where the agency writes the pages about itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from articles.admin.story_widgets import StoryBodyWidget
from articles.domain.rich_text import clean_body
from newsroom.models import SitePage
from newsroom.shared.addresses import path_in
from newsroom.shared.admin_pages import DeskModelAdmin
from newsroom.site_pages.pages import VIEW_NAME, default_text


class SitePageForm(forms.ModelForm):
    """The text in both languages, begun with the one that comes with Newsroom; left as it is, it stays that."""

    class Meta:
        model = SitePage
        fields = ["text_bg", "text_en"]
        widgets = {"text_bg": StoryBodyWidget, "text_en": StoryBodyWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.defaults = {f"text_{code}": _begun_with(self.instance, code) for code in dict(settings.LANGUAGES)}
        for name, text in self.defaults.items():
            self.initial[name] = self.initial.get(name) or text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, text in self.defaults.items():
            written = clean_body(cleaned.get(name, ""))
            cleaned[name] = "" if written == text else written
        return cleaned


class SitePageAdmin(DeskModelAdmin):
    """The pages are a fixed set: their addresses stand in the foot of every page."""

    form = SitePageForm
    list_display = ("title", "changed_at", "changed_by")
    readonly_fields = ("addresses", "changed_at", "changed_by")
    fields = ("addresses", "text_bg", "text_en", "changed_at", "changed_by")

    def page_tags(self, obj: SitePage) -> list[str]:
        return [f"pages-{code}" for code in dict(settings.LANGUAGES)]

    @admin.display(description=_("page"))
    def title(self, page: SitePage) -> str:
        return str(page)

    @admin.display(description=_("addresses"))
    def addresses(self, page: SitePage) -> SafeString:
        bulgarian, english = (path_in(code, VIEW_NAME, page.key) for code in ("bg", "en"))
        return format_html('<a href="{0}">{0}</a> · <a href="{1}">{1}</a>', bulgarian, english)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: SitePage, form: Any, change: bool) -> None:
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)


def _begun_with(page: SitePage, language: str) -> str:
    with override(language):
        return clean_body(default_text(SitePage.Key(page.key), language=language))
