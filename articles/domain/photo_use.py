"""In which stories a photo is used: what stands in working copies, and in every version that was ever published."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ArticlePhoto, PublicStory, Version

_MOST_STORIES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoUse:
    """One story that uses a photo.

    `places` are those of the working copy, in words; `versions` the numbers of the versions that show the photo;
    `is_public_now` says whether the version before the readers is one of them; `url_public` is empty where it is not.
    """

    article: Article
    title: str
    places: list[str] = field(default_factory=list)
    versions: list[int] = field(default_factory=list)
    is_public_now: bool = False
    url_admin: str = ""
    url_public: str = ""


def find_story_uses(photo_id: int) -> list[PhotoUse]:
    """Every story whose working copy or any version holds the photo, the newest story first. Four queries.

    Versions are searched by containment, for which `Version.photos` has a GIN index.
    """
    places: dict[int, list[str]] = {}
    for row in ArticlePhoto.objects.filter(photo=photo_id).order_by("article", "place"):
        places.setdefault(row.article_id, []).append(str(row.get_place_display()))
    versions: dict[int, list[int]] = {}
    showing = Version.objects.filter(photos__contains=[{"photo": photo_id}]).order_by("article", "number")
    for article_id, number in showing.values_list("article", "number"):
        versions.setdefault(article_id, []).append(number)
    articles = Article.objects.filter(pk__in=places.keys() | versions.keys()).order_by("-pk")[:_MOST_STORIES]
    visible = PublicStory.objects.visible(at=timezone.now()).for_lists()
    public = visible.in_bulk(places.keys() | versions.keys())
    return [
        _use_of(
            article, public.get(article.pk), places=places.get(article.pk, []), versions=versions.get(article.pk, [])
        )
        for article in articles
    ]


def _use_of(article: Article, story: PublicStory | None, *, places: list[str], versions: list[int]) -> PhotoUse:
    is_public_now = story is not None and story.version.number in versions
    return PhotoUse(
        article=article,
        title=str(article),
        places=places,
        versions=versions,
        is_public_now=is_public_now,
        url_admin=reverse("admin:articles_article_change", args=[article.pk]),
        url_public=story.get_absolute_url() if story is not None and is_public_now else "",
    )
