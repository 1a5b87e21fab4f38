"""Which other stories belong beside a story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Case, Count, FloatField, Subquery, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from articles.models import PublicStory

RELATED_LIMIT = 7
_TAGGED = PublicStory.tags.through


def related_stories(
    article_id: int, *, tag_ids: Collection[int], language: str, at: dt.datetime, limit: int = RELATED_LIMIT
) -> list[PublicStory]:
    """Stories that share tags with this one, however old; a tag weighs the more, the fewer stories carry it.

    Same language, public at `at`, never withdrawn ones. One query.
    """
    if not tag_ids:
        return []
    relevance = Sum(
        Case(*(When(tags=tag_id, then=_weight_of(tag_id)) for tag_id in tag_ids), output_field=FloatField())
    )
    return list(
        PublicStory.objects.visible(at=at)
        .in_language(language)
        .filter(tags__in=tag_ids)
        .exclude(article_id=article_id)
        .annotate(relevance=relevance)
        .for_lists()
        .order_by("-relevance", "-public_since", "-article_id")[:limit]
    )


def _weight_of(tag_id: int) -> CombinedExpression:
    # A subquery of its own for each tag: the database counts once a tag, not once a story.
    count = _TAGGED.objects.filter(tag_id=tag_id).order_by().values("tag_id").annotate(count=Count("*")).values("count")
    return Value(1.0) / Cast(Subquery(count), FloatField())
