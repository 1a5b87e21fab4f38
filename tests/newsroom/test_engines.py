"""The tests' own ground: real engines, and a database that is a copy of the migrated one."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
import pytest
import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from newsroom.roles import ROLES
from tests import migrated_database
from tests.engines import copy_template


@pytest.mark.django_db
def test_database_is_a_migrated_copy() -> None:
    executor = MigrationExecutor(connection)

    assert connection.settings_dict["TEST"]["TEMPLATE"] == os.environ["NEWSROOM_TEST_TEMPLATE"]
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    assert get_user_model().objects.count() == 0


def test_valkey_database_belongs_to_this_worker_alone() -> None:
    cache.set("greeting", "добър ден")

    assert redis.Redis.from_url(settings.REDIS_URL).dbsize() == 1


def test_each_process_of_a_run_has_a_valkey_database_and_a_folder_of_its_own() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    number = 2 + int(worker.removeprefix("gw")) if worker else 1

    assert settings.REDIS_URL.endswith(f"/{number}")
    assert settings.VAR_DIR.name == (worker or "main")


def test_valkey_is_empty_at_the_start_of_each_test() -> None:
    assert redis.Redis.from_url(settings.REDIS_URL).dbsize() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_each_test_that_commits_finds_what_the_migrations_made(time: int) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.django_db(transaction=True)
def test_copying_ends_what_a_test_has_left_connected() -> None:
    """An own connection is ended; autovacuum, which belongs to the superuser, must not be asked for at all."""
    left_open = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    try:
        copy_template(connection)

        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")
        assert Group.objects.count() == len(ROLES)
    finally:
        left_open.close()


@pytest.mark.django_db
def test_database_that_was_kept_as_sql_comes_back_as_it_was(tmp_path) -> None:
    kept = tmp_path / "kept.sql"
    migrated = _address_of(connection.settings_dict["NAME"])
    migrated_database.keep(migrated, kept)
    with _empty_database() as restored:
        assert migrated_database.restore(kept, restored)
        assert _describe(restored) == _describe(migrated)

        # What is there already is an error, after which nothing is half done; half a file is not even begun.
        assert not migrated_database.restore(kept, restored)
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    with _empty_database() as empty:
        assert not migrated_database.restore(kept, empty)
        assert _describe(empty) == []
    assert not migrated_database.restore(tmp_path / "never-kept.sql", empty)


def _address_of(name: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def _empty_database() -> Iterator[str]:
    name = f"newsroom_empty_{secrets.token_hex(4)}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield _address_of(name)
        finally:
            server.execute(f"DROP DATABASE {name}")


def _describe(address: str) -> list[tuple[object, ...]]:
    """What is in a database: its columns, its rules, and the rows of the migrations."""
    with psycopg.connect(address) as database:
        if database.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return []
        rows = [row for query in _WHAT_IS_IN_IT for row in database.execute(query).fetchall()]
    # A rule that was written out and read in again names the types of its constants in other places.
    return [tuple(_TYPES.sub("", str(value)) for value in row) for row in rows]


_TYPES = re.compile(r"::(character varying|text)|\[\]|[() ]")
_WHAT_IS_IN_IT = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public' ORDER BY 1, 2",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    " ORDER BY 1, 2",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2",
    "SELECT last_value, is_called FROM django_content_type_id_seq",
    "SELECT g.name, p.codename FROM auth_group_permissions gp JOIN auth_group g ON g.id = gp.group_id"
    " JOIN auth_permission p ON p.id = gp.permission_id ORDER BY 1, 2",
    "SELECT app, name FROM django_migrations ORDER BY 1, 2",
)
