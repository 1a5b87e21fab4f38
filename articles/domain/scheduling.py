"""Stories that go out by the clock."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.domain.acting import acting
from articles.domain.acts import Act, ActRefused, NotReady
from articles.domain.publishing import find_problems, publish_story
from articles.models import ActRecord, Article, Version

if TYPE_CHECKING:
    from newsroom.models import User

log = logging.getLogger(__name__)


def schedule_story(article_id: int, *, by: User, base_revision: int, publish_at: dt.datetime) -> None:
    """Have the story published at `publish_at` (aware, in the future) as it stands then.

    Raises what `acting` raises, and NotReady for a time that has passed or a story that could not go out.
    """
    with acting(Act.SCHEDULE, article_id, by=by, base_revision=base_revision) as progress:
        now = timezone.now()
        problems = find_problems(Act.PUBLISH, progress.article, previous=None, now=now, goes_out_at=publish_at)
        if publish_at <= now:
            problems["publish_at"] = _("This time has passed. Choose a later one, or publish now.")
        if problems:
            raise NotReady(problems)
        progress.article.publish_at = publish_at


def unschedule_story(article_id: int, *, by: User | None, base_revision: int | None, comment: str = "") -> None:
    """Take a story off the schedule; it waits on the editors' desk. Raises what `acting` raises."""
    with acting(Act.UNSCHEDULE, article_id, by=by, base_revision=base_revision, comment=comment) as progress:
        progress.article.publish_at = None


def publish_due(*, at: dt.datetime | None = None) -> list[Version]:
    """Publish every scheduled story whose time has come, in order, each with the time that it was set to.

    Several workers may call this at once: whoever comes second finds nothing left. A story that lacks something goes
    back to the editors' desk with the reason (a photo may have been withdrawn meanwhile); none holds up the others.
    """
    versions = []
    for article in Article.objects.due(at=at or timezone.now()):
        scheduled = ActRecord.objects.filter(article=article, act=Act.SCHEDULE).select_related("actor").first()
        try:
            version = publish_story(
                Act.PUBLISH,
                article.pk,
                by=None,
                base_revision=article.revision,
                published_at=article.publish_at,
                scheduled_by=scheduled.actor if scheduled else None,
            )
        except NotReady as refusal:
            log.warning("Scheduled story %s did not go out: %s", article.pk, refusal)
            _give_back(article, reason=str(refusal))
        except ActRefused as refusal:
            log.warning("Scheduled story %s did not go out: %s", article.pk, refusal)
        except Exception:
            # Whatever is wrong with one story, the others must go out at their time.
            log.exception("Scheduled story %s did not go out", article.pk)
        else:
            versions.append(version)
    return versions


def _give_back(article: Article, *, reason: str) -> None:
    try:
        unschedule_story(article.pk, by=None, base_revision=article.revision, comment=reason)
    except ActRefused as refusal:
        # Somebody has the story in hand at this very moment.
        log.warning("Scheduled story %s was not given back: %s", article.pk, refusal)
