"""What a reader may have meant who finds little: “Did you mean…”."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F

from articles.domain.searching.finding import StorySearch
from articles.domain.searching.time_limit import SearchTooWide, time_limit
from articles.domain.searching.wish import StoryWish
from articles.models import KnownWord
from newsroom.shared.full_text import fold, phrases_of

# Who finds so many needs no advice.
FEW = 3
_SHORTEST = 4  # letters; anything is like a shorter word
_MOST_WORDS = 4
_ALIKE = 0.35
_WORD = re.compile(r"[^\W_]+")


def guess_meant(wish: StoryWish, *, at: dt.datetime, milliseconds: int) -> str | None:
    """The same words with known ones for unknown ones, if any story is found by them. Up to seven queries.

    The words are those of stories that were public once. That something is found by them today is asked, and not
    believed: a withdrawn story gives no advice.
    """
    asked = {word for phrase in phrases_of(wish.words) if not phrase.is_unwanted for word in phrase.words}
    unsure = sorted(word for word in asked if word.isalpha() and len(word) >= _SHORTEST)[:_MOST_WORDS]
    try:
        with time_limit(milliseconds):
            known = set(KnownWord.objects.filter(word__in=unsure).values_list("word", flat=True))
            meant = {word: _nearest(word) for word in unsure if word not in known}
            put_right = {word: other for word, other in meant.items() if other}
            if not put_right:
                return None
            words = _WORD.sub(lambda found: put_right.get(fold(found[0]), found[0]), wish.words)
            better = replace(wish, words=words)
            return words if StorySearch(better, at=at).newest(count=1) else None
    except SearchTooWide:
        return None


def _nearest(word: str) -> str | None:
    """The known word that looks most like this one; of several the commonest."""
    alike = KnownWord.objects.filter(word__trigram_similar=word).annotate(likeness=TrigramSimilarity("word", word))
    found = alike.filter(likeness__gte=_ALIKE).order_by(F("likeness").desc(), "-count", "word")
    return found.values_list("word", flat=True).first()
