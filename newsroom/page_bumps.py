"""Where bumps of pages wait until Valkey has been told: a table, so that they commit with what they tell of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.db.models.functions import Now

from newsroom.models import PendingBump


class BumpsInTheDatabase:
    """The rows of `PendingBump`, as `newsroom.shared.page_cache.bumping` wants them."""

    def add(self, tags: Sequence[str], *, hide: bool) -> int:
        return PendingBump.objects.create(tags=list(tags), hide=hide).pk

    def read(self, *, older_than: float) -> Iterator[tuple[int, Sequence[str], bool]]:
        noted = PendingBump.objects.filter(noted_at__lte=Now() - dt.timedelta(seconds=older_than)).order_by("pk")
        for row in noted:
            yield row.pk, row.tags, row.hide

    def remove(self, numbers: Collection[int]) -> None:
        PendingBump.objects.filter(pk__in=numbers).delete()
