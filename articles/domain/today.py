"""The stories of a day: as they stand, or as they stood at a moment of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone

from articles.domain.history import tell_readers
from articles.domain.reading import is_breaking_at
from articles.domain.rolling_list import end_of_day, start_of_day
from articles.models import PublicStory, Version
from media_library.models import Section
from newsroom.shared.addresses import PageAddress, address_of, path_in

# A number that no newsroom writes in a day.
DAY_LIMIT = 500
_BULKY = ("lead", "body", "byline", "tags", "photos")
Kind = Version.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A story in the list of a day. `is_withdrawn`: it stood withdrawn at that moment, which only the desk is shown."""

    article_id: int
    url: str
    headline: str
    section: Section
    public_since: dt.datetime
    mark: str
    is_breaking: bool
    is_withdrawn: bool = False
    is_withdrawn_since: bool = False


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour of the newsroom's clock, and the stories that fall into it, the newest first.

    `zone` is set on the night on which an hour comes twice, to tell the two apart.
    """

    starts_at: dt.datetime
    zone: str
    lines: list[DayLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """What `articles/today.html` shows. `is_live` is false where a moment was asked for."""

    address: PageAddress
    language: str
    now: dt.datetime
    as_of: dt.datetime
    is_live: bool
    hours: list[Hour]
    count: int
    share_url: str
    previous_url: str
    next_url: str


def read_today(language: str, *, now: dt.datetime) -> TodayPage:
    """Everything of the day so far. Two queries."""
    stories = _stories_of(language, start=start_of_day(now), end=now, now=now)
    return _page(language, [_line_now(story, now=now) for story in stories], as_of=now, now=now, is_live=True)


def read_day_as_of(language: str, moment: dt.datetime, *, now: dt.datetime, for_desk: bool = False) -> TodayPage:
    """The day as its readers saw it at a past moment: the versions that were current then. Three queries.

    Stories that have been withdrawn since are left out, however public they were; `for_desk` shows them as they were
    known then, in one query more.
    """
    stories = _stories_of(language, start=start_of_day(moment), end=moment, now=now, for_desk=for_desk)
    versions: dict[int, list[Version]] = defaultdict(list)
    rows = Version.objects.filter(article__in=[story.pk for story in stories], published_at__lte=moment)
    for version in rows.select_related("section").defer(*_BULKY).order_by("article_id", "number"):
        versions[version.article_id].append(version)
    lines = [_line_then(story, versions[story.pk], moment=moment) for story in stories]
    return _page(language, [line for line in lines if line is not None], as_of=moment, now=now, is_live=False)


def reaches_back_to(moment: dt.datetime) -> bool:
    """Whether the agency had published anything, in any language, by this moment. One query."""
    # The languages are named so that the index by time is of use.
    return PublicStory.objects.visible(at=moment).filter(language__in=dict(settings.LANGUAGES)).exists()


def query_of_moment(moment: dt.datetime) -> str:
    """“?as_of=2025-09-03T12:04”: by the newsroom's clock, with its offset in the hour that comes twice."""
    local = timezone.localtime(moment)
    timespec = "seconds" if local.second else "minutes"
    is_doubled = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    text = (local if is_doubled else local.replace(tzinfo=None)).isoformat(timespec=timespec)
    return "?" + urlencode({"as_of": text}, safe=":")


# --- Lines ------------------------------------------------------------------------------------------------------


def _stories_of(
    language: str, *, start: dt.datetime, end: dt.datetime, now: dt.datetime, for_desk: bool = False
) -> list[PublicStory]:
    """The stories that became public in this time, the newest first."""
    known = PublicStory.objects.in_language(language).filter(public_since__gte=start, public_since__lte=min(end, now))
    stories = list(known.visible(at=now).for_lists().newest_first()[:DAY_LIMIT])
    if for_desk:
        # One that was withdrawn before its embargo ended was never known to readers.
        withdrawn = known.withdrawn(at=now).filter(mark=Kind.KILL)
        stories += withdrawn.for_lists().newest_first()[:DAY_LIMIT]
        stories.sort(key=lambda story: (story.public_since, story.pk), reverse=True)
    return stories


def _line_now(story: PublicStory, *, now: dt.datetime) -> DayLine:
    return DayLine(
        article_id=story.pk,
        url=story.get_absolute_url(),
        headline=story.version.headline,
        section=story.section,
        public_since=story.public_since,
        mark=story.mark,
        is_breaking=is_breaking_at(story.version.urgency, story.public_since, at=now),
    )


def _line_then(story: PublicStory, versions: list[Version], *, moment: dt.datetime) -> DayLine | None:
    """The line that the story had at that moment, leading to what was read then; None if nothing was."""
    told = tell_readers(versions, at=moment)
    if not told:
        return None
    shown = told[-1]
    version = next(version for version in versions if version.number == shown.number)
    is_current = version.pk == story.version_id
    return DayLine(
        article_id=story.pk,
        url=story.get_absolute_url() + ("" if is_current else f"history/{version.number}/"),
        headline=version.headline,
        section=version.section,
        public_since=story.public_since,
        mark=shown.mark,
        is_breaking=is_breaking_at(version.urgency, story.public_since, at=moment),
        is_withdrawn=shown.kind == Kind.KILL,
        is_withdrawn_since=story.killed and shown.kind != Kind.KILL,
    )


# --- The page ---------------------------------------------------------------------------------------------------


def _page(language: str, lines: list[DayLine], *, as_of: dt.datetime, now: dt.datetime, is_live: bool) -> TodayPage:
    path = path_in(language, "articles:today")
    start = start_of_day(as_of)
    day_before = start - dt.timedelta(seconds=60)
    next_day_ends = end_of_day(end_of_day(as_of)) - dt.timedelta(seconds=60)
    after = "" if next_day_ends > now else path + query_of_moment(next_day_ends)
    return TodayPage(
        # The moments of the past are many, and say what other pages say: they are for people.
        address=address_of(language, "articles:today")
        if is_live
        else PageAddress(
            path + query_of_moment(as_of),
            {
                code: path_in(code, "articles:today") + query_of_moment(as_of)
                for code in dict(settings.LANGUAGES)
                if code != language
            },
            has_alternates=False,
            is_indexed=False,
        ),
        language=language,
        now=now,
        as_of=as_of,
        is_live=is_live,
        hours=group_by_hour(lines),
        count=len(lines),
        share_url=path + query_of_moment(as_of),
        previous_url=path + query_of_moment(day_before) if reaches_back_to(day_before) else "",
        next_url="" if start_of_day(now) == start else after or path,
    )


def group_by_hour(lines: Iterable[DayLine]) -> list[Hour]:
    """Part lines that are in the order of time into the hours of the newsroom's clock."""
    hours = []
    for hour, group in groupby(lines, key=lambda line: _hour_of(line.public_since)):
        starts_at = timezone.localtime(hour)
        is_doubled = starts_at.replace(fold=0).utcoffset() != starts_at.replace(fold=1).utcoffset()
        hours.append(Hour(starts_at, starts_at.strftime("%Z") if is_doubled else "", list(group)))
    return hours


def _hour_of(moment: dt.datetime) -> dt.datetime:
    # In UTC: two times of one zone compare by their clocks alone, and the doubled hour would become one.
    return moment.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)
