"""The desk's list of stories: what stands in a line, how it is searched, and what it costs."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Max, Min, Q, QuerySet
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.list_filters import LanguageFilter, UrgencyFilter, WhoseFilter
from articles.models import Article

_LONGEST_ID = 18


class StoryList(ChangeList):
    """A page of the list in a fixed number of queries, however long the table is."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Article]:
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .select_related("section", "changed_by", "public__version")
            .prefetch_related("byline__author")
            .defer(
                "lead", "body", "editors_note", "sources",
                "public__version__lead", "public__version__body", "public__version__photos",
            )
        )  # fmt: skip

    def date_steps(self) -> dict[str, Any]:
        """The years, months or days to choose from.

        Django's own drill-down asks the table which of them hold anything, which takes as long as the table is; a
        calendar needs only its ends, which an index gives.
        """
        name = self.date_hierarchy
        year, month, day = (_as_number(self.params.get(f"{name}__{part}")) for part in ("year", "month", "day"))

        def link(**chosen: int) -> str:
            return self.get_query_string({f"{name}__{part}": number for part, number in chosen.items()}, [f"{name}__"])

        if year is None:
            ends = Article.objects.aggregate(first=Min(name), last=Max(name))
            if ends["first"] is None:
                return {"choices": []}
            first, last = (timezone.localtime(ends[end]).year for end in ("first", "last"))
            return {"choices": [(link(year=each), str(each)) for each in range(first, last + 1)]}
        if month is None:
            months = [(link(year=year, month=each), _month_name(each)) for each in range(1, 13)]
            return {"back": (link(), _("All dates")), "chosen": str(year), "choices": months}
        title = formats.date_format(dt.date(year, month, 1), "YEAR_MONTH_FORMAT")
        if day is None:
            days = range(1, calendar.monthrange(year, month)[1] + 1)
            choices = [(link(year=year, month=month, day=each), str(each)) for each in days]
            return {"back": (link(year=year), str(year)), "chosen": title, "choices": choices}
        chosen = formats.date_format(dt.date(year, month, day), "DATE_FORMAT")
        return {"back": (link(year=year, month=month), title), "chosen": chosen, "choices": []}


def _as_number(text: str | None) -> int | None:
    return int(text) if text else None


def _month_name(month: int) -> str:
    return formats.date_format(dt.date(2000, month, 1), "F")


class ArticleListMixin:
    """The list half of the stories' admin."""

    list_display = (
        "state_badge", "story", "section", "language", "urgency", "authors_named", "version_number", "published",
        "changed",
    )  # fmt: skip
    list_display_links = None
    list_filter = (WhoseFilter, "state", "section", LanguageFilter, UrgencyFilter, "access")
    list_select_related = ("section",)
    sortable_by = ("changed",)
    date_hierarchy = "changed_at"
    search_fields = ("headline", "slugline")
    search_help_text = _("Headline, working title or number")
    actions = None
    ordering = ("-changed_at", "-pk")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StoryList]:
        return StoryList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Article], search_term: str
    ) -> tuple[QuerySet[Article], bool]:
        """Every word in the headline or the working title; or the story of that number."""
        found = Q()
        for word in search_term.replace("\x00", "").split():
            found &= Q(headline__icontains=word) | Q(slugline__icontains=word)
        if search_term.strip().isdecimal() and len(search_term.strip()) <= _LONGEST_ID:
            found |= Q(pk=int(search_term))
        return queryset.filter(found), False

    @admin.display(description=_("state"))
    def state_badge(self, article: Article) -> SafeString:
        return format_html('<span class="badge badge-{}">{}</span>', article.state, article.get_state_display())

    @admin.display(description=_("headline"))
    def story(self, article: Article) -> SafeString:
        slugline = format_html('<span class="slugline">{}</span>', article.slugline) if article.slugline else ""
        return format_html(
            '<a class="headline" href="{}/change/" lang="{}">{}</a>{}',
            article.pk,
            article.language,
            article.headline,
            slugline,
        )

    @admin.display(description=_("authors"))
    def authors_named(self, article: Article) -> str:
        names = [str(entry.author) for entry in article.byline.all()]
        return ", ".join([*names, article.guests] if article.guests else names) or "–"

    @admin.display(description=_("version"))
    def version_number(self, article: Article) -> str:
        return str(article.public.version.number) if hasattr(article, "public") else "–"

    @admin.display(description=_("published"))
    def published(self, article: Article) -> str:
        return _moment(article.public.public_since) if hasattr(article, "public") else "–"

    @admin.display(description=_("last change"), ordering="changed_at")
    def changed(self, article: Article) -> str:
        return _moment(article.changed_at)


def _moment(moment: dt.datetime) -> SafeString:
    """A time in the newsroom's zone; today's without its date, an older year's without its hour."""
    local, today = timezone.localtime(moment), timezone.localdate()
    form = "H:i" if local.date() == today else "d.m. H:i" if local.year == today.year else "d.m.Y"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        formats.date_format(local, "d.m.Y H:i"),
        formats.date_format(local, form),
    )
