"""The copies of pages that lie in Valkey, and the tags that say whether they are still good."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.conf import settings

from newsroom.shared.page_cache.link import Unavailable, ValkeyLink
from newsroom.shared.page_cache.scripts import BUMP, FORGET, LEAVE, LOOK, STORE

# A copy is good for so long at most, in seconds, whatever its tags say.
LONGEST = 60
# Seconds after that in which one reader's request renders the page anew, and the others still get the old one.
_AFTERLIFE = 5
# How long after a bump the others may get the page just superseded, and how near to each other bumps count as one.
_SUPERSEDED_FOR, _ONE_BUMP = 500_000, 200_000  # microseconds
# A renderer that has not come back by then is not waited for any more.
_LOCK = 5_000  # milliseconds
# For so long a page that turned out not to be kept is rendered for everyone who asks, without waiting for each other.
_NOT_KEPT = 1_000  # milliseconds
_TAG_LIVES = 86_400  # seconds
MOST_TAGS = 300
NEVER = "9" * 16
# Readers are not kept waiting. Who publishes can wait a little, and must be sure.
_READING_TIMEOUT, _BUMPING_TIMEOUT = 0.05, 0.5
_READING_REST = 3.0  # While Valkey is left alone, pages cost nothing more than they do without it.

Outcome = Literal["fresh", "old", "render", "wait"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a look came to. `head` and `body` are there for "fresh" and "old", `clock` for the others."""

    outcome: Outcome
    head: bytes = b""
    body: bytes = b""
    clock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A page to be kept: what it is, what it shows, and the moments between which it is good."""

    head: bytes
    bodies: Mapping[str, bytes]
    tags: Sequence[str]
    since: str
    until: str
    changes: str


def moment_of(seconds: float) -> str:
    """Seconds since 1970 as the sixteen digits that moments are compared by."""
    return f"{int(seconds * 1_000_000):016d}"


class Copies:
    """The copies behind one line to Valkey. Every method raises Unavailable."""

    def __init__(self, link: ValkeyLink) -> None:
        self._link = link

    def look(self, key: str, *, encoding: str, moment: str, token: str) -> Found:
        """The copy, if it is good at this moment; else whether the one with this token is to render it."""
        answer = self._link.run(
            LOOK, (f"copy:{key}", f"lock:{key}", "clock"), encoding, moment, token, _LOCK, _SUPERSEDED_FOR
        )
        kind: bytes = answer[0]
        if kind == b"fresh":
            return Found("fresh", answer[1], answer[2])
        if kind == b"old":
            return Found("old", answer[1], answer[2])
        return Found("render" if kind == b"render" else "wait", clock=answer[1].decode("ascii"))

    def store(self, key: str, copy: Copy, *, lock: str, token: str) -> bool:
        """Keep the copy, unless a tag was bumped since its rendering began; let go of the lock in either case.

        `lock` is the key that was looked for, which may have named more parameters than the page reads.
        """
        pairs = [part for encoding, body in copy.bodies.items() for part in (encoding, body)]
        return bool(
            self._link.run(
                STORE,
                (f"copy:{key}", f"lock:{lock}", "clock", *map(_tag_key, copy.tags)),
                *(token, copy.since, copy.until, copy.changes, (LONGEST + _AFTERLIFE) * 1000, _TAG_LIVES),
                *(copy.head, *pairs),
            )
        )

    def leave(self, key: str, *, token: str) -> None:
        """Let go of the lock of a page that is not to be kept."""
        self._link.run(LEAVE, (f"lock:{key}",), token, _NOT_KEPT)

    def bump(self, tags: Sequence[str], *, hide: bool) -> None:
        """Make every copy with one of these tags stale."""
        keys = [_tag_key(tag) for tag in tags]
        try:
            self._link.run(BUMP, ("clock", *keys), "1" if hide else "0", _ONE_BUMP, _TAG_LIVES)
        except Unavailable:
            self._link.run(FORGET, keys)
            raise

    def distrust(self) -> None:
        """Look at no copy before what could not be bumped has been."""
        self._link.distrust()


def _tag_key(tag: str) -> str:
    return f"tag:{tag}"


@functools.cache
def copies_for_readers(before_return: Callable[[], None]) -> Copies:
    """The copies as pages are answered from them."""
    return Copies(
        ValkeyLink(settings.PAGE_CACHE_URL, timeout=_READING_TIMEOUT, rest=_READING_REST, before_return=before_return)
    )


@functools.cache
def copies_for_acts() -> Copies:
    """The copies as acts make them stale."""
    return Copies(ValkeyLink(settings.PAGE_CACHE_URL, timeout=_BUMPING_TIMEOUT, rest=0.0))
