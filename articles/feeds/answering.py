"""Feeds of all stories, of a section, of a tag and of an author, in each language.

They take no parameters. Whoever has a feed already, and says so by its ETag, is told whether it has changed.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.domain.feed_items import read_feed_items
from articles.feeds.writing import FORMS, FeedWords, write_feed
from articles.models import Author, PublicStory
from articles.models.public_story import PublicStoryQuerySet
from media_library.models import Section, Tag
from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.page_cache import show_publicly


@require_safe
@conditional_page
def show_news_feed(request: HttpRequest, form: str) -> HttpResponse:
    return _answer_with_feed(request, PublicStory.objects.all(), form=form, name=_("All news"), page="articles:news")


@require_safe
@conditional_page
def show_section_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    language = active_language()
    return _answer_with_feed(
        request,
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
    return _answer_with_feed(
        request,
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
    return _answer_with_feed(
        request,
        author.public_stories.all(),
        form=form,
        name=author.name(language),
        page="articles:author",
        args=[author.slug],
        tags=[f"author-{author.pk}-{language}"],
    )


def _answer_with_feed(
    request: HttpRequest,
    stories: PublicStoryQuerySet,
    *,
    form: str,
    name: str,
    page: str,
    args: Iterable[object] = (),
    tags: Iterable[str] = (),
) -> HttpResponse:
    language = active_language()
    agency = settings.AGENCY_NAME[language]
    items = read_feed_items(stories, language=language, now=timezone.now())
    words = FeedWords(
        title=f"{agency}: {name}",
        description=_("The newest stories of the agency: %(name)s") % {"name": name},
        language=language,
        page=path_in(language, page, *args),
        path=request.path,
    )
    response = HttpResponse(write_feed(words, items, form=form), content_type=FORMS[form].content_type)
    photos = [f"photo-{item.photo.photo_id}" for item in items if item.photo]
    return show_publicly(response, tags=[f"news-{language}", *tags, *photos])
