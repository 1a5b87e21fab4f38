"""The tests' own ground: real engines, and a database that is a copy of the migrated one."""

import os

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
