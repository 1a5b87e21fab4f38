"""Writing very many rows at once, as PostgreSQL's manual has it (“Populating a Database”)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from django.db import connection, models
from psycopg.types.json import Jsonb

# What can be made anew: foreign keys, and the indexes that hold no constraint.
_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY oid
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique ORDER BY indexrelid
"""


@contextmanager
def indexes_built_afterwards(*written: type[models.Model]) -> Iterator[None]:
    """Check the foreign keys and build the indexes of these tables once, over all rows, instead of row by row."""
    tables = [quote(model._meta.db_table) for model in written]
    with connection.cursor() as cursor:
        cursor.execute(_KEYS, [tables])
        keys = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        indexes = cursor.fetchall()
        for table, name, _definition in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def copy_rows(rows: Iterable[models.Model]) -> None:
    """Write new rows of one model, with every column; the database numbers those without a primary key."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    fields = [field for field in first._meta.concrete_fields if not (field.primary_key and first.pk is None)]
    names = [field.attname for field in fields]
    of_json = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]

    def values() -> Iterator[list[object]]:
        for row in chain([first], rows):
            cells = [getattr(row, name) for name in names]
            for place in of_json:
                cells[place] = Jsonb(cells[place])
            yield cells

    copy_values(type(first), names, values())


def copy_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write rows of these fields through COPY, which asks every constraint and trigger, but no Python."""
    columns = ", ".join(quote(model._meta.get_field(name).column) for name in names)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def continue_numbers_of(*written: type[models.Model]) -> None:
    """Let what is made after the filling be numbered behind it."""
    with connection.cursor() as cursor:
        for model in written:
            table = quote(model._meta.db_table)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608


def quote(name: str) -> str:
    return connection.ops.quote_name(name)
