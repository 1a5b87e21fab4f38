"""`make run`: one folder, one run; everything stops, however the run ends; and it says what is wrong."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from newsroom.local_run import MARK, LocalRunError, read_port
from newsroom.services import HOST, find_free_port
from tests.engines import ROOT

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a small newsroom whose folder is `var` in the test's own folder; whatever is left of it is killed."""
    runs: list[subprocess.Popen[str]] = []

    def start_run(preparation: str = "pass", **environment: str) -> subprocess.Popen[str]:
        run = subprocess.Popen(
            [sys.executable, "-m", "tests.newsroom.small_newsroom", preparation],
            cwd=ROOT,
            # As if `make` had started it: so it ends with the test, even if that is killed.
            env=os.environ
            | {"MAKELEVEL": "1", "VAR_DIR": str(tmp_path / "var"), "PORT": str(find_free_port())}
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        runs.append(run)
        return run

    yield start_run
    for run in runs:
        run.kill()
        run.communicate()
    for process in find_parts(tmp_path / "var"):
        process.kill()


def find_parts(folder: Path) -> list[psutil.Process]:
    """The processes of the run on this folder, its engines included, but not the run itself."""
    found = []
    for process in psutil.process_iter():
        try:
            marked = process.environ().get(MARK) == str(folder)
            if process.status() != psutil.STATUS_ZOMBIE and (marked or process.cwd().startswith(str(folder))):
                found.append(process)
        except psutil.Error:
            continue
    return found


def read_until_ready(run: subprocess.Popen[str]) -> str:
    assert run.stdout is not None
    read = []
    for line in run.stdout:
        read.append(line)
        if line.startswith("Ctrl-C"):
            return "".join(read)
    raise AssertionError("".join(read))


def wait_for_parts(folder: Path, *, count: int, seconds: float = 20) -> None:
    """Only the web server is waited for by the run; another part may be between its start and its own program."""
    deadline = time.monotonic() + seconds
    while len(parts := find_parts(folder)) != count:
        assert time.monotonic() < deadline, parts
        time.sleep(0.05)


def wait_for_words(log: Path, words: str, *, seconds: float = 20) -> None:
    """A part may be ready, for all that the run knows, before it has said its first word."""
    deadline = time.monotonic() + seconds
    while not log.exists() or words not in log.read_text(encoding="utf-8"):
        assert time.monotonic() < deadline, log
        time.sleep(0.05)


def wait_until_gone(folder: Path, *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while parts := find_parts(folder):
        assert time.monotonic() < deadline, parts
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_run_stops_everything_on_a_signal(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    run = start()
    read_until_ready(run)
    wait_for_parts(tmp_path / "var", count=3)

    run.send_signal(number)

    assert "Newsroom has stopped." in run.communicate(timeout=30)[0]
    assert run.returncode == 0
    assert find_parts(tmp_path / "var") == []


def test_run_ends_with_the_make_that_started_it(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m tests.newsroom.small_newsroom pass & wait"
    environment = {"MAKELEVEL": "1", "VAR_DIR": str(tmp_path / "var"), "PORT": str(find_free_port())}
    with subprocess.Popen(
        ["sh", "-c", command], cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True
    ) as make:
        read_until_ready(make)

        make.kill()

        wait_until_gone(tmp_path / "var")
        assert make.stdout is not None
        assert "Newsroom has stopped." in make.stdout.read()


def test_run_starts_and_stops_engines_of_its_own(start: Start, tmp_path: Path) -> None:
    run = start(DATABASE_URL="", REDIS_URL="")

    said = read_until_ready(run)
    environment = (tmp_path / "var" / "environment").read_text(encoding="utf-8")
    run.terminate()
    run.communicate(timeout=30)

    assert "Running: postgresql (" in said
    assert "export DATABASE_URL=postgresql://newsroom:" in environment
    assert "export REDIS_URL=redis://:" in environment
    assert run.returncode == 0
    assert find_parts(tmp_path / "var") == []
    assert not (tmp_path / "var" / "environment").exists()


def test_killed_run_leaves_no_process_and_the_next_one_starts(start: Start, tmp_path: Path) -> None:
    run = start(DATABASE_URL="", REDIS_URL="")
    read_until_ready(run)

    run.kill()
    wait_until_gone(tmp_path / "var")
    second = start(DATABASE_URL="", REDIS_URL="")
    read_until_ready(second)
    second.terminate()

    assert second.wait(30) == 0


def test_run_ends_what_a_killed_run_and_its_caretaker_left(start: Start, tmp_path: Path) -> None:
    run = start(PORT=str(port := find_free_port()))
    read_until_ready(run)
    left = find_parts(tmp_path / "var")
    caretaker = next(child for child in psutil.Process(run.pid).children() if "processes.py" in child.cmdline()[-1])
    caretaker.kill()
    run.kill()
    assert all(process.is_running() for process in left)

    second = start(PORT=str(port))
    read_until_ready(second)

    assert not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in left)


def test_second_run_on_the_same_folder_is_refused(start: Start, tmp_path: Path) -> None:
    first = start()
    read_until_ready(first)

    second = start()

    assert f"already runs on {tmp_path / 'var'}, as process {first.pid}" in second.communicate(timeout=30)[0]
    assert second.returncode == 1
    assert first.poll() is None


def test_taken_port_is_named_with_what_to_do(start: Start, tmp_path: Path) -> None:
    first = start(PORT=str(port := find_free_port()))
    read_until_ready(first)

    second = start(PORT=str(port), VAR_DIR=str(tmp_path / "other"))

    said = second.communicate(timeout=30)[0]
    assert f"Port {port} can't be used (Address already in use)" in said
    assert f"make run PORT={port + 1}" in said
    assert second.returncode == 1


def test_part_that_ends_by_itself_is_named_and_ends_the_run(start: Start, tmp_path: Path) -> None:
    run = start()
    read_until_ready(run)
    wait_for_words(tmp_path / "var" / "log" / "worker.log", "takes work")
    worker = next(part for part in find_parts(tmp_path / "var") if "takes work" in part.cmdline()[-1])

    worker.kill()

    said = run.communicate(timeout=30)[0]
    assert "worker has ended by itself, by signal 9." in said
    assert "takes work" in said
    assert run.returncode == 1
    assert find_parts(tmp_path / "var") == []


def test_failed_preparation_shows_why(start: Start, tmp_path: Path) -> None:
    run = start(preparation="raise SystemExit('The disk is full')")

    said = run.communicate(timeout=30)[0]

    assert "prepare has ended by itself, with status 1." in said
    assert "The disk is full" in said
    assert run.returncode == 1
    assert find_parts(tmp_path / "var") == []


def test_stop_during_the_preparation_stops_it(start: Start, tmp_path: Path) -> None:
    run = start(preparation="import time; time.sleep(600)")
    while not find_parts(tmp_path / "var"):
        time.sleep(0.02)

    run.terminate()

    assert "Newsroom has stopped." in run.communicate(timeout=30)[0]
    assert run.returncode == 0
    assert find_parts(tmp_path / "var") == []


def test_secret_key_is_made_once_and_only_its_owner_can_read_it(start: Start, tmp_path: Path) -> None:
    print_key = "import os; print(os.environ['DJANGO_SECRET_KEY'])"
    keys = []
    for _time in range(2):
        run = start(preparation=print_key, DJANGO_SECRET_KEY="")
        read_until_ready(run)
        run.terminate()
        run.communicate(timeout=30)
        keys.append((tmp_path / "var" / "log" / "prepare.log").read_text(encoding="ascii").strip())

    secret = tmp_path / "var" / "secrets" / "django"
    assert keys == [secret.read_text(encoding="ascii")] * 2
    assert len(keys[0]) == 64
    assert secret.stat().st_mode & 0o777 == 0o600


def test_addresses_are_told_when_the_site_answers(start: Start) -> None:
    run = start(PORT=str(port := find_free_port()))

    said = read_until_ready(run)

    assert f"http://{HOST}:{port}/bg/" in said
    assert f"http://{HOST}:{port}/en/" in said
    assert f"http://{HOST}:{port}/admin/" in said


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http"])
def test_port_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LocalRunError, match="must be a number from 1 to 65535"):
        read_port(text)
