"""The acts that readers see: publish, update, correct, fix, withdraw."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain.acting import acting
from articles.domain.acts import Act, NotReady
from articles.domain.hash_chain import compute_hash
from articles.domain.page_tags import bump_pages_of
from articles.domain.photos import ask_for_crops, find_photo_problems, name_by_photo, snapshot_photos
from articles.domain.queueing import ask_to_relate
from articles.domain.relating import picked_publicly, picks_of, relate_picked
from articles.domain.rich_text import LONGEST_BODY, text_of
from articles.domain.searching.indexing import index_story
from articles.domain.sign_off import close_sign_off
from articles.domain.websub import tell_hub_later
from articles.models import Article, Author, PublicStory, Version
from media_library.models import Tag
from newsroom.shared.slugs import slug_of

if TYPE_CHECKING:
    from newsroom.models import User

Kind = Version.Kind
KIND_OF_ACT = {
    Act.PUBLISH: Kind.ORIGINAL,
    Act.UPDATE: Kind.UPDATE,
    Act.CORRECT: Kind.CORRECTION,
    Act.MINOR_FIX: Kind.MINOR,
    Act.KILL: Kind.KILL,
}
ACTS_WITH_NOTE = {Act.CORRECT, Act.KILL}


def publish_story(
    act: Act,
    article_id: int,
    *,
    by: User | None,
    base_revision: int | None,
    public_note: str = "",
    published_at: dt.datetime | None = None,
    first_published_at: dt.datetime | None = None,
    scheduled_by: User | None = None,
) -> Version:
    """Do a publishing act: freeze the working copy as the next version, and put that before the readers.

    `act` is one of KIND_OF_ACT. `published_at` (aware; now by default) never comes before the previous version's;
    `first_published_at` is for copy that another agency published before it reached us. With `by` None the newsroom
    itself acts, for `scheduled_by` if somebody had set the time. Raises what `acting` raises, and NotReady with every
    problem at once.
    """
    with acting(act, article_id, by=by, base_revision=base_revision, comment=public_note) as progress:
        article = progress.article
        previous = article.versions.order_by("-number").first()
        # The clock is read under the lock, so that versions stand in the order of their times.
        now = timezone.now()
        problems = find_problems(act, article, public_note=public_note, previous=previous, now=now)
        # A wire may send a version that differs in nothing that we show; a person who does so has made a mistake.
        is_released = previous is not None and _is_released(article, now)
        if by is not None and previous is not None and not differs_from_public(act, article, previous=previous):
            problems.setdefault(
                "headline", _("Nothing has changed since the version that is public. There is nothing to publish.")
            )
        if problems:
            raise NotReady(problems)
        publisher = by or scheduled_by
        if publisher is not None:
            article.sign_off = close_sign_off(article.sign_off, publisher.initials(article.language))
        version = snapshot(article, kind=KIND_OF_ACT[act], previous=previous)
        version.public_note = public_note.strip()
        version.published_by = publisher
        version.published_at = published_at or now
        if previous is not None:
            version.published_at = max(version.published_at, previous.published_at)
            if is_released and version.published_at < previous.public_from:
                version.published_at = now  # Readers had the previous version before this one reached us.
            if not is_released and version.public_from < now:
                version.published_at = now  # An embargo that is lifted is lifted now, whenever the wire says so.
        if previous is None:
            version.first_published_at = min(first_published_at or version.published_at, version.published_at)
            if version.first_published_at < version.published_at:
                version.kind = Kind.UPDATE  # The wire had already updated it when it reached us.
        version.content_hash = compute_hash(version)
        version.save(force_insert=True)
        _show_to_readers(version, now=now)
        bump_pages_of(version, previous=previous)
        if act != Act.KILL:
            relate_picked(article.pk, picks=picks_of(article))
        # What else belongs beside it is found when no reader waits. Without the queue a story still goes out.
        transaction.on_commit(lambda: ask_to_relate(article.pk), robust=True)
        ask_for_crops((photo["photo"], photo.get("crop", "")) for photo in version.photos)
        tell_hub_later(article.pk)
        article.publish_at = None
        progress.version = version
    return version


def find_problems(
    act: Act,
    article: Article,
    *,
    public_note: str = "",
    previous: Version | None,
    now: dt.datetime,
    goes_out_at: dt.datetime | None = None,
) -> dict[str, str]:
    """What stands in the way of publishing this working copy: field name → what to do about it.

    Photos are judged for the time from which readers would see them: `goes_out_at` (now by default), or the embargo's.
    """
    problems: dict[str, str] = {}
    if act in ACTS_WITH_NOTE and not public_note.strip():
        problems["public_note"] = _("Say in a note to the readers what was wrong.")
    if act == Act.KILL:
        return problems
    if article.language not in dict(settings.LANGUAGES):
        problems["language"] = _("The site is in Bulgarian and English. Translate the story, and publish that.")
    if not article.headline.strip():
        problems["headline"] = _("Write a headline.")
    if not article.lead.strip() and not text_of(article.body):
        problems["body"] = _("Write a lead or a text.")
    if len(article.body) > LONGEST_BODY:
        problems["body"] = _("The text is too long: at most %(limit)d characters.") % {"limit": LONGEST_BODY}
    shown_from = max(now, goes_out_at or now, article.embargo_until or now)
    problems |= name_by_photo(find_photo_problems(article, on=shown_from))
    if previous is not None and previous.language != article.language:
        problems["language"] = _("The language of a published story can't change.")
    if previous is not None and article.embargo_until and article.embargo_until > now and _is_released(article, now):
        problems["embargo_until"] = _("The story is public already; an embargo can't take it back.")
    return problems


def differs_from_public(act: Act, article: Article, *, previous: Version) -> bool:
    """Whether the version that `act` would make shows readers anything new, or at another time.

    Initials alone are not news.
    """
    if act == Act.KILL:
        return True
    if article.embargo_until != previous.embargo_until and not _is_released(article, timezone.now()):
        return True
    if picks_of(article) != picked_publicly(article.pk):
        return True
    version = snapshot(article, kind=KIND_OF_ACT[act], previous=previous)
    return any(getattr(version, name) != getattr(previous, name) for name in SHOWN_FIELDS if name != "sign_off")


def _is_released(article: Article, now: dt.datetime) -> bool:
    return PublicStory.objects.released(at=now).filter(article=article).exists()


def snapshot(article: Article, *, kind: Version.Kind, previous: Version | None) -> Version:
    """The version that the working copy would make, not saved: also what a preview shows.

    A withdrawal keeps the words of the version that it withdraws, since the working copy may have moved on.
    """
    version = Version(
        article=article,
        number=previous.number + 1 if previous else 1,
        kind=kind,
        previous_hash=previous.content_hash if previous else "",
        embargo_until=article.embargo_until,
    )
    if previous is not None:
        version.first_published_at = previous.first_published_at
    if kind == Kind.KILL and previous is not None:
        for name in SHOWN_FIELDS:
            setattr(version, name, getattr(previous, name))
        version.embargo_until = previous.embargo_until
        return version
    for name in COPIED_FIELDS:
        setattr(version, name, getattr(article, name))
    version.slug = slug_of(article.headline)
    version.byline = byline_of(article)
    version.tags = [
        {"tag": tag.pk, "slug": tag.slug, "name": tag.name, "name_en": tag.name_en}
        for tag in article.tags.order_by("name")
    ]
    version.photos = snapshot_photos(article)
    return version


COPIED_FIELDS = (
    "language",
    "section_id",
    "headline",
    "lead",
    "body",
    "dateline_place",
    "sign_off",
    "urgency",
    "access",
    "translation_of_id",
    "translated_version",
)
SHOWN_FIELDS = (*COPIED_FIELDS, "slug", "byline", "tags", "photos")


def byline_of(article: Article) -> list[dict[str, object]]:
    """The byline as a version keeps it: authors in their order, then guests as they were typed."""
    names: list[dict[str, object]] = [
        {
            "author": entry.author.pk,
            "slug": entry.author.slug,
            "name_bg": entry.author.name_bg,
            "name_en": entry.author.name_en,
        }
        for entry in article.byline.select_related("author")
    ]
    return [*names, {"guest": article.guests.strip()}] if article.guests.strip() else names


def _show_to_readers(version: Version, *, now: dt.datetime) -> None:
    """Rewrite the story's public row, so that lists and pages show this version from its time on."""
    story = PublicStory.objects.filter(article_id=version.article_id).first()
    was_public = story is not None and story.public_since <= now
    if story is None:
        start = version.first_published_at
        story = PublicStory(article_id=version.article_id, public_since=max(start, version.embargo_until or start))
    elif not was_public:
        story.public_since = version.public_from
    story.version = version
    story.language = version.language
    story.section_id = version.section_id
    story.translation_of_id = version.translation_of_id
    story.killed = version.kind == Kind.KILL
    story.photo_count = len(version.photos)
    # Readers are told of what changed since they could first read it, not of what was mended under an embargo.
    if version.number > 1 and not was_public:
        story.mark, story.marked_at = "", None
    elif version.kind != Kind.MINOR:
        is_told = version.kind != Kind.ORIGINAL
        story.mark = version.kind if is_told else ""
        story.marked_at = version.public_from if is_told else None
    story.save()
    # A withdrawal keeps names that may have been deleted since; the version tells them, the lists can't.
    story.authors.set(Author.objects.filter(pk__in=[name["author"] for name in version.byline if "author" in name]))
    story.tags.set(Tag.objects.filter(pk__in=[tag["tag"] for tag in version.tags]))
    index_story(story)
