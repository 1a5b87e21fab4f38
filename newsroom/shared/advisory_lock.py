"""Locks on what has no row: held by PostgreSQL, and gone with whoever held them, however it ended."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


def lock_until_commit(name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_key_of(name)])


@contextmanager
def hold_if_free(name: str) -> Iterator[bool]:
    """Hold the lock of this name for the while, across transactions, if nobody else has it; yields whether we have it.

    It belongs to the connection: through a pooler it needs one in session mode.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_key_of(name)])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_key_of(name)])


def _key_of(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
