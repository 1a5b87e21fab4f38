"""From a wire item to a story of ours: new copy, a newer version of it, or its withdrawal."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from articles.domain.acts import Act, ActRefused, NotReady
from articles.domain.editing import create_story, save_working_copy, spike_story
from articles.domain.publishing import publish_story
from articles.domain.rich_text import LONGEST_BODY
from articles.domain.scheduling import unschedule_story
from articles.domain.wire.attaching import attach_pictures
from articles.domain.wire.filing import choose_section, tags_for
from articles.domain.wire.item import WireItem
from articles.models import Article, WireFile, WireOriginal
from media_library.models import Section, Supplier
from newsroom.shared.advisory_lock import lock_until_commit

State = Article.State


class Outcome(models.TextChoices):
    TAKEN = "taken", gettext_lazy("taken")
    UPDATED = "updated", gettext_lazy("updated")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    SKIPPED = "skipped", gettext_lazy("skipped")


@dataclass
class Intake:
    """What became of one item; `notes` are sentences for the person who imports."""

    outcome: Outcome
    article: Article
    notes: list[str] = field(default_factory=list)
    unmapped: tuple[str, ...] = ()


class ItemRefused(Exception):
    """An item that is sound, and that we can't take. The message says why."""


@dataclass(frozen=True)
class IntakeOptions:
    """What the person who imports asked for; `language` and `section` are for items that name none."""

    publish: bool = False
    section: Section | None = None
    language: str = ""
    # Where the item's file lies, so that pictures beside it are found, and who they come from.
    folder: Path | None = None
    supplier: Supplier | None = None


def take_item(item: WireItem, *, content: bytes, file_name: str, options: IntakeOptions) -> Intake:
    """Take one item, with the file that it came in, in one transaction: all of it goes in, or nothing.

    The same `uri` and version again changes nothing. Raises ItemRefused.
    """
    with transaction.atomic():
        lock_until_commit(item.uri)  # Two imports of one item must not both find it new.
        ours = list(WireOriginal.objects.filter(uri=item.uri).order_by("version_created").select_related("article"))
        last = ours[-1] if ours else None
        if last is not None and not _is_newer(item, ours):
            return Intake(Outcome.SKIPPED, last.article, [_("We have this version, or a newer one, already.")])
        if sender := _other_sender(item, ours):
            raise ItemRefused(_("What we have under this identifier came from %(sender)s.") % {"sender": sender})
        try:
            intake = _withdraw(item, last) if item.status == "canceled" else _take_words(item, last, options)
        except ActRefused as refusal:
            raise ItemRefused(str(refusal)) from refusal
        _keep_original(item, intake, content=content, file_name=file_name)
        return intake


def _is_newer(item: WireItem, ours: list[WireOriginal]) -> bool:
    """By number where the item and one of ours have one, else by the time at which the version was made."""
    if item.version and ours[-1].version is not None:
        return item.version > max(original.version or 0 for original in ours)
    return item.version_created > ours[-1].version_created


def _other_sender(item: WireItem, ours: list[WireOriginal]) -> str:
    """Who sent what we have, if that is somebody else: nobody replaces or cancels the copy of another agency.

    A sender may name itself as source or as copyright holder; an item that names nobody is believed.
    """
    theirs = {item.copyright_holder[:250].casefold(), item.source[:250].casefold()} - {""}
    known = [name for original in ours for name in (original.copyright_holder, original.source) if name]
    is_other = theirs and known and not theirs & {name.casefold() for name in known}
    return known[0] if is_other else ""


def _withdraw(item: WireItem, last: WireOriginal | None) -> Intake:
    if last is None:
        raise ItemRefused(_("It cancels an item that we never received."))
    article = Article.objects.select_for_update().get(pk=last.article_id)
    match article.state:
        case State.PUBLISHED:
            with override(article.language):
                note = _withdrawal_note(item)
            publish_story(Act.KILL, article.pk, by=None, base_revision=None, public_note=note)
            article.refresh_from_db()
            return Intake(Outcome.WITHDRAWN, article)
        case State.KILLED | State.SPIKED:
            return Intake(Outcome.SKIPPED, article, [_("The story is withdrawn already.")])
        case State.SCHEDULED:
            unschedule_story(article.pk, by=None, base_revision=None)
    comment = _("Its sender has cancelled it.")
    if _is_edited_by_the_desk(article):
        article.refresh_from_db()
        article.editors_note = f"{comment} {article.editors_note}".strip()
        save_working_copy(article, by=None, changed=["editors_note"], base_revision=article.revision)
        return Intake(Outcome.SKIPPED, article, [comment, _("The desk has worked on the story, and decides.")])
    spike_story(article.pk, by=None, base_revision=None, comment=comment)
    article.refresh_from_db()
    return Intake(Outcome.WITHDRAWN, article)


def _is_edited_by_the_desk(article: Article) -> bool:
    """Whether a person has saved the story with something changed; to publish it as it came is no edit."""
    return article.acts.filter(act=Act.SAVE, actor__isnull=False).exclude(comment="").exists()


def _withdrawal_note(item: WireItem) -> str:
    sender = item.source or item.copyright_holder or item.byline
    if not sender:
        return _("This story has been withdrawn by the agency that it came from.")
    return _("This story has been withdrawn by %(sender)s.") % {"sender": sender}


def _take_words(item: WireItem, last: WireOriginal | None, options: IntakeOptions) -> Intake:
    language = item.language or options.language
    if item.kind != "text":
        raise ItemRefused(_("It is of the kind “%(kind)s”; only text becomes a story.") % {"kind": item.kind})
    if not language:
        raise ItemRefused(_("It names no language. Say it with --language."))
    if len(item.body_html) > LONGEST_BODY:
        raise ItemRefused(_("The text is too long: at most %(limit)d characters.") % {"limit": LONGEST_BODY})
    if last is None:
        article = Article(section=choose_section(item.subjects, otherwise=options.section), language=language)
        intake = Intake(Outcome.TAKEN, article)
        _fill(article, item, intake.notes)
        create_story(article, by=None)
    else:
        intake = _rewrite(item, last.article, language)
        article = intake.article
        if intake.outcome == Outcome.SKIPPED:
            return intake
    tags, left_out = tags_for(item.tags, language=language)
    article.tags.set(tags)
    attach_pictures(article, item, folder=options.folder, supplier=options.supplier, notes=intake.notes)
    intake.unmapped = (*item.unmapped, *(["expires"] if item.expires else []), *left_out)
    if options.publish:
        _publish(article, item, intake)
    return intake


def _rewrite(item: WireItem, article: Article, language: str) -> Intake:
    """A newer version of what we have, laid over the working copy, unless the desk has worked on it."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.state in {State.KILLED, State.SPIKED}:
        raise ItemRefused(_("Story %(id)d was made of it, and has been withdrawn or spiked here.") % {"id": article.pk})
    if article.state == State.SCHEDULED:
        note = _("The desk has scheduled story %(id)d: the new version is kept beside it, to be worked in by hand.")
        return Intake(Outcome.SKIPPED, article, [note % {"id": article.pk}])
    if _is_edited_by_the_desk(article):
        note = _("The desk has edited story %(id)d: the new version is kept beside it, to be worked in by hand.")
        return Intake(Outcome.SKIPPED, article, [note % {"id": article.pk}])
    if language != article.language:
        raise ItemRefused(_("Its language has changed since the version that we have."))
    intake = Intake(Outcome.UPDATED, article)
    _fill(article, item, intake.notes)
    save_working_copy(article, by=None, changed=["wire"], base_revision=article.revision)
    return intake


_TEXT_FIELDS = {
    "headline": "headline",
    "lead": "lead",
    "slugline": "slugline",
    "guests": "byline",
    "dateline_place": "dateline_place",
}

_LONGEST = {name: getattr(Article._meta.get_field(name), "max_length", 0) for name in _TEXT_FIELDS}


def _fill(article: Article, item: WireItem, notes: list[str]) -> None:
    """Lay the item's words over the working copy. What is too long for its field is cut, and said."""
    for ours, theirs in _TEXT_FIELDS.items():
        text, limit = getattr(item, theirs), _LONGEST[ours]
        if len(text) > limit:
            text = text[: limit - 1].rstrip() + "…"
            notes.append(
                _("The field “%(field)s” was cut to %(limit)d characters.") % {"field": theirs, "limit": limit}
            )
        setattr(article, ours, text)
    article.body = item.body_html
    article.urgency = item.urgency or article.urgency
    article.editors_note = item.editors_note
    article.sources = item.source
    article.embargo_until = item.embargoed_until


def _publish(article: Article, item: WireItem, intake: Intake) -> None:
    if item.status == "withheld":
        intake.notes.append(_("Not published: its sender withholds it for now."))
        return
    now = timezone.now()
    act = Act.UPDATE if article.versions.exists() else Act.PUBLISH
    try:
        # A savepoint: if the story can't go out, its working copy stays.
        with transaction.atomic():
            publish_story(
                act,
                article.pk,
                by=None,
                base_revision=None,
                published_at=_not_after(now, item.version_created),
                first_published_at=_not_after(now, item.first_created or item.version_created),
            )
    except NotReady as refusal:
        intake.notes.append(_("Not published: %(reason)s") % {"reason": refusal})
    article.refresh_from_db()


def _not_after(now: dt.datetime, time: dt.datetime) -> dt.datetime:
    return min(now, time)


def _keep_original(item: WireItem, intake: Intake, *, content: bytes, file_name: str) -> None:
    name = file_name.encode("utf-8", errors="replace").decode()[-255:]
    file, _created = WireFile.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(), defaults={"name": name, "content": content}
    )
    WireOriginal.objects.create(
        uri=item.uri,
        version=item.version or None,
        article=intake.article,
        file=file,
        is_cancelled=item.status == "canceled",
        source=item.source[:250],
        copyright_holder=item.copyright_holder[:250],
        copyright_notice=item.copyright_notice,
        usage_terms=item.usage_terms,
        unmapped=list(intake.unmapped),
        first_created=item.first_created,
        version_created=item.version_created,
    )
