"""Web servers as in production: gunicorn with two workers that answer one request at a time, all on one core."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
import redis
from django.conf import settings
from django.db import connection

from benchmarks.engines import TemporaryNewsroom
from benchmarks.public_pages.cores import children_on, move_to
from newsroom.processes import Child
from newsroom.services import HOST, find_free_port

WORKERS = 2
_START_TIMEOUT = 60.0
_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """One web server that answers at `port`."""

    port: int
    process: psutil.Process
    engines: list[psutil.Process]

    def cpu_seconds(self) -> float:
        """The CPU time that it and the engines have used since they were started."""
        engines = [child for engine in self.engines for child in (engine, *engine.children())]
        return sum(sum(each.cpu_times()[:2]) for each in (*self.process.children(), *engines))


class Servers:
    """The servers of one run of the benchmark. The engines are put on their core, too."""

    def __init__(self, newsroom: TemporaryNewsroom, *, core: int | None) -> None:
        self._newsroom = newsroom
        self._core = core
        self._children: list[Child] = []
        with connection.cursor():
            postmaster = psutil.Process(connection.connection.info.backend_pid).parent()
        connection.close()
        with redis.Redis.from_url(settings.REDIS_URL) as valkey:
            self._engines = [postmaster, psutil.Process(valkey.info("server")["process_id"])]
        for engine in self._engines:
            move_to(core, engine)

    def start_newsroom(self, *, database: str, with_cache: bool) -> Server:
        """Serve the newsroom over this database with the settings of production."""
        address, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
        own = {
            "NEWSROOM_ENV": "production",
            "ALLOWED_HOSTS": "localhost",
            "BEHIND_PROXY": "true",
            "DATABASE_URL": f"{address}/{database}",
            "PAGE_CACHE": str(with_cache).lower(),
        }
        return self.start("newsroom.wsgi:application", environment=os.environ | own)

    def start(
        self,
        application: str,
        *,
        environment: Mapping[str, str],
        cwd: Path = _ROOT,
        python: str = sys.executable,
    ) -> Server:
        """Start a server, and wait until it listens."""
        port, name = find_free_port(), f"server-{len(self._children)}"
        listening = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--worker-class", "sync"]
        quiet = ["--log-level", "warning", "--no-control-socket"]
        with children_on(self._core):
            child = Child(
                name,
                [python, "-m", "gunicorn", application, *listening, *quiet],
                caretaker=self._newsroom.caretaker,
                log_path=self._newsroom.folder / "log" / f"{name}.log",
                environment=environment,
                cwd=cwd,
            )
        self._children.append(child)
        deadline = time.monotonic() + _START_TIMEOUT
        while not _listens(port):
            if child.exit_status() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{application} does not start:\n{child.last_log_lines()}")
            time.sleep(0.1)
        return Server(port, psutil.Process(child.pid), self._engines)

    def stop(self) -> None:
        while self._children:
            self._children.pop().stop()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError):
        socket.create_connection((HOST, port)).close()
        return True
    return False
