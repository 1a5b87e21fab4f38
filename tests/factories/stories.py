"""Stories, brought into a state by the acts that lead there."""

import datetime as dt
from itertools import count

from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.editing import create_story
from articles.domain.publishing import publish_story
from articles.models import Article, Author, BylineEntry, PublicStory, Version
from media_library.models import Section, Tag

_numbers = count(1)


def make_section(slug: str = "world", **fields: object) -> Section:
    names = {"world": ("Свят", "World"), "bulgaria": ("България", "Bulgaria")}
    name_bg, name_en = names.get(slug, (slug.capitalize(), slug.capitalize()))
    return Section.objects.get_or_create(slug=slug, defaults={"name_bg": name_bg, "name_en": name_en} | fields)[0]


def make_author(name_bg: str = "Николай Станоев", name_en: str = "Nikolay Stanoev", **fields: object) -> Author:
    return Author.objects.create(
        **({"slug": f"author-{next(_numbers)}", "name_bg": name_bg, "name_en": name_en} | fields)
    )


def make_tag(name: str = "Китай", name_en: str = "China", **fields: object) -> Tag:
    return Tag.objects.create(name=name, name_en=name_en, **fields)


def make_draft(
    *, authors: list[Author] | None = None, tags: list[Tag] | None = None, by: object = None, **fields: object
) -> Article:
    """A complete draft, not yet submitted."""
    defaults = {
        "headline": "Започна срещата на върха в Пекин",
        "lead": "Лидерите на двадесет държави разговарят за търговията.",
        "body": "<p>Срещата започна в сряда.</p>",
        "dateline_place": "Пекин",
    }
    if "section" not in fields:
        defaults["section"] = make_section()
    article = create_story(Article(**(defaults | fields)), by=by)
    for position, author in enumerate(authors or []):
        BylineEntry.objects.create(article=article, author=author, position=position)
    article.tags.set(tags or [])
    return article


def publish(article: Article, *, at: dt.datetime | None = None, by: object = None) -> Version:
    """Publish a draft, by default now."""
    return publish_story(Act.PUBLISH, article.pk, by=by, base_revision=None, published_at=at)


def publish_change(
    article: Article,
    act: Act = Act.UPDATE,
    *,
    note: str = "",
    by: object = None,
    at: dt.datetime | None = None,
    **fields,
) -> Version:
    """Change fields of the working copy, and publish that as an update, correction, minor fix or withdrawal."""
    Article.objects.filter(pk=article.pk).update(**fields)
    return publish_story(act, article.pk, by=by, base_revision=None, public_note=note, published_at=at)


def make_story(*, hours_ago: float = 1, **fields: object) -> PublicStory:
    """A story that was published some hours ago."""
    article = make_draft(**fields)
    publish(article, at=timezone.now() - dt.timedelta(hours=hours_ago))
    return PublicStory.objects.get(article=article)


def make_killed_story(**fields: object) -> PublicStory:
    story = make_story(**fields)
    publish_change(story.article, Act.KILL, note="Новината е оттеглена: събитието не се е състояло.")
    return PublicStory.objects.get(pk=story.pk)
