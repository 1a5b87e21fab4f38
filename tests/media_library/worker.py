"""A real Celery worker on the test's own database, broker and folders."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def _environment() -> dict[str, str]:
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'] or '')}@{quote(database['HOST'], safe='')}"
    return os.environ | {
        "DATABASE_URL": f"postgresql://{address}:{database['PORT'] or 5432}/{database['NAME']}",
        "REDIS_URL": settings.REDIS_URL,
        "ORIGINALS_DIR": str(settings.STORAGES["originals"]["OPTIONS"]["location"]),
        "MEDIA_ROOT": str(settings.STORAGES["renditions"]["OPTIONS"]["location"]),
    }


@contextmanager
def photo_worker(log: Path) -> Iterator[subprocess.Popen]:
    """A worker of the queue for photos, in a process group of its own, which is killed at the end."""
    command = [sys.executable, "-m", "celery", "--app", "newsroom.celery", "worker", "--queues", "photos"]
    options = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, *options, "--loglevel", "INFO"],
            env=_environment(), cwd=ROOT, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen) -> None:
    """SIGKILL for the worker and every child of it, as when the machine takes them: nobody can say good-bye."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def wait_until(condition: Callable[[], bool], *, timeout: float = 60, every: float = 0.05) -> None:
    """Look again and again until the condition holds. Fails after `timeout` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "It has not come to pass."
        time.sleep(every)
