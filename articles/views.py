"""The public story pages. They read no session and set no cookie: everybody gets the same page."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.domain.comparing import read_diff
from articles.domain.history import read_history
from articles.domain.listing import ListPage, TodayPage, read_list
from articles.domain.reading import NoSuchVersion, find_story, read_story, read_version, read_withdrawn
from articles.domain.rolling_list import stories_of_the_day
from articles.models import Author, PublicStory
from media_library.models import Section, Tag
from newsroom.shared.addresses import address_of
from newsroom.shared.pagination import NoSuchPage


@require_safe
def show_news(request: HttpRequest) -> HttpResponse:
    return _answer_with_list(request, PublicStory.objects.all(), view_name="articles:news", heading=_("All news"))


@require_safe
def show_section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    return _answer_with_list(
        request,
        section.public_stories.all(),
        view_name="articles:section",
        view_args=(section.slug,),
        heading=section.name(_language()),
        section=section,
    )


@require_safe
def show_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the stories of a tag; a tag that no public story carries has no page, so that it tells nothing."""
    tag = get_object_or_404(Tag, slug=slug)
    if not tag.public_stories.visible(at=timezone.now()).exists():
        raise Http404
    language = _language()
    return _answer_with_list(
        request,
        tag.public_stories.all(),
        view_name="articles:tag",
        view_args=(tag.slug,),
        heading=tag.name_in(language),
        heading_language="en" if language == "en" and tag.name_en else "bg",
        subheading=_("Stories with this tag"),
    )


@require_safe
def show_author(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author, slug=slug)
    language = _language()
    return _answer_with_list(
        request,
        author.public_stories.all(),
        view_name="articles:author",
        view_args=(author.slug,),
        heading=author.name(language),
        subheading=author.role(language),
    )


@require_safe
def show_today(request: HttpRequest) -> HttpResponse:
    now, language = timezone.now(), _language()
    page = TodayPage(
        address=address_of(language, "articles:today"),
        language=language,
        now=now,
        rolling=stories_of_the_day(language, at=now),
    )
    return render(request, "articles/today.html", {"page": page})


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
        if (_language(), section, slug) != (story.language, story.section.slug, story.version.slug):
            moved = HttpResponsePermanentRedirect(story.get_absolute_url() + suffix)
            moved["Cache-Control"] = "max-age=300"  # A headline can change back; browsers keep a 301 for ever.
            return moved
        if story.killed:
            return render(request, "articles/withdrawn.html", {"page": read_withdrawn(story, now=now)}, status=410)
        return render(request, template, {"page": read(story, now=now, **which)})
    except (PublicStory.DoesNotExist, NoSuchVersion) as error:
        raise Http404 from error


def _answer_with_list(request: HttpRequest, stories: object, **shown: object) -> HttpResponse:
    try:
        page: ListPage = read_list(stories, request.GET, language=_language(), now=timezone.now(), **shown)
    except NoSuchPage as error:
        raise Http404 from error
    return render(request, "articles/list.html", {"page": page})


def _language() -> str:
    """The language of the prefix, which the middleware has made the active one."""
    return get_language() or "bg"
