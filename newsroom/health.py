"""What a load balancer or an orchestrator asks: is the process up, and can it serve?"""

import functools
import logging
import os
from collections.abc import Callable
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)
TIMEOUT = 3.0  # seconds


class NotReady(Exception):
    """Something that the site can't serve without is missing; the message says what, for the log."""


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. Nothing else is looked at: a restart would not mend a database."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the process can serve, else 503, and for each thing it needs `ok` or `failed`. The log says why."""
    results = {name: _passes(name, check) for name, check in CHECKS.items()}
    ready = all(results.values())
    answer = {name: "ok" if passed else "failed" for name, passed in results.items()}
    return JsonResponse(answer, status=200 if ready else 503)


def check_database() -> None:
    """PostgreSQL answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@functools.cache  # Once true, it stays true for this process; a failure is not kept, and is looked at again.
def check_migrations() -> None:
    """The database has all that this code expects. A newer one is fine: the next release is on its way."""
    executor = MigrationExecutor(connection)
    missing = [str(migration) for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    if missing:
        raise NotReady(f"not applied: {', '.join(missing)}")


def check_valkey() -> None:
    """Valkey answers: the page cache and the queue are there."""
    timeouts = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
    with redis.Redis.from_url(settings.REDIS_URL, **timeouts) as client:
        client.ping()


def check_storage() -> None:
    """Files can be kept: a local folder can be written to, another store answers."""
    if not isinstance(default_storage, FileSystemStorage):
        default_storage.exists("readyz")
        return
    folder = Path(default_storage.location)
    # The folder is made with the first file.
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise NotReady(f"{existing} can't be written to")


CHECKS: dict[str, Callable[[], None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "valkey": check_valkey,
    "storage": check_storage,
}


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready", not a crash.
        log.warning("Not ready: %s: %s: %s", name, type(error).__name__, error)
        return False
    return True
