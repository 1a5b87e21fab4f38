"""The filters of the advanced search of stories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import django_filters
from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.domain.searching.search_page import Asked
from articles.domain.searching.wish import BEST, KIND_WORDS, NEWEST, StoryWish
from articles.models import PublicStory
from media_library.domain.library import Chip, join_query
from media_library.filters import LONGEST_NAME, DayFilter, TagForm, show_value, spell_value, start_of, without
from media_library.models import Section

LONGEST_WORDS = 500
# How many days before today each of them begins.
_DAYS = {"today": 0, "week": 6, "month": 29, "year": 364}
PERIODS = [
    ("today", _("today")),
    ("week", _("the last seven days")),
    ("month", _("the last thirty days")),
    ("year", _("the last year")),
]
SORTS = [(NEWEST, _("newest")), (BEST, _("best match"))]


class StoryFilterForm(TagForm):
    """What the filters of the search ask for."""

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if first and last and first > last:
            self.add_error("until", _("The last day is before the first one."))
        return self.cleaned_data


class StoryFilterSet(django_filters.FilterSet):
    """What a reader may ask of the stories. They make one wish, which the search answers as a whole."""

    q = django_filters.CharFilter(label=_("Words"), max_length=LONGEST_WORDS)
    section = django_filters.ChoiceFilter(label=_("Section"), empty_label=_("all"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KIND_WORDS.items()), empty_label=_("all"))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES, empty_label=_("all"))
    period = django_filters.ChoiceFilter(label=_("Period"), choices=PERIODS, empty_label=_("any time"))
    since = DayFilter(label=_("From"))
    until = DayFilter(label=_("To"))
    author = django_filters.CharFilter(label=_("Author"), max_length=LONGEST_NAME)
    person = django_filters.CharFilter(label=_("Person"), max_length=LONGEST_NAME)
    place = django_filters.CharFilter(label=_("Place"), max_length=LONGEST_NAME)
    tag = django_filters.CharFilter(label=_("Tag"), max_length=LONGEST_NAME)
    photo = django_filters.ChoiceFilter(label=_("With a photo"), choices=[("1", _("yes"))], empty_label=_("all"))
    sort = django_filters.ChoiceFilter(label=_("Order"), choices=SORTS, empty_label=None)

    class Meta:
        model = PublicStory
        form = StoryFilterForm
        fields: list[str] = []

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(data, PublicStory.objects.none())
        self._sections = {section.slug: section for section in Section.objects.all()}
        self.filters["section"].extra["choices"] = [(slug, str(row)) for slug, row in self._sections.items()]

    @cached_property
    def asked(self) -> Asked:
        """What is asked for, and how it reads. Only of a valid form."""
        given = {name: value for name, value in self.form.cleaned_data.items() if value}
        if "since" in given or "until" in given:
            given.pop("period", None)  # Who has chosen the days knows better than a preset.
        if given.get("sort") == NEWEST or "q" not in given:
            given.pop("sort", None)
        query = {name: spell_value(given[name]) for name in self.filters if name in given}
        chips = [
            Chip(
                str(self.filters[name].label),
                show_value(given[name], self.filters[name]),
                join_query(without(query, name)),
            )
            for name in query
            if name != "sort"
        ]
        return Asked(self._wish(given), query, chips, list(self._sections.values()))

    def _wish(self, given: Mapping[str, Any]) -> StoryWish:
        begins, ends = given.get("since"), given.get("until")
        if "period" in given:
            begins = timezone.localdate() - dt.timedelta(days=_DAYS[given["period"]])
        return StoryWish(
            words=given.get("q", ""),
            author=given.get("author", ""),
            person=given.get("person", ""),
            place=given.get("place", ""),
            section=self._sections[given["section"]].pk if "section" in given else None,
            tag=given["tag"].pk if "tag" in given else None,
            language=given.get("language", ""),
            kind=given.get("kind", ""),
            with_photo="photo" in given,
            begins=start_of(begins) if begins else None,
            ends=start_of(ends + dt.timedelta(days=1)) if ends else None,
            sort=given.get("sort", NEWEST),
        )
