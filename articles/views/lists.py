"""Lists of stories: all, of a section, of a tag, of an author."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.domain.listing import ListPage, read_list
from articles.domain.photo_figures import read_lead_figures
from articles.models import Author, PublicStory
from media_library.models import Section, Tag
from newsroom.shared.addresses import active_language
from newsroom.shared.page_cache import show_publicly
from newsroom.shared.pagination import NoSuchPage
from newsroom.shared.refusals import NothingThere


@require_safe
def show_news(request: HttpRequest) -> HttpResponse:
    return answer_with_list(request, PublicStory.objects.all(), view_name="articles:news", heading=_("All news"))


@require_safe
def show_section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    return answer_with_list(
        request,
        section.public_stories.all(),
        view_name="articles:section",
        view_args=(section.slug,),
        heading=section.name(active_language()),
        section=section,
        tags=[f"section-{section.slug}-{active_language()}"],
    )


@require_safe
def show_tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the stories of a tag; a tag that no public story carries has no page, so that it tells nothing."""
    tag = get_object_or_404(Tag, slug=slug)
    if not tag.public_stories.visible(at=timezone.now()).exists():
        raise Http404
    language = active_language()
    return answer_with_list(
        request,
        tag.public_stories.all(),
        view_name="articles:tag",
        view_args=(tag.slug,),
        heading=tag.name_in(language),
        heading_language="en" if language == "en" and tag.name_en else "bg",
        subheading=_("Stories with this tag"),
        tags=[f"tag-{tag.pk}-{language}"],
    )


@require_safe
def show_author(request: HttpRequest, slug: str) -> HttpResponse:
    author = get_object_or_404(Author, slug=slug)
    language = active_language()
    return answer_with_list(
        request,
        author.public_stories.all(),
        view_name="articles:author",
        view_args=(author.slug,),
        heading=author.name(language),
        subheading=author.role(language),
        tags=[f"author-{author.pk}-{language}"],
    )


@require_safe
def show_photo_stories(request: HttpRequest) -> HttpResponse:
    return answer_with_list(
        request,
        PublicStory.objects.photo_stories(),
        template="articles/photo_stories.html",
        with_figures=True,
        view_name="articles:photo-stories",
        with_large_photos=True,
        heading=_("Photo stories"),
    )


def answer_with_list(
    request: HttpRequest,
    stories: object,
    *,
    tags: Iterable[str] = (),
    template: str = "articles/list.html",
    with_figures: bool = False,
    **shown: object,
) -> HttpResponse:
    """Answer with the page of a list that the query names; `shown` as `read_list` takes it.

    `with_figures` also reads the lead photos in their large sizes.
    """
    try:
        page: ListPage = read_list(stories, request.GET, language=active_language(), now=timezone.now(), **shown)
    except NoSuchPage as error:
        raise NothingThere(_("The list has no such page. Begin again from its newest end.")) from error
    photos = [f"photo-{figure.photo_id}" for figure in page.photos.values()]
    figures = read_lead_figures(page.page.rows, language=page.language) if with_figures else {}
    response = render(request, template, {"page": page, "figures": figures})
    return show_publicly(response, tags=[f"news-{page.language}", *tags, *photos], parameters=("page", "before"))
