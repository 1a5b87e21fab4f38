"""The words that stories are written in, learned from what readers can see: what a mistyped word may have meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from articles.models import KnownWord, PublicStory, Version
from newsroom.shared.full_text import words_of

_BATCH = 500
_SHORTEST, _LONGEST = 4, 40
_LEARN = f"""
    INSERT INTO {KnownWord._meta.db_table} AS known (word, count, seen_in)
    SELECT unnest(%s::text[]), unnest(%s::int[]), %s
    ON CONFLICT (word) DO UPDATE SET count = known.count + excluded.count, seen_in = excluded.seen_in
"""


def learn_words() -> int:
    """Learn the words of what was published since the last time; returns of how many stories.

    What was mistyped is seldom the word that a reader means, but may well be one of a headline, a lead or a tag.
    """
    learned = 0
    while True:
        seen = KnownWord.objects.aggregate(last=Max("seen_in"))["last"] or 0
        stories = list(
            PublicStory.objects.visible(at=timezone.now())
            .filter(version_id__gt=seen)
            .select_related("version")
            .only("version__headline", "version__lead", "version__tags")
            .order_by("version_id")[:_BATCH]
        )
        if not stories:
            return learned
        counter = Counter(word for story in stories for word in _words_to_learn(story.version))
        _learn(counter, seen_in=stories[-1].version_id)
        learned += len(stories)
        if not counter:
            return learned


def _learn(counter: Counter[str], *, seen_in: int) -> None:
    # In one order, so that two who learn at once wait for each other, and not in a circle.
    words = sorted(counter)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LEARN, [words, [counter[word] for word in words], seen_in])


def _words_to_learn(version: Version) -> Iterator[str]:
    """Each once a story: letters only, and long enough to be mistyped."""
    texts = [version.headline, version.lead, *(name for tag in version.tags for name in (tag["name"], tag["name_en"]))]
    found = {word for text in texts for word in words_of(text)}
    return (word for word in found if word.isalpha() and _SHORTEST <= len(word) <= _LONGEST)
