"""What an orchestrator is told: whether the process is up, and whether it can serve."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django.fixtures import Settings

from newsroom import health
from newsroom.services import find_free_port

READY = {"database": "ok", "migrations": "ok", "valkey": "ok", "storage": "ok"}


@pytest.fixture(autouse=True)
def forget_migrations() -> Iterator[None]:
    """Whether the migrations are applied is looked up once in a process, and these tests change it."""
    health.check_migrations.cache_clear()
    yield
    health.check_migrations.cache_clear()


def test_livez_answers_without_a_database(client: Client) -> None:
    answer = client.get("/livez")

    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_readyz_answers_when_all_is_there(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == READY
    assert "no-store" in answer["Cache-Control"]
    assert answer.cookies == {}


def test_readyz_refuses_without_valkey(client: Client, db: None, settings: Settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{find_free_port()}/0"

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == READY | {"valkey": "failed"}


def test_readyz_refuses_while_a_migration_is_missing(client: Client, db: None) -> None:
    newest = MigrationLoader(connection).graph.leaf_nodes("newsroom")[0]
    MigrationRecorder(connection).record_unapplied(*newest)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == READY | {"migrations": "failed"}


def test_readyz_refuses_without_a_database(
    client: Client, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(connection.settings_dict, "PORT", find_free_port())
        connection.close()

        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == READY | {"database": "failed", "migrations": "failed"}


def test_readyz_refuses_when_files_cannot_be_kept(
    client: Client, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(health, "default_storage", FileSystemStorage(location=tmp_path / "file" / "media"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == READY | {"storage": "failed"}


@pytest.mark.parametrize("address", ["/livez", "/readyz"])
def test_health_is_only_asked_about(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
