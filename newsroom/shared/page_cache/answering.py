"""Copies as answers: the head of a page, its encodings and their ETags, and what a client gets that has it already."""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

import brotli

from newsroom.shared.page_cache.asking import PLAIN, Question
from newsroom.shared.page_cache.public_pages import cache_control

StartResponse = Callable[..., Any]
Headers = list[tuple[str, str]]
# Set for each encoding, or for each moment, anew.
_OWN_HEADERS = {"content-length", "cache-control", "etag", "vary", "content-encoding"}
_OF_A_BODY = {"content-type", "content-length", "content-encoding"}
# Smaller by a twentieth would cost twice the time.
_GZIP_LEVEL, _BROTLI_QUALITY = 6, 5
_NOT_MODIFIED = f"{HTTPStatus.NOT_MODIFIED} {HTTPStatus.NOT_MODIFIED.phrase}"


@dataclass(frozen=True, slots=True)
class Head:
    """What goes before the body, whatever the encoding. `sizes` has the length of each."""

    status: str
    headers: tuple[tuple[str, str], ...]
    etag: str
    sizes: dict[str, int]
    changes_at: dt.datetime | None

    def pack(self) -> bytes:
        """This head as it lies in Valkey."""
        changes = None if self.changes_at is None else self.changes_at.timestamp()
        return json.dumps([self.status, self.headers, self.etag, self.sizes, changes]).encode()


@functools.lru_cache(maxsize=512)
def unpack_head(packed: bytes) -> Head:
    """The head that was packed."""
    status, headers, etag, sizes, changes = json.loads(packed)
    at = None if changes is None else dt.datetime.fromtimestamp(changes, dt.UTC)
    return Head(status, tuple((name, value) for name, value in headers), etag, sizes, at)


def make_head(
    status: str,
    headers: Iterable[tuple[str, str]],
    content: bytes,
    bodies: Mapping[str, bytes],
    *,
    changes_at: dt.datetime | None,
) -> Head:
    """The head of a page that was just rendered."""
    sizes = {encoding: len(body) for encoding, body in bodies.items()}
    kept = tuple((name, value) for name, value in headers if name.lower() not in _OWN_HEADERS)
    etag = blake2b(content, digest_size=12).hexdigest()
    return Head(status, kept, etag, sizes | {PLAIN: len(content)}, changes_at)


def encode(content: bytes, encodings: Iterable[str]) -> dict[str, bytes]:
    """The page in each of these encodings; the plain one needs none."""
    return {encoding: _ENCODERS[encoding](content) for encoding in encodings if encoding != PLAIN}


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda content: gzip.compress(content, _GZIP_LEVEL, mtime=0),
    "br": lambda content: brotli.compress(content, quality=_BROTLI_QUALITY, mode=brotli.MODE_TEXT),
}


def answer(question: Question, head: Head, body: bytes, start_response: StartResponse) -> Sequence[bytes]:
    """Give this client the page, or nothing but the news that it has it already. `body` is in the wished encoding."""
    encoding = question.encoding
    # A tag of its own for each encoding: a strong one promises the same bytes.
    etag = f'"{head.etag}"' if encoding == PLAIN else f'"{head.etag}-{encoding}"'
    own = [("ETag", etag), ("Cache-Control", cache_control(head.changes_at)), ("Vary", "Accept-Encoding")]
    if question.if_none_match and head.status.startswith("200") and _matches(question.if_none_match, etag):
        kept = [header for header in head.headers if header[0].lower() not in _OF_A_BODY]
        start_response(_NOT_MODIFIED, [*kept, *own])
        return []
    own.append(("Content-Length", str(head.sizes[encoding])))
    if encoding != PLAIN:
        own.append(("Content-Encoding", encoding))
    start_response(head.status, [*head.headers, *own])
    return [] if question.is_head else [body]


def _matches(if_none_match: str, etag: str) -> bool:
    """Compare weakly, as RFC 9110 has it for this header: a proxy on the way may have weakened ours."""
    return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in if_none_match.split(","))
