"""What a request asks for, as far as the page cache needs to know: read from the WSGI environment, before Django."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Environ = Mapping[str, Any]
ENCODINGS = ("br", "gzip")
PLAIN = "identity"
_LONGEST_ADDRESS = 2000
_NO_BODY = {None, "", "0"}
# No public page lies there: what is private, and files.
_ELSEWHERE = re.compile(r"/(?:admin/|i18n/|[a-z]{2}/account/|static/|media/|livez$|readyz$|$)")


@dataclass(slots=True)
class Question:
    """A request that a copy could answer. `place` is the address without its query, `query` its parts in order."""

    place: str
    query: tuple[str, ...]
    encoding: str
    is_head: bool
    if_none_match: str

    def key(self, parameters: Collection[str] | None) -> str:
        """The name of the page's copy; only these parameters count, if it is known that the page reads no others."""
        kept = [part for part in self.query if parameters is None or part.partition("=")[0] in parameters]
        return blake2b(f"{self.place}?{'&'.join(kept)}".encode("utf-8", "replace"), digest_size=16).hexdigest()


class Desk:
    """Tells which requests the page cache may answer. `hosts` are the site's own names, without a port."""

    def __init__(self) -> None:
        site = urlsplit(settings.SITE_URL)
        # Under a pattern (“.example.bg”, “*”) there is no end of names, and copies.
        self._hosts = {host.lower() for host in settings.ALLOWED_HOSTS if host.strip("*.") == host} | {site.hostname}
        self._site_port = str(site.port or "")
        self._secure = settings.SECURE_PROXY_SSL_HEADER

    def read(self, environ: Environ) -> Question | None:
        """The question of this request; None where Django alone may answer, and nothing be kept."""
        method = environ["REQUEST_METHOD"]
        if method not in {"GET", "HEAD"} or "HTTP_AUTHORIZATION" in environ:
            return None
        path, query, host = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), environ.get("HTTP_HOST", "")
        if _ELSEWHERE.match(path) or len(path) + len(query) > _LONGEST_ADDRESS or not self._is_ours(host, environ):
            return None
        if environ.get("CONTENT_LENGTH") not in _NO_BODY or "HTTP_TRANSFER_ENCODING" in environ:
            return None
        parts: tuple[str, ...] = ()
        if query:
            # The order of different parameters means nothing; that of the same one does, and stays.
            parts = tuple(sorted(query.split("&"), key=_name_of))
            if any("%" in name or "+" in name for name in map(_name_of, parts)):
                return None  # A name in disguise: no view's parameters are called so.
        return Question(
            f"{self._scheme(environ)}://{host}{environ.get('SCRIPT_NAME', '')}{path}",
            parts,
            choose_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")),
            method == "HEAD",
            environ.get("HTTP_IF_NONE_MATCH", ""),
        )

    def _is_ours(self, host: str, environ: Environ) -> bool:
        name, colon, port = host.rpartition(":") if host[-1:] != "]" else (host, "", "")
        if not colon:
            return host.lower() in self._hosts
        return name.lower() in self._hosts and port in {environ.get("SERVER_PORT"), self._site_port}

    def _scheme(self, environ: Environ) -> str:
        """As `HttpRequest.scheme` has it: pages name their own address, and http is sent on to https."""
        if self._secure:
            header, value = self._secure
            told = environ.get(header)
            if told is not None:
                return "https" if told.split(",", 1)[0].strip() == value else "http"
        return str(environ.get("wsgi.url_scheme"))


@functools.lru_cache(maxsize=256)
def choose_encoding(accepted: str) -> str:
    """The encoding in which the client gets a page: what it likes best of those that are kept, brotli before gzip."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weights[name] = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    weights[name] = float(parameter[2:])
                except ValueError:
                    weights[name] = 0.0
    offered = [(weights.get(name, weights.get("*", 0.0)), name) for name in ENCODINGS]
    best = max(offered, key=lambda offer: offer[0])
    return best[1] if best[0] > 0 else PLAIN


def _name_of(part: str) -> str:
    return part.partition("=")[0]
