"""The page cache itself: in front of Django, and without it wherever a good copy lies in Valkey."""

from __future__ import annotations

import contextlib
import datetime as dt
import gzip
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from newsroom.shared.page_cache.answering import Head, StartResponse, answer, encode, make_head, unpack_head
from newsroom.shared.page_cache.asking import ENCODINGS, PLAIN, Desk, Environ, Question
from newsroom.shared.page_cache.bumping import repeat_pending_bumps
from newsroom.shared.page_cache.copies import (
    LONGEST,
    MOST_TAGS,
    NEVER,
    Copies,
    Copy,
    Found,
    copies_for_readers,
    moment_of,
)
from newsroom.shared.page_cache.link import Unavailable
from newsroom.shared.page_cache.public_pages import PublicPage

# How long others wait for who renders, and how often they look. Then each renders for itself.
_PATIENCE, _PAUSE = 1.0, 0.02
_LARGEST = 2 * 1024 * 1024
_MOST_PLACES = 10_000
_KEPT_STATUSES = {200, 404, 410}
WSGI = Callable[[Any, StartResponse], Iterable[bytes]]


@dataclass(slots=True)
class _Task:
    """A page that is to be rendered: for whom, since when, by whom, and from what clock on copies of it are good.

    Without a clock Valkey was not there, and nothing is kept.
    """

    question: Question
    key: str
    token: str
    begun: float = 0.0
    clock: str = ""


class PageCache:
    """A WSGI application around Django's.

    `next_change` tells, for an aware moment, when public pages next change by themselves, as by the end of an embargo.
    It is asked once for each page that is rendered.
    """

    def __init__(
        self, django: WSGI, *, next_change: Callable[[dt.datetime], dt.datetime | None], copies: Copies | None = None
    ) -> None:
        self._django = django
        self._next_change = next_change
        self._copies = copies or copies_for_readers(repeat_pending_bumps)
        self._desk = Desk()
        # The parameters that the pages of a place read, as far as this process has rendered them.
        self._read_there: dict[str, frozenset[str]] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        question = self._desk.read(environ)
        if question is None:
            return self._django(environ, start_response)
        key = question.key(self._read_there.get(question.place) if question.query else None)
        task = _Task(question, key, secrets.token_hex(8))
        found = self._look(task)
        if found is not None:
            return _hand_out(found, question, start_response)
        return self._render(task, environ, start_response)

    def _look(self, task: _Task) -> Found | None:
        """The copy; or None, and the task says from when on. Who finds another one rendering waits for a moment."""
        encoding = "gzip" if task.question.encoding == PLAIN else task.question.encoding
        patience = 0.0
        with contextlib.suppress(Unavailable):
            while True:
                task.begun = time.time()
                found = self._copies.look(
                    task.key, encoding=encoding, moment=moment_of(task.begun), token=task.token
                )  # fmt: skip
                if found.head:
                    return found
                task.clock = found.clock
                now = time.monotonic()
                patience = patience or now + _PATIENCE
                if found.outcome == "render" or now > patience:
                    return None
                time.sleep(_PAUSE)
        task.clock = ""
        return None

    def _render(self, task: _Task, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Have Django answer, and keep what it says if that is the same for everyone."""
        started: list[Any] = []
        try:
            response = self._django(environ, lambda *start: started.extend(start))
        except BaseException:
            self._leave(task)
            raise
        status, headers = started[:2]
        page = _public_page(response, headers)
        if page is None or not isinstance(response, HttpResponse):
            self._leave(task)
            start_response(*started)
            return response
        content = response.content
        try:
            head, bodies = self._keep(task, page, status, headers, content)
        except BaseException:
            response.close()
            raise
        encoding = task.question.encoding
        body = content if encoding == PLAIN else bodies[encoding]
        return _Closing(answer(task.question, head, body, start_response), response.close)

    def _keep(
        self, task: _Task, page: PublicPage, status: str, headers: list[tuple[str, str]], content: bytes
    ) -> tuple[Head, dict[str, bytes]]:
        """Store the page, unless Valkey is gone or a tag was bumped since; it is an answer all the same."""
        begun = dt.datetime.fromtimestamp(task.begun, dt.UTC)
        changes = [change for change in (page.changes_at, self._next_change(begun)) if change is not None]
        changes_at = min(changes, default=None)
        question = task.question
        is_kept = bool(task.clock) and len(page.tags) <= MOST_TAGS
        bodies = encode(content, ENCODINGS if is_kept else [question.encoding])
        head = make_head(status, headers, content, bodies, changes_at=changes_at)
        if page.parameters is not None:
            if len(self._read_there) > _MOST_PLACES:
                self._read_there.clear()
            self._read_there[question.place] = page.parameters
        if is_kept:
            last = NEVER if changes_at is None else moment_of(changes_at.timestamp())
            until = min(moment_of(task.begun + LONGEST), last)
            copy = Copy(head=head.pack(), bodies=bodies, tags=page.tags, since=task.clock, until=until, changes=last)
            with contextlib.suppress(Unavailable):
                self._copies.store(question.key(page.parameters), copy, lock=task.key, token=task.token)
        return head, bodies

    def _leave(self, task: _Task) -> None:
        if task.clock:
            with contextlib.suppress(Unavailable):
                self._copies.leave(task.key, token=task.token)


class _Closing:
    """A body, and what is to be done when it has been sent: Django tidies up after a response."""

    def __init__(self, body: Sequence[bytes], close: Callable[[], None]) -> None:
        self._body = body
        self.close = close

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)


def _hand_out(found: Found, question: Question, start_response: StartResponse) -> Sequence[bytes]:
    body = gzip.decompress(found.body) if question.encoding == PLAIN else found.body
    return answer(question, unpack_head(found.head), body, start_response)


def _public_page(response: object, headers: Iterable[tuple[str, str]]) -> PublicPage | None:
    """The mark of a response that may be kept; None for every other, and for one whose mark can't be true."""
    page: PublicPage | None = getattr(response, "public_page", None)
    if page is None or not isinstance(response, HttpResponse) or response.status_code not in _KEPT_STATUSES:
        return None
    if len(response.content) > _LARGEST:
        return None
    for name, value in headers:
        match name.lower():
            case "set-cookie" | "content-encoding":
                return None
            case "vary" if value.lower() != "accept-encoding":
                return None
            case "content-security-policy" if "nonce-" in value:
                return None
    return page
