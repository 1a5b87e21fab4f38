"""Feeds of all stories, of a section, of a tag and of an author, in each language.

They take no parameters. Whoever has a feed already, and says so by its ETag, is told whether it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.domain.feed_addresses import feed_paths
from articles.domain.feed_items import FEED_SIZE, read_feed_items
from articles.domain.searching.search_page import newest_found
from articles.domain.searching.time_limit import SearchTooWide
from articles.feeds.writing import FORMS, FeedWords, write_feed
from articles.filters import StoryFilterSet
from articles.models import Author, PublicStory
from articles.models.public_story import PublicStoryQuerySet
from articles.views.search import LONGEST_QUERY, tags_of_search
from media_library.domain.library import join_query
from media_library.models import Section, Tag
from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.page_cache import show_publicly


@require_safe
@conditional_page
def show_news_feed(request: HttpRequest, form: str) -> HttpResponse:
    return _answer_with_list_feed(PublicStory.objects.all(), form=form, name=_("All news"), page="articles:news")


@require_safe
@conditional_page
def show_section_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    language = active_language()
    return _answer_with_list_feed(
        section.public_stories.all(),
        form=form,
        name=section.name(language),
        page="articles:section",
        args=[section.slug],
        tags=[f"section-{section.slug}-{language}"],
    )


@require_safe
@conditional_page
def show_tag_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Answer with the feed of a tag; one that no public story carries has none, as it has no page."""
    tag = get_object_or_404(Tag, slug=slug)
    if not tag.public_stories.visible(at=timezone.now()).exists():
        raise Http404
    language = active_language()
    return _answer_with_list_feed(
        tag.public_stories.all(),
        form=form,
        name=tag.name_in(language),
        page="articles:tag",
        args=[tag.slug],
        tags=[f"tag-{tag.pk}-{language}"],
    )


@require_safe
@conditional_page
def show_author_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    author = get_object_or_404(Author, slug=slug)
    language = active_language()
    return _answer_with_list_feed(
        author.public_stories.all(),
        form=form,
        name=author.name(language),
        page="articles:author",
        args=[author.slug],
        tags=[f"author-{author.pk}-{language}"],
    )


@require_safe
@conditional_page
def show_search_feed(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the newest stories that a search finds; 400 for one that can't be understood, or is too wide.

    Without anything asked for there is none.
    """
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return render(request, "400.html", status=400)
    filters = StoryFilterSet(request.GET)
    language, now = active_language(), timezone.now()
    if not filters.form.is_valid():
        return render(request, "400.html", status=400)
    if not filters.asked.query:
        raise Http404
    try:
        found = newest_found(filters.asked.wish, at=now, count=FEED_SIZE)
    except SearchTooWide:
        return render(request, "400.html", status=400)
    asked = join_query({name: value for name, value in filters.asked.query.items() if name != "sort"})
    return _answer_with_feed(
        PublicStory.objects.filter(pk__in=[story.pk for story in found]),
        form=form,
        name=" · ".join(chip.value for chip in filters.asked.chips),
        page=path_in(language, "articles:search") + asked,
        path=request.path + asked,
        tags=tags_of_search(filters.asked.wish),
        is_pushed=False,
    )


def _answer_with_list_feed(
    stories: PublicStoryQuerySet,
    *,
    form: str,
    name: str,
    page: str,
    args: Iterable[object] = (),
    tags: Iterable[str] = (),
) -> HttpResponse:
    language = active_language()
    return _answer_with_feed(
        stories.in_language(language),
        form=form,
        name=name,
        page=path_in(language, page, *args),
        path=feed_paths(language, page, *args)[form],
        tags=[f"news-{language}", *tags],
    )


def _answer_with_feed(
    stories: PublicStoryQuerySet,
    *,
    form: str,
    name: str,
    page: str,
    path: str,
    tags: Iterable[str],
    is_pushed: bool = True,
) -> HttpResponse:
    language = active_language()
    agency = settings.AGENCY_NAME[language]
    items = read_feed_items(stories, language=language, now=timezone.now())
    words = FeedWords(
        title=f"{agency}: {name}",
        description=_("The newest stories of the agency: %(name)s") % {"name": name},
        language=language,
        page=page,
        path=path,
        is_pushed=is_pushed,
    )
    response = HttpResponse(write_feed(words, items, form=form), content_type=FORMS[form].content_type)
    photos = [f"photo-{item.photo.photo_id}" for item in items if item.photo]
    return show_publicly(response, tags=[*tags, *photos])
