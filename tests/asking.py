"""Readers who come through the page cache, as a web server would bring them."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

HOST = "localhost"


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers by their lower-case names, the body."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(
    application: Any, path: str, *, method: str = "GET", host: str = HOST, query: str = "", **environ: str
) -> Answer:
    """Ask a WSGI application for a page. `environ` adds to the environment, as HTTP_ACCEPT_ENCODING="br"."""
    started: list[Any] = []
    request = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    body = application(request | environ, lambda *start: started.extend(start))
    content = b"".join(body)
    if hasattr(body, "close"):
        body.close()
    names = [name.lower() for name, _value in started[1]]
    assert sorted(set(names) - {"set-cookie"}) == sorted(name for name in names if name != "set-cookie")
    return Answer(int(started[0][:3]), {n.lower(): v for n, v in started[1]}, content)
