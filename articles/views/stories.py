"""The pages of one story: as it stands, its versions, and what each changed."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.domain.comparing import read_diff
from articles.domain.history import read_history
from articles.domain.reading import NoSuchVersion, find_story, read_story, read_version, read_withdrawn
from articles.models import PublicStory
from media_library.domain.page_tags import WITHDRAWN_PHOTOS, tag_of_photo
from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import show_publicly


@require_safe
def show_story(request: HttpRequest, section: str, article_id: int, slug: str) -> HttpResponse:
    return _answer_for_story(request, (section, article_id, slug), "articles/story.html", read_story)


@require_safe
def show_history(request: HttpRequest, section: str, article_id: int, slug: str) -> HttpResponse:
    return _answer_for_story(request, (section, article_id, slug), "articles/history.html", read_history, "history/")


@require_safe
def show_version(request: HttpRequest, section: str, article_id: int, slug: str, number: int) -> HttpResponse:
    address = (section, article_id, slug)
    suffix = f"history/{number}/"
    return _answer_for_story(request, address, "articles/version.html", read_version, suffix, number=number)


@require_safe
def show_diff(request: HttpRequest, section: str, article_id: int, slug: str, number: int) -> HttpResponse:
    address = (section, article_id, slug)
    suffix = f"history/{number}/diff/"
    return _answer_for_story(request, address, "articles/diff.html", read_diff, suffix, number=number)


def _answer_for_story(
    request: HttpRequest,
    address: tuple[str, int, str],
    template: str,
    read: Callable[..., object],
    suffix: str = "",
    **which: int,
) -> HttpResponse:
    """Answer with a page of a story: 404 before its time, 301 from a wrong address, 410 once it is withdrawn."""
    section, article_id, slug = address
    now = timezone.now()
    try:
        story = find_story(article_id, now=now)
        if (active_language(), section, slug) != (story.language, story.section.slug, story.version.slug):
            moved = HttpResponsePermanentRedirect(story.get_absolute_url() + suffix)
            moved["Cache-Control"] = "max-age=300"  # A headline can change back; browsers keep a 301 for ever.
            return moved
        if story.killed:
            page = read_withdrawn(story, now=now)
            return show_publicly(
                render(request, "articles/withdrawn.html", {"page": page}, status=410),
                tags=[f"article-{article_id}"],
                parameters=(),
            )
        page = read(story, now=now, **which)
        tags = _tags_of(story, is_record=bool(suffix))
        return show_publicly(render(request, template, {"page": page}), tags=tags, parameters=())
    except (PublicStory.DoesNotExist, NoSuchVersion) as error:
        raise Http404 from error


def _tags_of(story: PublicStory, *, is_record: bool) -> list[str]:
    """What the pages of a story show: it, the news beside it, and its photos; on its record those of any version."""
    photos = {entry["photo"] for entry in story.version.photos}
    tags = [f"article-{story.pk}", f"news-{story.language}", *map(tag_of_photo, sorted(photos))]
    return [*tags, WITHDRAWN_PHOTOS] if is_record else tags
