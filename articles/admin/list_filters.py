"""What the desk's list can be narrowed to. None of them reads the whole table to know its choices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article, BylineEntry


class WhoseFilter(admin.SimpleListFilter):
    """The person's own stories, or those of the sections that they edit."""

    title = gettext_lazy("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        choices = [("mine", _("Mine"))]
        if request.user.has_perm("articles.edit_article"):
            choices.append(("sections", _("My sections")))
        return choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        match self.value():
            case "mine":
                signed = BylineEntry.objects.filter(author__user=request.user).values("article")
                return queryset.filter(created_by=request.user) | queryset.filter(pk__in=signed)
            case "sections":
                return queryset.filter(section__in=request.user.sections_edited.all())
        return queryset


class LanguageFilter(admin.SimpleListFilter):
    title = gettext_lazy("language")
    parameter_name = "language"
    OTHER = "other"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((code, str(name)) for code, name in settings.LANGUAGES), (self.OTHER, _("Other (wire copy)"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() == self.OTHER:
            return queryset.exclude(language__in=dict(settings.LANGUAGES))
        return queryset.filter(language=self.value()) if self.value() else queryset


class UrgencyFilter(admin.SimpleListFilter):
    title = gettext_lazy("urgency")
    parameter_name = "urgency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("1-2", _("1–2 breaking")),
            ("3-4", _("3–4 urgent")),
            ("5-5", _("5 ordinary")),
            ("6-9", _("6–9 can wait")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        if self.value() not in dict(self.lookup_choices):
            return queryset
        first, last = self.value().split("-")
        return queryset.filter(urgency__range=(int(first), int(last)))
