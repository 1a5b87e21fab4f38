"""One real PostgreSQL and one real Valkey for a whole test run, and one migrated database to copy for each worker.

A plugin of pytest, because it must come before pytest-django reads the settings. The process that pytest was started as
starts the engines, and tells its xdist workers through the environment. Engines that the caller names (`DATABASE_URL`,
`REDIS_URL`) are used instead.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from newsroom.message_catalogues import compile_catalogues
from newsroom.processes import Caretaker
from newsroom.services import Services
from tests.migrated_database import make_migrated

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE_VARIABLE = "NEWSROOM_TEST_TEMPLATE"
FOLDER_VARIABLE = "NEWSROOM_TEST_FOLDER"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Run before pytest-django, which reads the settings in this hook."""
    if not (early_config.known_args_namespace.help or early_config.known_args_namespace.version):
        provide_engines(early_config)
    return (yield)


def provide_engines(config: pytest.Config) -> None:
    """Start the engines if this process is the first of the run, and give it a Valkey database and a folder."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        _start_engines(config)
        _refuse_used_valkey()
        compile_catalogues([ROOT / "newsroom" / "locale"])
        _make_template(config)
    number = 1 if worker is None else 2 + int(worker.removeprefix("gw"))
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()
    config.add_cleanup(lambda address=os.environ["REDIS_URL"]: _empty_valkey_database(address))
    var_folder = Path(os.environ[FOLDER_VARIABLE]) / (worker or "main")
    (var_folder / "static").mkdir(parents=True)
    os.environ["VAR_DIR"] = str(var_folder)


def _start_engines(config: pytest.Config) -> None:
    caretaker = Caretaker()
    config.add_cleanup(caretaker.close)
    folder = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
    caretaker.remove_at_end(folder)
    folder.chmod(0o711)  # PostgreSQL, which does not run as root, must be able to pass to its data.
    services = Services.start(folder, caretaker=caretaker, durable=False)
    config.add_cleanup(services.stop)
    os.environ.update(
        services.environment,
        **{FOLDER_VARIABLE: str(folder)},
        DJANGO_SECRET_KEY="only-for-tests",
        NEWSROOM_ENV="test",
    )


def _make_template(config: pytest.Config) -> None:
    """Migrate an empty database once. Every test database is a copy of it, so no worker migrates anything."""
    name = f"newsroom_template_{secrets.token_hex(4)}"
    address = os.environ["DATABASE_URL"]
    _run_sql(address, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    config.add_cleanup(lambda: _run_sql(address, sql.SQL("DROP DATABASE {}").format(sql.Identifier(name))))
    make_migrated(urlsplit(address)._replace(path=f"/{name}").geturl())
    os.environ[TEMPLATE_VARIABLE] = name


def copy_template(connection: BaseDatabaseWrapper) -> None:
    """Make the test database of this connection anew."""
    connection.close()
    names = [sql.Identifier(name) for name in (connection.settings_dict["NAME"], os.environ[TEMPLATE_VARIABLE])]
    address = os.environ["DATABASE_URL"]
    # Not WITH (FORCE): that needs the right to end whatever is connected, an autovacuum worker of the superuser too.
    # Without it PostgreSQL sends autovacuum away by itself; the connections of our own role are ended first.
    _run_sql(
        address,
        sql.SQL(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = {} AND usename = current_user"
        ).format(sql.Literal(connection.settings_dict["NAME"])),
    )
    _run_sql(address, sql.SQL("DROP DATABASE {}").format(names[0]))
    _run_sql(address, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def _run_sql(address: str, statement: sql.Composed) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


def _refuse_used_valkey() -> None:
    """Refuse a Valkey whose databases hold anything, but for database 0: the tests empty theirs again and again."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        if used := sorted(set(client.info("keyspace")) - {"db0"}):
            raise pytest.UsageError(f"REDIS_URL: {', '.join(used)} is not empty, and the tests would empty it.")


def _empty_valkey_database(address: str) -> None:
    with redis.Redis.from_url(address) as client:
        client.flushdb()
