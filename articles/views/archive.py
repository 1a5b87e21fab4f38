"""The archive by year, month and day."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.domain.archive import (
    NoSuchPeriod,
    neighbours_of_day,
    read_archive,
    read_date,
    stories_of_day,
    trail_of_day,
)
from articles.domain.rolling_list import end_of_day
from articles.views.lists import answer_with_list
from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.refusals import NothingThere


@require_safe
def show_archive(request: HttpRequest, **parts: int) -> HttpResponse:
    """Answer with the years, or with the months of a year, or with the days of a month."""
    now, language = timezone.now(), active_language()
    try:
        page = read_archive(language, *parts.values(), now=now)
    except NoSuchPeriod as error:
        raise NothingThere(_("The archive has no stories of this time.")) from error
    response = render(request, "articles/archive.html", {"page": page})
    return show_publicly(response, tags=[f"news-{language}"], changes_at=end_of_day(now), parameters=())


@require_safe
def show_day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    now, language = timezone.now(), active_language()
    try:
        date = read_date(year, month, day)
    except NoSuchPeriod as error:
        raise NothingThere(_("The calendar has no such day.")) from error
    if date > timezone.localdate(now) or not stories_of_day(date).visible(at=now).in_language(language).exists():
        raise NothingThere(_("The archive has no stories of this day."))
    before, after = neighbours_of_day(language, date, now=now)
    return answer_with_list(
        request,
        stories_of_day(date),
        view_name="articles:archive-day",
        view_args=(year, month, day),
        heading=f"{date:%d.%m.%Y}",
        trail=trail_of_day(language, date),
        previous_url=_path_of(language, before),
        next_url=_path_of(language, after),
    )


def _path_of(language: str, date: dt.date | None) -> str:
    return path_in(language, "articles:archive-day", date.year, date.month, date.day) if date else ""
