"""Stories of the demo newsroom, each brought to where it is by the acts that a desk would do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pgtrigger

from articles.domain.acts import Act
from articles.domain.editing import create_story, spike_story, submit_story
from articles.domain.publishing import publish_story
from articles.domain.scheduling import schedule_story
from articles.domain.sign_off import format_sign_off
from articles.models import ActRecord, Article, ArticlePhoto, Author, BylineEntry, Version
from media_library.models import Photo, Section, Tag
from newsroom.models import User

_ACT_OF_CHANGE = {"update": Act.UPDATE, "correction": Act.CORRECT, "minor": Act.MINOR_FIX, "kill": Act.KILL}
_COPIED = ("language", "headline", "lead", "body", "slugline", "guests", "urgency", "editors_note", "sources", "access")
_CHANGEABLE = {
    "headline": "headline",
    "lead": "lead",
    "body": "body",
    "dateline": "dateline_place",
    "urgency": "urgency",
}


@dataclass
class StoryBuilder:
    """Builds stories relative to `now`; what was built can be referred to by its key."""

    now: dt.datetime
    accounts: dict[str, User]
    # Which photos each story shows, and where: key → (photo, place).
    photos: dict[str, list[tuple[Photo, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.authors = {author.slug: author for author in Author.objects.select_related("user")}
        self.tags = {tag.slug: tag for tag in Tag.objects.all()}
        self.editors = {section.slug: section.editors.order_by("pk").first() for section in self.sections.values()}
        self.built: dict[str, Article] = {}

    def build(self, story: dict[str, Any]) -> Article:
        """Write one story, and take it through its acts."""
        began = self.now - dt.timedelta(days=story.get("days_ago", 0), hours=story.get("hours_ago", 0))
        editor = self.editors[story["section"]] or self.accounts["chief"]
        article = self._write(story, editor, began)
        self.built[story["key"]] = article
        last = self._bring_to_state(story, article, editor, began)
        _backdate(article, began=began, last=last)
        return article

    def _write(self, story: dict[str, Any], editor: User, began: dt.datetime) -> Article:
        article = Article(**{name: story[name] for name in _COPIED})
        article.section = self.sections[story["section"]]
        article.dateline_place = story["dateline"]
        article.sign_off = format_sign_off(story["sign_off"])
        if "translation_of" in story:
            source = self.built[story["translation_of"]]
            article.translation_of = source
            article.translated_version = source.versions.filter(published_at__lte=began).count() or 1
        writer = next((self.authors[slug].user for slug in story["byline"] if self.authors[slug].user), None)
        create_story(article, by=writer if writer and writer.has_perm("articles.add_article") else editor)
        for position, slug in enumerate(story["byline"]):
            BylineEntry.objects.create(article=article, author=self.authors[slug], position=position)
        article.tags.set([self.tags[slug] for slug in story["tags"]])
        self._place_photos(article, self.photos.get(story["key"], []))
        return article

    @staticmethod
    def _place_photos(article: Article, photos: list[tuple[Photo, str]]) -> None:
        """Place the photos, one in the text behind its second paragraph."""
        for position, (photo, place) in enumerate(photos):
            ArticlePhoto.objects.create(article=article, photo=photo, place=place, position=position)
            if place == ArticlePhoto.Place.BODY:
                paragraphs = article.body.split("</p>")
                paragraphs.insert(2, f'<figure data-photo="{photo.pk}"></figure>')
                article.body = "</p>".join(paragraphs[:2]) + "</p>" + paragraphs[2] + "</p>".join(paragraphs[3:])
                article.save(update_fields=["body"])

    def _bring_to_state(self, story: dict[str, Any], article: Article, editor: User, began: dt.datetime) -> dt.datetime:
        """Do the acts that the story's state asks for; returns the time of the last."""
        match story.get("state", "published"):
            case "draft":
                pass
            case "submitted":
                submit_story(article.pk, by=article.created_by, base_revision=0)
            case "scheduled":
                publish_at = self.now + dt.timedelta(hours=story["hours_ahead"])
                schedule_story(article.pk, by=editor, base_revision=0, publish_at=publish_at)
            case "spiked":
                spike_story(article.pk, by=editor, base_revision=0)
            case "embargoed":
                article.embargo_until = self.now + dt.timedelta(hours=story["embargo_hours_ahead"])
                article.save()
                publish_story(Act.PUBLISH, article.pk, by=editor, base_revision=None, published_at=began)
            case "published":
                publish_story(Act.PUBLISH, article.pk, by=editor, base_revision=None, published_at=began)
                return self._change(story, article, editor, began)
        return began

    def _change(self, story: dict[str, Any], article: Article, editor: User, began: dt.datetime) -> dt.datetime:
        """Publish the story's later updates, corrections and so on, each at its time."""
        at = began
        for change in story.get("change", []):
            at += dt.timedelta(hours=change["hours_later"])
            article.refresh_from_db()
            for theirs, ours in _CHANGEABLE.items():
                if theirs in change:
                    setattr(article, ours, change[theirs])
            article.save()
            if "tags" in change:
                article.tags.set([self.tags[slug] for slug in change["tags"]])
            act = _ACT_OF_CHANGE[change["kind"]]
            publish_story(
                act,
                article.pk,
                by=self.accounts["chief"] if act == Act.KILL else editor,
                base_revision=None,
                public_note=change.get("public_note", ""),
                published_at=at,
            )
        return at


def _backdate(article: Article, *, began: dt.datetime, last: dt.datetime) -> None:
    """Give the desk's own record the times of the tale, which the acts wrote with the time of loading."""
    Article.objects.filter(pk=article.pk).update(created_at=began, changed_at=last)
    with pgtrigger.ignore("articles.ActRecord:acts_are_kept"):
        for version in Version.objects.filter(article=article):
            ActRecord.objects.filter(version=version).update(at=version.published_at)
        ActRecord.objects.filter(article=article, version=None).update(at=began)
