"""The frame of every act: one transaction that locks, checks again, writes and logs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from articles.domain.acts import Act, StaleWorkingCopy, check_act
from articles.models import ActRecord, Article, Version

if TYPE_CHECKING:
    from newsroom.models import User


@dataclass
class ActInProgress:
    """The locked story, and what the log is to say of the act."""

    article: Article
    comment: str = ""
    version: Version | None = None


@contextmanager
def acting(
    act: Act, article_id: int, *, by: User | None, base_revision: int | None, comment: str = ""
) -> Iterator[ActInProgress]:
    """Hold the story's row while an act is done to it, and log the act with it or not at all.

    `base_revision` is the revision that the person saw; None skips that check, for the newsroom's own acts.
    Raises Article.DoesNotExist, StaleWorkingCopy, WrongState or NotPermitted before anything is written.
    """
    with transaction.atomic():
        # Lock first: state, permission and revision are decided on a row that can no longer move.
        article = Article.objects.select_for_update().get(pk=article_id)
        transition = check_act(act, article, by=by)
        check_revision(article, base_revision=base_revision)
        progress = ActInProgress(article, comment=comment)
        yield progress
        article.state = transition.target
        article.revision += 1
        article.changed_by = by or article.changed_by
        article.save()
        ActRecord.objects.create(
            article=article,
            act=act,
            from_state=transition.source,
            to_state=transition.target,
            actor=by,
            comment=progress.comment,
            version=progress.version,
        )


def check_revision(article: Article, *, base_revision: int | None) -> None:
    """Raise StaleWorkingCopy if the story has changed since `base_revision`, naming who changed it."""
    if base_revision is not None and article.revision != base_revision:
        raise StaleWorkingCopy(
            _("%(who)s changed this story after you had opened it. Open it again, look at the change, and repeat.")
            % {"who": article.changed_by or _("The newsroom")}
        )
