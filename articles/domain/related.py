"""Which other stories belong beside a story."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, FloatField, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast

from articles.models import PublicStory

RELATED_LIMIT = 7
# Of a tag that stands on more stories than this only the newest are looked at: by then it relates hardly anything.
_WEIGHED = 500
_TAGGED = PublicStory.tags.through


def related_stories(
    article_id: int, *, tag_ids: Collection[int], language: str, at: dt.datetime, limit: int = RELATED_LIMIT
) -> list[PublicStory]:
    """Stories that share tags with this one, however old; a tag weighs the more, the fewer stories carry it.

    Same language, public at `at`, never withdrawn ones. One query.
    """
    if not tag_ids:
        return []
    first, *others = (_newest_with(tag_id).values("publicstory_id") for tag_id in tag_ids)
    weights = (When(tags=tag_id, then=_weight_of(tag_id)) for tag_id in tag_ids)
    return list(
        PublicStory.objects.visible(at=at)
        .in_language(language)
        .filter(pk__in=first.union(*others), tags__in=tag_ids)
        .exclude(pk=article_id)
        .annotate(relevance=Sum(Case(*weights, output_field=FloatField())))
        .for_lists()
        .order_by("-relevance", "-public_since", "-article_id")[:limit]
    )


def _newest_with(tag_id: int) -> QuerySet[Any]:
    # Numbers of stories grow with time, which is near enough to their order, and stands in the index.
    newest: QuerySet[Any] = _TAGGED.objects.filter(tag_id=tag_id).order_by("-publicstory_id")[:_WEIGHED]
    return newest


def _weight_of(tag_id: int) -> CombinedExpression:
    # A subquery of its own for each tag: the database counts once a tag, not once a story.
    counted = _TAGGED.objects.filter(pk__in=_newest_with(tag_id).values("pk")).order_by()
    count = counted.annotate(all=Value(1)).values("all").annotate(count=Count("*")).values("count")
    return Value(1.0) / Cast(Subquery(count), FloatField())
