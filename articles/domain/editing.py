"""The acts that stay inside the newsroom: save, submit, return, spike and its undoing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain.acting import acting, check_revision
from articles.domain.acts import Act, NotPermitted, NotReady, check_act
from articles.domain.photos import WantedPhoto, place_photos, wanted_photos
from articles.domain.publishing import find_problems
from articles.domain.rich_text import clean_body
from articles.domain.sign_off import join_sign_off
from articles.models import ActRecord, Article, Author, BylineEntry, RelatedPick

if TYPE_CHECKING:
    from newsroom.models import User


def create_story(article: Article, *, by: User | None, photos: Sequence[WantedPhoto] = ()) -> Article:
    """Store a new working copy as a draft, signed with the initials of whoever began it.

    `article` is unsaved; `by` None is the wire. Raises NotPermitted, and PhotoRefused.
    """
    if by is not None and not by.has_perm("articles.add_article"):
        raise NotPermitted(_("Your role does not allow writing stories."))
    article.state = Article.State.DRAFT
    article.created_by = article.changed_by = by
    article.body = clean_body(article.body)
    if by is not None and not article.sign_off:
        article.sign_off = by.initials(article.language)
    with transaction.atomic():
        body = article.body
        article.save()
        place_photos(article, photos, by=by)
        if article.body != body:
            article.save(update_fields=["body"])
        ActRecord.objects.create(article=article, act=Act.SAVE, to_state=article.state, actor=by)
    return article


def save_working_copy(
    article: Article,
    *,
    by: User | None,
    changed: Collection[str],
    base_revision: int,
    photos: Sequence[WantedPhoto] | None = None,
) -> None:
    """Store an edited working copy over the revision that was edited; nothing of it becomes public.

    `article` carries the new values, `changed` names the fields that the person touched; `photos` are all that are to
    stand in it (None: those that do, as far as the text still has their markers). Raises StaleWorkingCopy if somebody
    saved in between, WrongState, NotPermitted, PhotoRefused, and NotReady if a scheduled story could no longer go out.
    """
    with transaction.atomic():
        stored = Article.objects.select_for_update().get(pk=article.pk)
        transition = check_act(Act.SAVE, stored, by=by)
        check_revision(stored, base_revision=base_revision)
        article.state = stored.state
        article.body = clean_body(article.body)
        place_photos(article, wanted_photos(article) if photos is None else photos, by=by)
        if article.state == Article.State.SCHEDULED:
            previous = None  # A scheduled story has never been published.
            problems = find_problems(
                Act.PUBLISH, article, previous=previous, now=timezone.now(), goes_out_at=stored.publish_at
            )
            if problems:
                raise NotReady(problems)
        if by is not None and changed and "sign_off" not in changed:
            article.sign_off = join_sign_off(article.sign_off, by.initials(article.language))
        article.revision = stored.revision + 1
        article.changed_by = by or stored.changed_by
        article.save()
        ActRecord.objects.create(
            article=article,
            act=Act.SAVE,
            from_state=transition.source,
            to_state=transition.target,
            actor=by,
            comment=", ".join(sorted(changed)),
        )


def set_byline(article: Article, authors: Sequence[Author]) -> None:
    """Let the working copy be signed by these authors, in this order."""
    with transaction.atomic():
        article.byline.exclude(author__in=authors).delete()
        for position, author in enumerate(authors):
            BylineEntry.objects.update_or_create(article=article, author=author, defaults={"position": position})


def set_picks(article: Article, stories: Sequence[Article]) -> None:
    """Let these stories stand first beside the working copy, in this order."""
    with transaction.atomic():
        article.related_picks.exclude(related__in=stories).delete()
        for position, story in enumerate(stories):
            RelatedPick.objects.update_or_create(article=article, related=story, defaults={"position": position})


def submit_story(article_id: int, *, by: User, base_revision: int) -> None:
    """Hand a draft to the editors. Raises what `acting` raises."""
    with acting(Act.SUBMIT, article_id, by=by, base_revision=base_revision):
        pass


def return_story(article_id: int, *, by: User, base_revision: int, comment: str = "") -> None:
    """Give a submitted story back to its author, with what is to be done. Raises what `acting` raises."""
    with acting(Act.RETURN, article_id, by=by, base_revision=base_revision, comment=comment):
        pass


def spike_story(article_id: int, *, by: User | None, base_revision: int | None, comment: str = "") -> None:
    """Put a story that will not run aside; nothing is deleted. Raises what `acting` raises."""
    with acting(Act.SPIKE, article_id, by=by, base_revision=base_revision, comment=comment):
        pass


def unspike_story(article_id: int, *, by: User, base_revision: int) -> None:
    """Make a spiked story a draft again.

    Raises what `acting` raises, and NotReady where another translation has taken its place meanwhile.
    """
    with acting(Act.UNSPIKE, article_id, by=by, base_revision=base_revision) as progress:
        article = progress.article
        siblings = Article.objects.exclude(pk=article.pk).exclude(state=Article.State.SPIKED)
        if (
            article.translation_of_id
            and siblings.filter(translation_of=article.translation_of_id, language=article.language).exists()
        ):
            raise NotReady({"translation_of": _("The source has another translation into this language by now.")})
