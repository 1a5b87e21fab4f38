"""The ways to narrow a search down, each with how many stories are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from articles.domain.searching.counting import Counts
from articles.models import Version
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
    kinds = {Version.Kind.ORIGINAL: _("new"), Version.Kind.UPDATE: _("updated"), Version.Kind.CORRECTION: _("corrected")}
    facets = []
    if "section" not in query:
        options = [(*by_section[pk], n) for pk, n in _most_first(counts, "section_id") if pk in by_section]
        facets.append(Facet(_("Section"), [_option(query, words, n, section=slug) for slug, words, n in options]))
    if not {"period", "since", "until"} & query.keys():
        years = sorted(counts.facets.get("year", {}).items(), reverse=True)[:_YEARS]
        days = [(year, n, {"since": f"{int(year):04}-01-01", "until": f"{int(year):04}-12-31"}) for year, n in years]
        facets.append(Facet(_("Year"), [_option(query, year, n, **period) for year, n, period in days]))
    if "kind" not in query:
        options = _most_first(counts, "kind")
        facets.append(Facet(_("Kind"), [_option(query, kinds[kind], n, kind=kind) for kind, n in options if kind in kinds]))
    if "language" not in query:
        names = dict(settings.LANGUAGES)
        options = [(code, n) for code, n in _most_first(counts, "language") if code in names]
        facets.append(Facet(_("Language"), [_option(query, str(names[code]), n, language=code) for code, n in options]))
    return [facet for facet in facets if len(facet.options) > 1]


def _most_first(counts: Counts, name: str) -> Sequence[tuple[str, int]]:
    return sorted(counts.facets.get(name, {}).items(), key=lambda item: -item[1])


def _option(query: Mapping[str, str], words: str, count: int, **added: str) -> FacetOption:
    return FacetOption(words, count, join_query({**query, **added}))
