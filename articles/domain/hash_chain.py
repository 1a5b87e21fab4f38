"""Proof that no published version was changed: each carries the hash of its content and of its predecessor's.

The hash is SHA-256 (FIPS 180-4) over canonical JSON: keys sorted, no white space, UTF-8, times as ISO 8601 in UTC.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from articles.models import ActRecord, Article, Version

HASHED_FIELDS = (
    "article_id",
    "number",
    "kind",
    "public_note",
    "language",
    "section_id",
    "slug",
    "headline",
    "lead",
    "body",
    "byline",
    "dateline_place",
    "sign_off",
    "urgency",
    "tags",
    "photos",
    "access",
    "translation_of_id",
    "translated_version",
    "first_published_at",
    "published_at",
    "embargo_until",
    "published_by_id",
    "previous_hash",
)


def compute_hash(version: Version) -> str:
    """The hash that this version's content and `previous_hash` call for, as 64 hexadecimal digits."""
    content = {name: _plain(getattr(version, name)) for name in HASHED_FIELDS}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds") if isinstance(value, dt.datetime) else value


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A version whose chain does not hold, and why, in words."""

    version: Version
    reason: str


def stories_without_their_version() -> models.QuerySet[Article]:
    """Published and withdrawn stories whose public page is not their last version, or that have none.

    A chain alone can't show that its end was cut off; the state of the story and its acts can.
    """
    newest = Version.objects.filter(article=models.OuterRef("pk")).order_by("-number").values("pk")[:1]
    last_act = ActRecord.objects.filter(article=models.OuterRef("pk"), version__isnull=False).order_by("-pk")
    stories = Article.objects.filter(state__in=[Article.State.PUBLISHED, Article.State.KILLED]).annotate(
        newest=models.Subquery(newest), last_act=models.Subquery(last_act.values("version")[:1])
    )
    sound = models.Q(public__version=models.F("newest")) & models.Q(last_act=models.F("newest"))
    return stories.exclude(pk__in=stories.filter(sound).values("pk")).order_by("pk")


def verify_chain(versions: Iterable[Version]) -> Iterator[BrokenLink]:
    """Yield every version that does not hold, given versions ordered by story and number."""
    article_id, number, previous_hash = None, 0, ""
    for version in versions:
        if version.article_id != article_id:
            article_id, number, previous_hash = version.article_id, 0, ""
        if version.number != number + 1:
            yield BrokenLink(version, _("a version before it is missing"))
        elif version.previous_hash != previous_hash:
            yield BrokenLink(version, _("it does not follow the version before it"))
        if compute_hash(version) != version.content_hash:
            yield BrokenLink(version, _("its content is not what was published"))
        number, previous_hash = version.number, version.content_hash
