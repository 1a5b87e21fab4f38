"""The one clock that decides on money and rights: PostgreSQL's, the same for every web process and worker."""

from __future__ import annotations

import datetime as dt

from django.db import connection


def database_now() -> dt.datetime:
    """The time of the database, aware: as it is now, after a lock was waited for, not as the transaction began."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: dt.datetime = cursor.fetchone()[0]
    return now
