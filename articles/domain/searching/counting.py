"""How many stories a search finds, and how they part into sections, languages, kinds and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from articles.domain.searching.finding import COUNTED_TO, StorySearch

# A sample of a common word says how its newest matches part; counts of it would say nothing.
FACETS = ("section_id", "language", "kind", "year")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matches there are: `total`, or more than that if it `is_capped`.

    `facets` has the numbers of matches by name and value; `sample` says among how many of the newest, 0 for all.
    """

    total: int
    is_capped: bool
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sample: int = 0


def count_matches(search: StorySearch) -> Counts:
    """The counts of a search, asked for within a `time_limit`. Up to three queries."""
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    total = 0
    for *values, grouping, count in search.grouped(FACETS, timezone=settings.TIME_ZONE):
        # PostgreSQL says by a bit for each column that it is not what this row was grouped by.
        names = [name for place, name in enumerate(FACETS) if not grouping & 1 << (len(FACETS) - 1 - place)]
        if not names:
            total = count
        else:
            counted[names[0]][str(values[FACETS.index(names[0])])] = count
    is_sample = search.is_countless
    return Counts(
        total=COUNTED_TO if is_sample else min(total, COUNTED_TO),
        is_capped=is_sample or total > COUNTED_TO,
        facets=dict(counted),
        sample=total if is_sample else 0,
    )
