"""Child processes that never outlive the run that started them.

Run as a script, this file is the caretaker: a small process of its own that waits until the run that started it is
gone, however that came about, and then ends and removes what is left. That is why it imports nothing but the standard
library. (Linux could also signal children on their parent's death, but not their children in turn, and nobody would
remove the temporary folders.)
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

TAIL_BYTES = 64 * 1024
PROC = Path("/proc")


class Caretaker:
    """Ends the process groups and removes the folders that a vanished run has left behind."""

    def __init__(self) -> None:
        messages_out, messages_in = os.pipe()
        self._messages = os.fdopen(messages_in, "wb")
        with os.fdopen(messages_out, "rb") as messages:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", __file__],
                stdin=messages,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )

    def watch(self, group: int, *, stop_signal: int, grace: float) -> None:
        """End this process group if the run vanishes; the group that was named last is ended first."""
        self._tell({"watch": group, "stop_signal": int(stop_signal), "grace": grace})

    def forget(self, group: int) -> None:
        """Leave this process group alone: it has ended."""
        self._tell({"forget": group})

    def remove_at_end(self, folder: Path) -> None:
        """Remove this folder once the run is over, in whatever way it ends."""
        self._tell({"remove": str(folder)})

    def close(self) -> None:
        """Let the caretaker do what is left to do, and wait for it."""
        with contextlib.suppress(BrokenPipeError):
            self._messages.close()
        self._process.wait()

    def _tell(self, message: dict[str, Any]) -> None:
        # Somebody who killed the caretaker has given up the safety net, not the run.
        with contextlib.suppress(BrokenPipeError):
            self._messages.write(json.dumps(message).encode() + b"\n")
            self._messages.flush()


class Child:
    """One child process in a process group of its own, with a log file and a way to stop."""

    def __init__(
        self,
        name: str,
        command: list[str],
        *,
        caretaker: Caretaker,
        log_path: Path,
        environment: Mapping[str, str],
        cwd: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 10,
        run_as: Mapping[str, Any] | None = None,
    ) -> None:
        """Start it. `grace` is how many seconds it has, after `stop_signal`, before it is killed."""
        self.name = name
        self.log_path = log_path
        self.stop_signal = stop_signal
        self.grace = grace
        self._caretaker = caretaker
        self._stopped = False
        with start_log(log_path) as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=cwd,
                env=dict(environment),
                start_new_session=True,
                **(run_as or {}),
            )
        caretaker.watch(self.pid, stop_signal=stop_signal, grace=grace)

    @property
    def pid(self) -> int:
        return self._process.pid

    def exit_status(self) -> int | None:
        """What it ended with (negative: the signal that ended it), or None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ask it to stop, wait, and kill whatever of its process group is left after its time of grace."""
        if self._stopped:
            # Its process id may be another's by now.
            return
        self._stopped = True
        if self._process.poll() is None:
            self._process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self.grace)
        signal_group(self.pid, signal.SIGKILL)
        self._process.wait()
        self._caretaker.forget(self.pid)

    def last_log_lines(self, count: int = 15) -> str:
        return last_lines(self.log_path, count)


def start_log(path: Path) -> IO[bytes]:
    """Open a new log that only its owner can read; the log of the run before is kept beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.with_suffix(".previous.log"))
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def last_lines(path: Path, count: int) -> str:
    """The end of a log, however long the log is."""
    with path.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - TAIL_BYTES))
        return "\n".join(log.read().decode(errors="replace").splitlines()[-count:])


def signal_group(group: int, number: int) -> bool:
    """Send a signal to every process of the group. False when there is none left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        # macOS answers EPERM for a group of which only a zombie is left.
        return False
    return True


def keep_watch(messages: Iterable[bytes]) -> None:
    """Take note of groups and folders until the run is gone; then end those groups and remove those folders."""
    groups: dict[int, tuple[int, float]] = {}
    folders: list[str] = []
    for line in messages:
        match json.loads(line):
            case {"watch": group, "stop_signal": stop_signal, "grace": grace}:
                groups[group] = (stop_signal, grace)
            case {"forget": group}:
                groups.pop(group, None)
            case {"remove": folder}:
                folders.append(folder)
    for group, (stop_signal, grace) in reversed(groups.items()):
        _end_group(group, stop_signal=stop_signal, grace=grace)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _end_group(group: int, *, stop_signal: int, grace: float) -> None:
    deadline = time.monotonic() + grace
    if signal_group(group, stop_signal):
        while _is_running(group) and time.monotonic() < deadline:
            time.sleep(0.05)
        signal_group(group, signal.SIGKILL)


def _is_running(group: int) -> bool:
    """Whether a process of the group still runs. On Linux, one that has ended and that nobody has asked about does not.

    In a container, process 1 is often a program that never asks.
    """
    if not (PROC / "self" / "stat").exists():
        return signal_group(group, 0)
    for status in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The fields after the name, which is in brackets and may hold anything: state, parent, group…
            state, _parent, its_group, *_ = status.read_text(errors="replace").rpartition(")")[2].split()
            if int(its_group) == group and state not in "ZX":
                return True
    return False


if __name__ == "__main__":
    # Whatever ends the run must not end its caretaker first.
    for deadly in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(deadly, signal.SIG_IGN)
    keep_watch(sys.stdin.buffer)
