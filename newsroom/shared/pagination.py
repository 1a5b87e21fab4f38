"""Pages of a list that is read from its newest end: numbered near the top, by cursor in the deep archive.

A numbered page makes the database count off everything before it, which is cheap for the first few and dear for
the thousandth. A cursor names the row to go on from (keyset pagination), and costs the same at any depth.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet

LAST_NUMBERED_PAGE = 10
Row = TypeVar("Row", bound=Model)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CURSOR = re.compile(r"(-?[0-9]{1,17})\.([0-9]{1,18})", re.ASCII)
_NUMBERS = {str(number): number for number in range(1, LAST_NUMBERED_PAGE + 1)}


class NoSuchPage(LookupError):
    """The query asks for a page that the list does not have, or can't be read."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows, and the queries that lead to its neighbours (“?page=2”, “?before=…”; None: there is none).

    `query` is this page's own, in its one canonical spelling; `number` is 0 in the deep archive.
    """

    rows: list[Row]
    number: int
    query: str
    newer: str | None
    older: str | None


def read_page(rows: QuerySet[Row], query: Mapping[str, str], *, size: int, time_field: str, id_field: str) -> Page[Row]:
    """The page of `rows` that the query names: `page` (1 to 10) or `before` (a cursor), the first by default.

    Rows are ordered newest first by the two fields, which together are unique. Raises NoSuchPage for anything else,
    and for a page without rows, unless it is the first. One query a numbered page, two in the archive.
    """
    rows = rows.order_by(f"-{time_field}", f"-{id_field}")
    if "before" in query and "page" not in query:
        return _read_archive_page(rows, query["before"], size=size, time_field=time_field, id_field=id_field)
    number = _NUMBERS.get(query.get("page", "1"))
    if number is None or "before" in query:
        raise NoSuchPage
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    if number > 1 and not found:
        raise NoSuchPage
    older = None
    if len(found) > size:
        last = found[size - 1]
        older = _query_of_page(number + 1) if number < LAST_NUMBERED_PAGE else _query_before(last, time_field, id_field)
    newer = _query_of_page(number - 1) if number > 1 else None
    return Page(found[:size], number, _query_of_page(number), newer, older)


def _read_archive_page(rows: QuerySet[Row], cursor: str, *, size: int, time_field: str, id_field: str) -> Page[Row]:
    moment, row_id = read_cursor(cursor)
    # Two plain conditions rather than one compound: the database starts at the right place of the index.
    at_or_after = {time_field: moment, f"{id_field}__gte": row_id}
    found = list(rows.filter(**{f"{time_field}__lte": moment}).exclude(**at_or_after)[: size + 1])
    if not found:
        raise NoSuchPage
    # The page of newer rows begins behind the row that stands just above it.
    before = {time_field: moment, f"{id_field}__lt": row_id}
    newer = rows.filter(**{f"{time_field}__gte": moment}).exclude(**before).reverse()[size : size + 1].first()
    return Page(
        found[:size],
        number=0,
        query=f"?before={cursor}",
        newer=_query_before(newer, time_field, id_field) if newer else "",
        older=_query_before(found[size - 1], time_field, id_field) if len(found) > size else None,
    )


def write_cursor(moment: dt.datetime, row_id: int) -> str:
    """An opaque, URL-safe name for the place just behind this row."""
    microseconds = (moment - _EPOCH) // dt.timedelta(microseconds=1)
    return base64.urlsafe_b64encode(f"{microseconds}.{row_id}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[dt.datetime, int]:
    """The time and the id that `write_cursor` wrote. Raises NoSuchPage for anything that it did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise NoSuchPage
        moment, row_id = _EPOCH + dt.timedelta(microseconds=int(match[1])), int(match[2])
    except (UnicodeError, binascii.Error, OverflowError) as error:
        raise NoSuchPage from error
    if write_cursor(moment, row_id) != cursor:
        raise NoSuchPage
    return moment, row_id


def _query_of_page(number: int) -> str:
    return f"?page={number}" if number > 1 else ""


def _query_before(row: Any, time_field: str, id_field: str) -> str:
    return f"?before={write_cursor(getattr(row, time_field), getattr(row, id_field))}"
