"""Proof that no published version was changed: each carries the hash of its content and of its predecessor's.

The hash is SHA-256 (FIPS 180-4) over canonical JSON: keys sorted, no white space, UTF-8, times as ISO 8601 in UTC.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles.models import Version

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
