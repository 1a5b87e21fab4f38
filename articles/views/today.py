"""Today's stories."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.domain.listing import TodayPage
from articles.domain.rolling_list import stories_of_the_day
from newsroom.shared.addresses import active_language, address_of
from newsroom.shared.page_cache import show_publicly


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    now, language = timezone.now(), active_language()
    page = TodayPage(
        address=address_of(language, "articles:today"),
        language=language,
        now=now,
        rolling=stories_of_the_day(language, at=now),
    )
    return show_publicly(render(request, "articles/today.html", {"page": page}), tags=[f"news-{language}"])
