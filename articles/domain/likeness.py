"""How near two stories are to each other: shared tags, the same event, common words, and the time between them."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsroom.shared.full_text import lemma_of, words_of

# A story that is nothing but of the same year and section has no business beside another.
LEAST_SCORE = 0.12
_EVENT_WEIGHT = 1.0
_WORDS_WEIGHT = 1.0
# Common words alone relate stories only where there are many of them.
_LEAST_LIKENESS_OF_WORDS = 0.18
_SHORTEST_WORD = 4
# After so many days, half of what age can take away is gone; the rest stays, however old the story is.
_HALF_LIFE = 365.0
_KEPT_BY_OLD = 0.6


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a story. `events` are names of events of its photos, and the tags that are events."""

    article_id: int
    public_since: dt.datetime
    tags: frozenset[int]
    events: frozenset[str]
    lemmas: frozenset[str]


def lemmas_of(headline: str, lead: str) -> frozenset[str]:
    """The dictionary forms of the words that tell what a story is about."""
    words = {word for word in words_of(f"{headline} {lead}") if len(word) >= _SHORTEST_WORD}
    return frozenset(lemma for lemma in map(lemma_of, words) if len(lemma) >= _SHORTEST_WORD)


def weigh_words(stories: Iterable[Traits]) -> dict[str, float]:
    """How much each lemma tells among these stories: the rarer, the more; one that half of them have, nothing."""
    rows = list(stories)
    counts = Counter(lemma for story in rows for lemma in story.lemmas)
    return {lemma: max(0.0, math.log((len(rows) + 1) / (2 * count))) for lemma, count in counts.items()}


def score_likeness(
    one: Traits, other: Traits, *, tag_counts: Mapping[int, int], word_weights: Mapping[str, float]
) -> float:
    """The likeness of two stories, from 0; the same whichever comes first.

    `tag_counts` says how many stories carry a tag: the fewer, the more it tells.
    """
    score = sum(1 / math.log2(1 + max(2, tag_counts.get(tag, 2))) for tag in one.tags & other.tags)
    if one.events & other.events:
        score += _EVENT_WEIGHT
    words = _likeness_of_words(one.lemmas, other.lemmas, word_weights)
    if score or words >= _LEAST_LIKENESS_OF_WORDS:
        score += _WORDS_WEIGHT * words
    days = abs((one.public_since - other.public_since) / dt.timedelta(days=1))
    return score * (_KEPT_BY_OLD + (1 - _KEPT_BY_OLD) * math.exp2(-days / _HALF_LIFE))


def _likeness_of_words(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """The cosine of the two sets of lemmas, each weighed by what it tells."""

    def length(lemmas: frozenset[str]) -> float:
        return math.sqrt(sum(weights.get(lemma, 0.0) ** 2 for lemma in lemmas))

    both = sum(weights.get(lemma, 0.0) ** 2 for lemma in one & other)
    lengths = length(one) * length(other)
    return both / lengths if lengths else 0.0
