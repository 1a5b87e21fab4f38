"""The advanced search, of stories and of photos."""

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.domain.searching.search_page import SearchPage, empty_page, read_search
from articles.domain.searching.suggesting import suggest
from articles.domain.searching.time_limit import SearchTooWide, time_limit
from articles.domain.searching.wish import StoryWish
from articles.filters import SORTS, StoryFilterSet
from media_library.domain.library import NEWEST, Wish, read_library
from media_library.filters import LONGEST_NAME, PhotoFilterSet, start_of
from media_library.models import Photo
from newsroom.shared.addresses import active_language, path_without_blanks
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.pagination import NoSuchPage

LONGEST_QUERY = 4_000  # characters of an address; our own form makes no longer ones


@require_safe
def show_search(request: HttpRequest) -> HttpResponse:
    """Answer with the stories that the query asks for; 400 with what is wrong where it can't be understood.

    A form that came with empty fields is sent on to the address without them.
    """
    query, is_short = _query_of(request)
    if is_short and (path := path_without_blanks(request)):
        return HttpResponseRedirect(path)
    filters = StoryFilterSet(query)
    language, now = active_language(), timezone.now()
    if not (is_short and filters.form.is_valid()):
        return _refuse(request, empty_page(filters.form, language=language, now=now, is_too_wide=not is_short))
    try:
        page = read_search(filters.asked, query, form=filters.form, language=language, now=now, sort_words=dict(SORTS))
    except NoSuchPage as error:
        raise Http404 from error
    except SearchTooWide:
        page = empty_page(filters.form, language=language, now=now, asked=filters.asked, is_too_wide=True)
        return _refuse(request, page)
    response = render(request, "articles/search.html", {"page": page})
    return show_publicly(response, tags=tags_of_search(filters.asked.wish), changes_at=_end_of_day(query))


@require_safe
def show_photo_search(request: HttpRequest) -> HttpResponse:
    """Answer with the photos that the query asks for, by the filters of the library; 400 for what it does not know."""
    query, is_short = _query_of(request)
    if is_short and (path := path_without_blanks(request)):
        return HttpResponseRedirect(path)
    language, now = active_language(), timezone.now()
    photos = Photo.objects.visible(at=now)
    filters = PhotoFilterSet(query, queryset=photos)
    is_wrong = not (is_short and filters.form.is_valid())
    shown = {"language": language, "now": now, "view_name": "articles:search-photos"}
    try:
        with time_limit(settings.SEARCH_TIME_LIMIT):
            if is_wrong:
                page = read_library(photos.none(), {}, wish=Wish(), form=filters.form, is_refused=True, **shown)
            else:
                page = read_library(filters.qs, query, wish=filters.wish, form=filters.form, **shown)
    except NoSuchPage as error:
        raise Http404 from error
    except SearchTooWide:
        is_wrong = True
        wish = replace(filters.wish, sort=NEWEST)
        page = read_library(photos.none(), {}, wish=wish, form=filters.form, is_refused=True, **shown)
    response = render(request, "articles/photo_search.html", {"page": page}, status=400 if is_wrong else 200)
    return response if is_wrong else show_publicly(response, tags=["photos"])


@require_safe
def show_suggestions(request: HttpRequest) -> HttpResponse:
    """Answer with what the words of `q` may begin: a list for the combobox of the search, nothing else of a page."""
    text, language = request.GET.get("q", ""), active_language()
    if len(text) > LONGEST_NAME or "\x00" in text:
        return render(request, "400.html", status=400)
    groups = suggest(text, language=language, at=timezone.now(), milliseconds=settings.SEARCH_TIME_LIMIT)
    response = render(request, "components/suggestions.html", {"groups": groups})
    return show_publicly(response, tags=[f"search-{language}"])


def _query_of(request: HttpRequest) -> tuple[QueryDict, bool]:
    """The query, and whether it is short enough to be looked at; an empty one if it is not."""
    is_short = len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
    return (request.GET if is_short else QueryDict()), is_short


def _refuse(request: HttpRequest, page: SearchPage) -> HttpResponse:
    return render(request, "articles/search.html", {"page": page}, status=400)


def tags_of_search(wish: StoryWish) -> list[str]:
    """Publishing in any of the languages in which stories are looked for changes the page."""
    return [f"search-{code}" for code in ([wish.language] if wish.language else dict(settings.LANGUAGES))]


def _end_of_day(query: QueryDict) -> dt.datetime | None:
    """When a page that shows “the last seven days” shows other ones."""
    return start_of(timezone.localdate() + dt.timedelta(days=1)) if "period" in query else None
