"""Several web processes, readers without a pause, and an editor who publishes."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

from articles.domain.acts import Act
from newsroom.services import HOST, find_free_port
from tests.factories.stories import make_story, publish_change

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PROCESSES, READERS, VERSIONS = 3, 6, 5
START = 60  # seconds


@dataclass(frozen=True)
class Read:
    """One page as a reader got it: when it was asked for, the status, and the version that it showed."""

    asked_at: float
    status: int
    version: int


@pytest.fixture
def port(tmp_path):
    number = find_free_port()
    database = connection.settings_dict
    login = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.newsroom.shared.page_cache.served_settings",
        "DATABASE_URL": f"postgresql://{login}/{database['NAME']}",
        "PAGE_CACHE_URL": settings.PAGE_CACHE_URL,
        "DJANGO_SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, "-m", "gunicorn", "newsroom.wsgi", "--bind", f"{HOST}:{number}"]
    with (tmp_path / "gunicorn.log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--workers", str(PROCESSES)],
            env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_until_it_serves(number)
        yield number
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _wait_until_it_serves(port):
    deadline = time.monotonic() + START
    while time.monotonic() < deadline:
        try:
            if _get(port, "/livez")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("The web processes do not start")


def _get(port, path):
    client = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        client.request("GET", path)
        answer = client.getresponse()
        return answer.status, answer.read()
    finally:
        client.close()


def _read_without_pause(port, path, reads, stop):
    while not stop.is_set():
        asked_at = time.monotonic()
        status, body = _get(port, path)
        found = re.search(rb"Version ([0-9]+) of it", body)
        reads.append(Read(asked_at, status, int(found[1]) if found else 0))


def _wait_until_read(version, reads, *, asked_after):
    deadline = time.monotonic() + START
    while not any(read.version == version and read.asked_at > asked_after for read in reads):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_no_reader_gets_an_old_page_a_second_after_the_commit(port):
    story = make_story(language="en", headline="A story", lead="Version 1 of it.")
    path, reads, stop = story.get_absolute_url(), [], threading.Event()
    readers = [threading.Thread(target=_read_without_pause, args=(port, path, reads, stop)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    _wait_until_read(1, reads, asked_after=0)
    committed_at = {}
    for version in range(2, VERSIONS + 1):
        publish_change(story.article, Act.UPDATE, lead=f"Version {version} of it.")
        committed_at[version] = time.monotonic()
        time.sleep(1.5)
        _wait_until_read(version, reads, asked_after=committed_at[version] + 1)
    publish_change(story.article, Act.KILL, note="It is withdrawn.")
    killed_at = time.monotonic()
    time.sleep(3)
    stop.set()
    for reader in readers:
        reader.join(timeout=60)
    assert {read.status for read in reads} == {200, 410}
    for version, moment in committed_at.items():
        later = [read.version for read in reads if read.asked_at > moment + 1 and read.status == 200]
        assert min(later) >= version
    # What is withdrawn is gone for whoever asks once the act is done, and not a second later.
    assert {read.status for read in reads if read.asked_at > killed_at} == {410}
