"""When public pages change by themselves, whatever room they belong to."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from articles.domain.release_times import next_change_of_stories
from media_library.domain.rights import next_change_of_rights

# No copy of a page lives longer anyway.
_AHEAD = dt.timedelta(seconds=60)


def next_change(at: dt.datetime) -> dt.datetime:
    """The first moment after `at` at which a public page may say something else though nobody has done anything.

    An embargo ends, a story is no longer breaking, a right to a photo begins or ends; at the latest it is the
    newsroom's midnight, since the date stands on every page. Two queries.
    """
    changes = (next_change_of_stories(at, within=_AHEAD), next_change_of_rights(at, within=_AHEAD), _midnight(at))
    return min(change for change in changes if change is not None)


def _midnight(at: dt.datetime) -> dt.datetime:
    tomorrow = timezone.localtime(at).date() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time.min))
