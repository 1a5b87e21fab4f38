"""What commands share: options that name a row by its short name."""

from __future__ import annotations

from typing import TypeVar

from django.core.management.base import CommandError
from django.db.models import Model, QuerySet

_Row = TypeVar("_Row", bound=Model)


def find_by_slug(rows: QuerySet[_Row], slug: str | None) -> _Row | None:
    """The row with this short name; None if none was asked for. Raises CommandError with the names that there are."""
    if slug is None:
        return None
    found = rows.filter(slug=slug).first()
    if found is None:
        known = ", ".join(rows.values_list("slug", flat=True)) or "none yet"
        names = rows.model._meta
        raise CommandError(f"There is no {names.verbose_name} “{slug}”. The {names.verbose_name_plural} are: {known}.")
    return found
