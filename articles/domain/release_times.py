"""When the pages of stories change by themselves."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from articles.domain.front_page import LEAD_WITHIN
from articles.domain.reading import BREAKING_FOR
from articles.models import PublicStory
from articles.models.public_story import PublicStoryQuerySet

# How old a story is when it stops being shown as what it was: as breaking news, at the top of the front page.
_AGES = (BREAKING_FOR, LEAD_WITHIN)


def next_release(at: dt.datetime) -> dt.datetime | None:
    """The end of the first embargo that ends after `at` (aware); None while nothing is held back. One query."""
    waiting = _listed().filter(public_since__gt=at).order_by("public_since")
    first: dt.datetime | None = waiting.values_list("public_since", flat=True).first()
    return first


def next_change_of_stories(at: dt.datetime, *, within: dt.timedelta) -> dt.datetime | None:
    """The first moment after `at`, and not later than `within` from then, at which a story is shown otherwise.

    It comes out of its embargo, or is no longer breaking, or no longer of the last day. One query.
    """
    ages = (dt.timedelta(0), *_AGES)
    spans = (Q(public_since__gt=at - age, public_since__lte=at - age + within) for age in ages)
    starts = _listed().filter(reduce(or_, spans)).order_by().values_list("public_since", flat=True)
    changes = (start + age for start in starts for age in ages)
    return min((change for change in changes if at < change <= at + within), default=None)


def _listed() -> PublicStoryQuerySet:
    # The language is named so that the index by time is of use.
    return PublicStory.objects.filter(killed=False, language__in=dict(settings.LANGUAGES))
