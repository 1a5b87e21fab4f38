"""Locks on what has no row yet."""

import hashlib

from django.db import connection


def lock_until_commit(name: str) -> None:
    """Wait until no other transaction holds the lock of this name, and hold it until this one ends."""
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
