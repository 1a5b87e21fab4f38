"""What a search may cost: whatever is asked for, the database is stopped when the time is up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


class SearchTooWide(Exception):
    """The database could not answer in the time that a search may take."""


@contextmanager
def time_limit(milliseconds: int) -> Iterator[None]:
    """One transaction, no query of which may take longer. Raises SearchTooWide when one does."""
    try:
        with transaction.atomic():
            # To compile a query takes longer than any of these may.
            _configure(timeout=milliseconds, jit="off")
            yield
            if connection.savepoint_ids:
                # Inside another transaction, as in a test, the limit would outlive this one.
                _configure(timeout=0, jit="on")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooWide from error
        raise


def _configure(*, timeout: int, jit: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true), set_config('jit', %s, true)", [str(timeout), jit]
        )
