"""Many rows, a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet


def batches_of_keys(rows: QuerySet[Any, Any], *, size: int) -> Iterator[list[int]]:
    """The primary keys of these rows in ascending order, `size` at a time.

    Each batch is asked for when it is wanted, behind the last key of the one before: no transaction is held open, no
    long list is kept, and rows that change or vanish meanwhile make nobody lose their place.
    """
    keys = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(keys[:size])
    while batch:
        yield batch
        batch = list(keys.filter(pk__gt=batch[-1])[:size])
