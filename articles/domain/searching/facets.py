"""The ways to narrow a search down, each with how many stories are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from articles.domain.searching.counting import Counts
from articles.domain.searching.wish import KIND_WORDS
from media_library.domain.library import join_query
from media_library.models import Section

_YEARS = 8


@dataclass(frozen=True, slots=True)
class FacetOption:
    """One way to narrow the search down: how it reads, how many stories it leaves, and the query that does it."""

    words: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """The ways of one kind."""

    words: str
    options: list[FacetOption]


def read_facets(counts: Counts, query: Mapping[str, str], *, sections: Iterable[Section]) -> list[Facet]:
    """What the search can be narrowed down by: of what is not set yet, all that leaves some stories out."""
    by_section = {str(section.pk): (section.slug, str(section)) for section in sections}
    facets = []
    if "section" not in query:
        found = [(*by_section[pk], count) for pk, count in _most_first(counts, "section_id") if pk in by_section]
        facets.append(Facet(_("Section"), [_option(query, words, n, section=slug) for slug, words, n in found]))
    if not {"period", "since", "until"} & query.keys():
        years = sorted(counts.facets.get("year", {}).items(), reverse=True)[:_YEARS]
        facets.append(Facet(_("Year"), [_option(query, year, n, **_days_of(int(year))) for year, n in years]))
    for name, heading, words_by_value in (
        ("kind", _("Kind"), KIND_WORDS),
        ("language", _("Language"), _language_names()),
    ):
        if name not in query:
            named = [(value, count) for value, count in _most_first(counts, name) if value in words_by_value]
            facets.append(
                Facet(heading, [_option(query, str(words_by_value[value]), n, **{name: value}) for value, n in named])
            )
    return [facet for facet in facets if len(facet.options) > 1]


def _days_of(year: int) -> dict[str, str]:
    return {"since": f"{year:04}-01-01", "until": f"{year:04}-12-31"}


def _language_names() -> dict[str, str]:
    return {code: str(name) for code, name in settings.LANGUAGES}


def _most_first(counts: Counts, name: str) -> Sequence[tuple[str, int]]:
    return sorted(counts.facets.get(name, {}).items(), key=lambda item: -item[1])


def _option(query: Mapping[str, str], words: str, count: int, **added: str) -> FacetOption:
    return FacetOption(words, count, join_query({**query, **added}))
