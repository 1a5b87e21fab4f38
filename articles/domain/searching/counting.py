"""How many stories a search finds, and how they part into sections, languages, kinds and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from articles.domain.searching.finding import COUNTED_TO, StorySearch

FACETS = ("section_id", "language", "kind", "year")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matches there are: `total`, or more than that if it `is_capped`, or about so many if it `is_guess`.

    `facets` has the numbers of matches by name and value; `sample` says among how many of the newest, 0 for all.
    """

    total: int
    is_capped: bool = False
    is_guess: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sample: int = 0


def count_matches(search: StorySearch) -> Counts:
    """The counts of a search, asked for within a `time_limit`. Up to four queries.

    What is too common to be counted is guessed from the newest stories.
    """
    groups = search.grouped(FACETS, timezone=settings.TIME_ZONE)
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    total = 0
    for *values, grouping, count in groups.rows:
        # PostgreSQL says by a bit for each column that it is not what this row was grouped by.
        names = [name for place, name in enumerate(FACETS) if not grouping & 1 << (len(FACETS) - 1 - place)]
        if not names:
            total = count
        else:
            counted[names[0]][str(values[FACETS.index(names[0])])] = count
    facets = dict(counted)
    if groups.looked_at:
        guess = search.guess_total(found=total, looked_at=groups.looked_at)
        is_capped = guess >= COUNTED_TO
        return Counts(COUNTED_TO if is_capped else _round(max(guess, total)), is_capped, not is_capped, facets, total)
    return Counts(min(total, COUNTED_TO), is_capped=total > COUNTED_TO, facets=facets)


def _round(guess: int) -> int:
    """A guess is told in hundreds."""
    return guess if guess < 100 else round(guess, -2)
