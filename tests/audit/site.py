"""The demo newsroom that is judged, and one page of each kind in it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("bg", "en")
_READY_WITHIN = 900.0  # seconds: engines, migrations, static files, demo stories and photos, on a busy machine
_LINK = re.compile(r'href="([^"#?]+)"')


@dataclass(frozen=True, slots=True)
class Site:
    """A newsroom that runs on this machine."""

    address: str

    def read(self, path: str) -> str:
        """The page at this path, whatever its status. Raises OSError if the newsroom does not answer."""
        return self._ask(path)[1]

    def is_ready(self) -> bool:
        try:
            return self._ask("/readyz")[0] == HTTPStatus.OK
        except OSError:
            return False

    def _ask(self, path: str) -> tuple[int, str]:
        host, port = self.address.removeprefix("http://").split(":")
        with closing(http.client.HTTPConnection(host, int(port), timeout=30)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@contextmanager
def running_site() -> Iterator[Site]:
    """The whole newsroom with its demo, in a folder of its own, as `make run` runs it. Raises OSError if it won't.

    AUDIT_SITE (http://127.0.0.1:8000) names one that runs already.
    """
    if given := os.environ.get("AUDIT_SITE"):
        yield Site(given.rstrip("/"))
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-audit-") as folder:
        port = _free_port()
        environment = os.environ | {"PORT": str(port), "VAR_DIR": folder}
        process = subprocess.Popen(
            [sys.executable, "-m", "newsroom.local_run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        try:
            site = Site(f"http://127.0.0.1:{port}")
            _wait_until_ready(site, process)
            yield site
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def find_pages(site: Site, language: str) -> dict[str, str]:
    """Kind of page → its path: the first of its kind that the front page or a list leads to.

    The story is the first with a byline and tags, since those lead on.
    """
    prefix = f"/{language}/"
    front, photos = site.read(prefix), site.read(f"{prefix}photos/")
    section = _first(rf"{prefix}news/[\w-]+/", front)
    story, telling = _find_full_story(site, front, prefix=prefix)
    return {
        "front page": prefix,
        "section": section,
        "story": story,
        "photo": _first(rf"{prefix}photos/\d+-[\w-]+/", photos),
        "search": f"{prefix}search/?q=" + ("%D1%80%D0%B5%D0%BA%D0%B0" if language == "bg" else "river"),
        "all news": f"{prefix}news/",
        "today": f"{prefix}today/",
        "tag": _first(rf"{prefix}tags/[\w-]+/", telling),
        "author": _first(rf"{prefix}authors/[\w-]+/", telling),
        "photo library": f"{prefix}photos/",
        "versions": f"{story}history/",
        "subscriptions": f"{prefix}subscriptions/",
        "corrections": f"{prefix}corrections/",
        "contacts": f"{prefix}about/contacts/",
        "cookies": f"{prefix}about/cookies/",
        "sign-in": f"{prefix}account/login/",
        "not found": f"{prefix}nothing-here/",
    }


def _find_full_story(site: Site, front: str, *, prefix: str) -> tuple[str, str]:
    address = re.compile(rf"{prefix}news/[\w-]+/\d+-[\w-]+/")
    for story in filter(address.fullmatch, _LINK.findall(front)):
        page = site.read(story)
        if all(part in page for part in (f'href="{prefix}authors/', f'href="{prefix}tags/', "<figure")):
            return story, page
    raise LookupError("No story on the demo's front page has a byline, tags and a photo")


def _first(pattern: str, page: str) -> str:
    whole = re.compile(pattern)
    found = next((link for link in _LINK.findall(page) if whole.fullmatch(link)), None)
    if found is None:
        raise LookupError(f"The demo has no page like {pattern}")
    return found


def _free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def _wait_until_ready(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ChildProcessError(f"The newsroom ended with {process.returncode} before it was ready")
        if site.is_ready():
            return
        time.sleep(0.5)
    raise TimeoutError("The newsroom did not become ready")
