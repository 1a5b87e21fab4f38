"""`make run`: the whole newsroom on one machine, in the foreground, until it is told to stop.

It starts the engines that the machine does not have, then Celery's beat and worker and the web server, each with its
log in `log/` of the run's folder. Ctrl-C, SIGTERM and SIGHUP stop them in the opposite order. When one of them ends by
itself, the others are stopped too: half a newsroom is worse than none.
"""

import fcntl
import http.client
import os
import shlex
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn, TextIO

import psutil

from newsroom.processes import Caretaker, Child
from newsroom.services import HOST, ServiceError, Services, end_processes, keep_secret, write_private

ROOT = Path(__file__).resolve().parent.parent
READY_TIMEOUT = 120.0  # seconds
POLL_INTERVAL = 0.05  # seconds
# In the environment of every process of a run: the folder of that run.
MARK = "NEWSROOM_LOCAL_RUN"


class LocalRunError(Exception):
    """The run can't begin or go on; the message says why, for people."""


class StopRequested(Exception):
    """Somebody wants the run to end."""


@dataclass(frozen=True)
class Program:
    """A program that is part of the run, and the seconds that it may take to finish what it is doing."""

    name: str
    command: list[str]
    grace: float = 10


class StopSignals:
    """Takes note of the signals that end a run; the run looks at them between its steps, never in the middle of one."""

    def __init__(self) -> None:
        self._requested = False
        # `make` hands on SIGTERM, but can hand on nothing when it is killed.
        self._make = os.getppid() if "MAKELEVEL" in os.environ else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup a hang-up is to be survived.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._note)

    def raise_if_requested(self) -> None:
        """Raise StopRequested if a signal has come, or the `make` that started the run is gone."""
        if self._requested or (self._make is not None and os.getppid() != self._make):
            raise StopRequested

    def _note(self, number: int, frame: FrameType | None) -> None:
        self._requested = True


class LocalRun:
    """One run: its folder, its port, and the processes that belong to it."""

    def __init__(self, folder: Path, *, port: int, stop_signals: StopSignals) -> None:
        self.folder = folder
        self.port = port
        self.children: list[Child] = []
        self._environment: dict[str, str] = {}
        self._stop_signals = stop_signals
        self._ending = ExitStack()

    def start_engines(self, given: Mapping[str, str]) -> None:
        """Start the engines that `given` has no address for, and make the environment that everything else runs in."""
        self._caretaker = Caretaker()
        self._ending.callback(self._caretaker.close)
        services = Services.start(self.folder, caretaker=self._caretaker, given=given)
        self._ending.callback(services.stop)
        self.children += services.children
        made_here = services.environment | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DJANGO_SECRET_KEY": given.get("DJANGO_SECRET_KEY") or keep_secret(self.folder / "secrets" / "django"),
            "DJANGO_DEBUG": "false",
            "NEWSROOM_ENV": "local",
            "SITE_URL": given.get("SITE_URL") or f"http://{HOST}:{self.port}",
            "VAR_DIR": str(self.folder),
        }
        self._environment = {**given, **made_here, MARK: str(self.folder), "PYTHONUNBUFFERED": "1"}
        # For commands that are to work on this newsroom: see `make manage`.
        lines = (f"export {name}={shlex.quote(value)}\n" for name, value in made_here.items())
        write_private(self.folder / "environment", "".join(lines))
        self._ending.callback((self.folder / "environment").unlink, missing_ok=True)

    def finish(self, program: Program) -> None:
        """Run a program to its end. Raises LocalRunError if it fails."""
        child = self._start(program)
        self.wait_until(lambda: child.exit_status() is not None)
        if child.exit_status() != 0:
            raise LocalRunError(_describe_end(child))
        child.stop()

    def start(self, program: Program) -> None:
        """Start a program that is to run as long as the run does."""
        child = self._start(program)
        self.children.append(child)

    def wait_until(self, condition: Callable[[], bool], *, timeout: float | None = None) -> None:
        """Wait. Raises StopRequested; LocalRunError when a part of the run has ended by itself, or time is over."""
        deadline = time.monotonic() + timeout if timeout else None
        while not condition():
            self._stop_signals.raise_if_requested()
            for child in self.children:
                if child.exit_status() is not None:
                    raise LocalRunError(_describe_end(child))
            if deadline and time.monotonic() > deadline:
                raise LocalRunError(f"It is still not ready after {timeout:.0f} seconds. See {self.folder / 'log'}.")
            time.sleep(POLL_INTERVAL)

    def is_ready(self) -> bool:
        """True when the web server says that it can serve."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            return connection.getresponse().status == http.HTTPStatus.OK
        return False

    def stop(self) -> None:
        """Stop what was started, the last first."""
        self._ending.close()

    def _start(self, program: Program) -> Child:
        child = Child(
            program.name,
            program.command,
            caretaker=self._caretaker,
            log_path=self.folder / "log" / f"{program.name}.log",
            environment=self._environment,
            cwd=ROOT,
            grace=program.grace,
        )
        self._ending.callback(child.stop)
        return child


def list_parts(folder: Path, port: int) -> list[Program]:
    """What runs beside the engines, in the order in which it is started."""
    celery = [sys.executable, "-m", "celery", "--app", "newsroom.celery"]
    # One worker on one machine has nobody to gossip with.
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Program("beat", [*celery, "beat", "--schedule", str(folder / "beat-schedule"), "--loglevel", "INFO"]),
        Program(
            "worker",
            [*celery, "worker", "--hostname", "desk@%h", "--concurrency", "1", *alone, "--loglevel", "INFO"],
            grace=30,
        ),
        Program(
            "photos",
            [
                *[*celery, "worker", "--hostname", "photos@%h", "--queues", "photos", "--concurrency", "1"],
                *[*alone, "--loglevel", "INFO"],
            ],
            grace=30,
        ),
        Program(
            "web",
            [
                *[sys.executable, "-m", "gunicorn", "newsroom.wsgi:application", "--bind", f"{HOST}:{port}"],
                *["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "10"],
                *["--access-logfile", "-", "--no-control-socket"],
            ],
            grace=15,
        ),
    ]


PREPARATION = Program("prepare", [sys.executable, "manage.py", "prepare", "--demo"])


def main(
    *,
    preparation: Program = PREPARATION,
    list_parts: Callable[[Path, int], list[Program]] = list_parts,
) -> int:
    """Run as the environment says (`PORT`, `VAR_DIR`, `DATABASE_URL`, `REDIS_URL`), and return the exit status."""
    stop_signals = StopSignals()
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
    try:
        port = read_port(os.environ.get("PORT") or "8000")
        with hold(folder):
            # What a killed run has left behind would keep the port and the queue.
            end_processes(process for process in psutil.process_iter() if _belongs_to(process, folder))
            refuse_taken_port(port)
            run = LocalRun(folder, port=port, stop_signals=stop_signals)
            try:
                serve(run, preparation=preparation, parts=list_parts(folder, port))
            finally:
                say("Stopping…")
                run.stop()
    except StopRequested:
        say("Newsroom has stopped.")
        return 0
    except (LocalRunError, ServiceError) as error:
        say(f"\n{error}", to=sys.stderr)
        return 1


def serve(run: LocalRun, *, preparation: Program, parts: list[Program]) -> NoReturn:
    """Start everything and keep it up. Raises StopRequested in the end; LocalRunError or ServiceError if it fails."""
    say(f"Newsroom is starting; its data and its logs are in {run.folder}.")
    run.start_engines(os.environ)
    say("Preparing the database and the static files. The first time, this takes a while…")
    run.finish(preparation)
    for part in parts:
        run.start(part)
    run.wait_until(run.is_ready, timeout=READY_TIMEOUT)
    say(describe(run))
    while True:
        run.wait_until(lambda: False)


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Keep the folder to this run alone. Raises LocalRunError if another run has it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("a+", encoding="ascii")
    except OSError as error:
        raise LocalRunError(f"{folder} can't be used ({error.strerror}). Set VAR_DIR to a folder of yours.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise LocalRunError(
                f"Newsroom already runs on {folder}, as process {lock.read().strip()}. Stop that one first, or start a "
                "second newsroom beside it: make run PORT=8001 VAR_DIR=var-2"
            ) from error
        lock.truncate(0)
        print(os.getpid(), file=lock, flush=True)
        yield


def refuse_taken_port(port: int) -> None:
    """Raise LocalRunError if the web server could not listen on this port."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError as error:
        raise LocalRunError(
            f"Port {port} can't be used ({os.strerror(error.errno or 0)}). Stop the program that has it, or choose "
            f"another port: make run PORT={port + 1}"
        ) from error


def read_port(text: str) -> int:
    """The port that this text names. Raises LocalRunError if it names none."""
    port = int(text) if text.isdecimal() else 0
    if not 0 < port < 2**16:
        raise LocalRunError(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return port


def describe(run: LocalRun) -> str:
    """What was started and how to get in, for the person who started it."""
    site = f"http://{HOST}:{run.port}"
    accounts = run.folder / "demo-accounts.txt"
    parts = ", ".join(f"{child.name} ({child.pid})" for child in run.children)
    return "\n".join(
        [
            "",
            "Newsroom is ready.",
            "",
            f"  Site in Bulgarian  {site}/bg/",
            f"  Site in English    {site}/en/",
            f"  Admin              {site}/admin/",
            "",
            *(["Demo accounts:", "", accounts.read_text(encoding="utf-8")] if accounts.exists() else []),
            f"Running: {parts}.",
            f"Logs: {run.folder / 'log'}",
            "Ctrl-C stops it all; the data stays.",
            "",
        ]
    )


def say(words: str, *, to: TextIO = sys.stdout) -> None:
    """Print, if there is still somebody to read it: a closed terminal must not get in the way of stopping."""
    with suppress(OSError):
        print(words, file=to, flush=True)


def _belongs_to(process: psutil.Process, folder: Path) -> bool:
    with suppress(psutil.Error, OSError):
        environment: dict[str, str] = process.environ()
        return environment.get(MARK) == str(folder) and process.pid != os.getpid()
    return False


def _describe_end(child: Child) -> str:
    status = child.exit_status()
    how = f"by signal {-status}" if status is not None and status < 0 else f"with status {status}"
    return f"{child.name} has ended by itself, {how}. The end of {child.log_path}:\n{child.last_log_lines()}"


if __name__ == "__main__":
    sys.exit(main())
