"""What crawlers ask for first: robots.txt and the sitemaps. None of it depends on who asks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, conditional_page, require_safe

from articles.domain import sitemap as stories
from media_library.domain import sitemap as photos
from newsroom.models import SitePage
from newsroom.shared.addresses import on_site
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.sitemap_writing import CONTENT_TYPE, SitemapEntry, write_index, write_pages
from newsroom.site_pages.pages import VIEW_NAME

_ALL_NEWS = [f"news-{code}" for code, _name in settings.LANGUAGES]
_ALL_PAGES = [f"pages-{code}" for code, _name in settings.LANGUAGES]
_CLOSED = "User-agent: *\nDisallow: /\n"


@require_safe
@conditional_page
def show_robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where they have no business, and where the sitemaps are; a rehearsal has nothing for them."""
    closed = ["/admin/", "/i18n/", *(f"/{code}/account/" for code, _name in settings.LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {on_site(reverse(name))}" for name in ("sitemap", "news-sitemap")]
    text = "\n".join([*lines, ""]) if settings.OPEN_TO_SEARCH_ENGINES else _CLOSED
    return show_publicly(HttpResponse(text, content_type="text/plain; charset=utf-8"), tags=_ALL_PAGES)


@require_safe
@conditional_page
def show_sitemap_index(request: HttpRequest) -> HttpResponse:
    """The index of all sitemaps. Four queries, and none that grows with the archive."""
    parts = [
        (reverse("sitemap-pages"), None),
        *((reverse("sitemap-stories", args=[part]), at) for part, at in stories.story_parts(now=timezone.now())),
        *((reverse("sitemap-photos", args=[part]), None) for part in photos.photo_parts()),
        *((reverse("sitemap-tags", args=[part]), None) for part in stories.tag_parts()),
    ]
    return show_publicly(HttpResponse(write_index(parts), content_type=CONTENT_TYPE), tags=[*_ALL_NEWS, "photos"])


@require_safe
@conditional_page
def show_pages(request: HttpRequest) -> HttpResponse:
    """The pages that there always are, and the lists of sections and authors."""
    everywhere = [code for code, _name in settings.LANGUAGES]
    fixed = [
        ("front-page",),
        ("media_library:photos",),
        ("articles:corrections",),
        ("site-pages:cookies",),
        *((VIEW_NAME, key.value) for key in SitePage.Key),
    ]
    entries = chain.from_iterable(stories.in_languages(everywhere, name, *args) for name, *args in fixed)
    lists = stories.list_entries(now=timezone.now())
    return _answer_whole(chain(entries, lists), tags=[*_ALL_NEWS, *_ALL_PAGES])


@require_safe
@conditional_page
def show_tags(request: HttpRequest, part: int) -> HttpResponse:
    if part not in stories.tag_parts():
        raise Http404
    return _answer_whole(stories.tags_of_part(part, now=timezone.now()), tags=_ALL_NEWS)


@require_safe
@conditional_page
def show_newest(request: HttpRequest) -> HttpResponse:
    """The news of the last two days, as Google News wants them."""
    return _answer_whole(stories.newest_news(now=timezone.now()), tags=_ALL_NEWS)


def _story_part_tag(request: HttpRequest, part: int) -> str | None:
    changed_at = stories.last_change_in_part(part, now=timezone.now())
    return _weak_tag("stories", part, changed_at) if changed_at else None


@require_safe
@condition(etag_func=_story_part_tag)
def show_stories(request: HttpRequest, part: int) -> HttpResponseBase:
    """A part of the stories, streamed. Who has it already costs one look into an index."""
    now = timezone.now()
    if stories.last_change_in_part(part, now=now) is None:
        raise Http404
    return _answer_streaming(stories.stories_of_part(part, now=now), tags=_ALL_NEWS)


def _photo_part_tag(request: HttpRequest, part: int) -> str | None:
    last_act = photos.last_act_in_part(part)
    return _weak_tag("photos", part, last_act) if last_act else None


@require_safe
@condition(etag_func=_photo_part_tag)
def show_photos(request: HttpRequest, part: int) -> HttpResponseBase:
    """A part of the photos, streamed."""
    if part not in photos.photo_parts():
        raise Http404
    return _answer_streaming(photos.photos_of_part(part, now=timezone.now()), tags=["photos"])


def _weak_tag(*facts: object) -> str:
    """An ETag of what a part was made from. It holds for a day: pictures and translations change without the part."""
    day = timezone.localdate()
    digest = hashlib.sha256(repr((*facts, day, settings.SITE_URL)).encode()).hexdigest()[:24]
    return f'W/"{digest}"'


def _answer_whole(entries: Iterable[SitemapEntry], *, tags: list[str]) -> HttpResponse:
    response = HttpResponse(b"".join(write_pages(entries)), content_type=CONTENT_TYPE)
    return show_publicly(response, tags=tags)


def _answer_streaming(entries: Iterator[SitemapEntry], *, tags: list[str]) -> HttpResponseBase:
    response = StreamingHttpResponse(write_pages(entries), content_type=CONTENT_TYPE)
    return show_publicly(response, tags=tags)
