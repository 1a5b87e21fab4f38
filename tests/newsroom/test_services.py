"""Real engines on a machine that has none."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
import redis

from newsroom import postgresql_cluster
from newsroom.processes import Caretaker
from newsroom.services import ONE_ATTEMPT, ServiceError, Services, find_processes_in, keep_secret


@pytest.fixture
def caretaker() -> Iterator[Caretaker]:
    caretaker = Caretaker()
    yield caretaker
    caretaker.close()


def test_services_serve_and_keep_their_data(tmp_path: Path, caretaker: Caretaker) -> None:
    with Services.start(tmp_path, caretaker=caretaker, given={}) as services:
        with psycopg.connect(services.environment["DATABASE_URL"]) as database:
            database.execute("CREATE TABLE story (headline text)")
            database.execute("INSERT INTO story VALUES ('Добър ден')")
        with redis.Redis.from_url(services.environment["REDIS_URL"]) as valkey:
            valkey.rpush("celery", "task")

    with Services.start(tmp_path, caretaker=caretaker, given={}) as services:
        with psycopg.connect(services.environment["DATABASE_URL"]) as database:
            assert database.execute("SELECT headline FROM story").fetchall() == [("Добър ден",)]
        with redis.Redis.from_url(services.environment["REDIS_URL"]) as valkey:
            assert valkey.lrange("celery", 0, -1) == [b"task"]

    assert list(find_processes_in(tmp_path / "postgresql")) == []
    assert list(find_processes_in(tmp_path / "valkey")) == []


def test_killed_engines_start_again_with_all_that_was_accepted(tmp_path: Path, caretaker: Caretaker) -> None:
    with Services.start(tmp_path, caretaker=caretaker, given={}) as services:
        with psycopg.connect(services.environment["DATABASE_URL"], autocommit=True) as database:
            database.execute("CREATE TABLE story AS SELECT 1 AS number")
        for child in services.children:
            psutil.Process(child.pid).send_signal(signal.SIGKILL)
        assert (tmp_path / "postgresql" / "postmaster.pid").exists()

    # The process id in the file is now that of a living process which has nothing to do with it.
    (tmp_path / "postgresql" / "postmaster.pid").write_text(f"{os.getppid()}\n", encoding="ascii")
    with (
        Services.start(tmp_path, caretaker=caretaker, given={"REDIS_URL": "redis://given"}) as services,
        psycopg.connect(services.environment["DATABASE_URL"]) as database,
    ):
        assert database.execute("SELECT number FROM story").fetchall() == [(1,)]


def test_engines_that_a_vanished_run_left_are_ended_before_new_ones_start(tmp_path: Path, caretaker: Caretaker) -> None:
    with Services.start(tmp_path, caretaker=caretaker, durable=False, given={}) as left:
        old = [psutil.Process(child.pid) for child in left.children]

        with Services.start(tmp_path, caretaker=caretaker, durable=False, given={}) as services:
            assert {child.pid for child in services.children}.isdisjoint(process.pid for process in old)
            assert not any(process.is_running() for process in old)


def test_given_engines_are_used_as_they_are(tmp_path: Path, caretaker: Caretaker) -> None:
    given = {"DATABASE_URL": "postgresql://db.example/newsroom", "REDIS_URL": "redis://valkey.example/0"}

    with Services.start(tmp_path, caretaker=caretaker, given=given) as services:
        assert services.environment == {}
        assert services.children == []


def test_nobody_gets_in_without_the_password(tmp_path: Path, caretaker: Caretaker) -> None:
    with Services.start(tmp_path, caretaker=caretaker, durable=False, given={}) as services:
        database, valkey = (urlsplit(address) for address in services.environment.values())

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(host=database.hostname, port=database.port, user="newsroom", password="guess")
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(host=database.hostname, port=database.port, user="postgres", password=database.password)
        with (
            redis.Redis(host=str(valkey.hostname), port=int(valkey.port or 0), retry=ONE_ATTEMPT) as client,
            pytest.raises(redis.AuthenticationError),
        ):
            client.ping()
    for secret in (tmp_path / "secrets").iterdir():
        assert secret.stat().st_mode & 0o777 == 0o600


def test_newsroom_is_no_superuser_and_knows_every_alphabet(tmp_path: Path, caretaker: Caretaker) -> None:
    with (
        Services.start(tmp_path, caretaker=caretaker, durable=False, given={"REDIS_URL": "redis://given"}) as services,
        psycopg.connect(services.environment["DATABASE_URL"]) as database,
    ):
        database.execute("CREATE EXTENSION pg_trgm")
        row = database.execute(
            "SELECT current_setting('is_superuser'), lower('ЩЪРКЕЛ'), similarity('путин', 'путина') > 0.5"
        ).fetchone()

    assert row == ("off", "щъркел", True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts PostgreSQL as another user")
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_root_runs_postgresql_as_another_user_wherever_the_data_is(
    tmp_path: Path, caretaker: Caretaker, mode: int
) -> None:
    folder = tmp_path / "Редакция с интервал"
    folder.mkdir()
    folder.chmod(mode)

    with Services.start(folder, caretaker=caretaker, durable=False, given={"REDIS_URL": "redis://given"}) as services:
        server = psutil.Process(services.children[0].pid)

        assert server.username() == postgresql_cluster.UNPRIVILEGED_USER
        assert folder.stat().st_mode & 0o777 == mode


def test_data_of_another_postgresql_is_refused(tmp_path: Path, caretaker: Caretaker) -> None:
    data = tmp_path / "postgresql"
    data.mkdir()
    (data / "PG_VERSION").write_text("9.6\n", encoding="ascii")

    with pytest.raises(ServiceError, match=r"PostgreSQL 9\.6 made the data"):
        Services.start(tmp_path, caretaker=caretaker, given={})


def test_cluster_that_was_not_finished_is_made_anew(tmp_path: Path, caretaker: Caretaker) -> None:
    unfinished = tmp_path / "postgresql.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n", encoding="ascii")

    with Services.start(tmp_path, caretaker=caretaker, durable=False, given={"REDIS_URL": "redis://given"}):
        assert not unfinished.exists()


def test_engine_that_cannot_start_says_why(tmp_path: Path, caretaker: Caretaker) -> None:
    Services.start(tmp_path, caretaker=caretaker, durable=False, given={"REDIS_URL": "redis://given"}).stop()
    with (tmp_path / "postgresql" / "postgresql.conf").open("a", encoding="ascii") as configuration:
        configuration.write("no_such_setting = 1\n")

    with pytest.raises(ServiceError, match='unrecognized configuration parameter "no_such_setting"'):
        Services.start(tmp_path, caretaker=caretaker, durable=False, given={})


def test_secret_is_made_once(tmp_path: Path) -> None:
    assert keep_secret(tmp_path / "secrets" / "x") == keep_secret(tmp_path / "secrets" / "x")
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
