"""How stories are found among a million in a few milliseconds.

PostgreSQL has two good ways to the newest matches: to walk down the stories by time and look at the words of each,
which is quick where every tenth story matches; or to ask the index of words for all matches and sort them, which is
quick where there are few. Its planner does not know what it costs to look at the words of a story, so that it is told
which way to go, by its own statistics of how common the words are.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from articles.domain.searching.wish import StoryWish
from articles.models import SearchableStory

COUNTED_TO = 10_000
# From so many matches on a search begins by walking down the stories, and so many it looks at.
_COMMON = 20_000
_WALKED = 1_500
# From so many on nobody counts: it is said to be more than COUNTED_TO.
_COUNTLESS = 50_000
# Among so many of the newest matches the best are looked for.
_WEIGHED = 1_000

_TABLE = SearchableStory._meta.db_table


class Match(NamedTuple):
    """A story that was found, and since when it is public."""

    story_id: int
    public_since: dt.datetime


class Place(NamedTuple):
    """A place in the order of time: just behind a story."""

    public_since: dt.datetime
    story_id: int


class StorySearch:
    """One search of what readers may see at a moment. What it asks the database is asked within a `time_limit`.

    `is_unfinished`: the last word is only the beginning of one, for search while typing.
    """

    def __init__(self, wish: StoryWish, *, at: dt.datetime, is_unfinished: bool = False) -> None:
        self.wish = wish
        self._at = at
        self._query = wish.write_query(is_unfinished=is_unfinished)

    def newest(self, *, count: int, before: Place | None = None) -> list[Match]:
        """The newest matches, or those just older than a place; the newest first."""
        return self._by_time(count, before, is_descending=True)

    def oldest_after(self, place: Place, *, count: int) -> list[Match]:
        """The matches just newer than a place; the oldest first."""
        return self._by_time(count, place, is_descending=False)

    def best(self, *, count: int, skipped: int = 0) -> list[Match]:
        """The matches whose words weigh most, among the newest so many."""
        newest = [match.story_id for match in self.newest(count=_WEIGHED)]
        rows = _rows(
            f"SELECT story_id, public_since FROM {_TABLE} WHERE story_id = ANY(%s)"  # noqa: S608 (no input)
            " ORDER BY ts_rank(words, %s::tsquery) DESC, public_since DESC, story_id DESC LIMIT %s OFFSET %s",
            [newest, self._query, count, skipped],
        )
        return [Match(*row) for row in rows]

    def grouped(self, columns: Sequence[str], *, timezone: str) -> list[tuple[Any, ...]]:
        """The numbers of matches by each of these columns, and of all of them: (value…, grouping, number).

        `year` is that of the zone. Where `is_countless`, only the newest stories are looked at.
        """
        where, parameters = self._when()
        matches, matching = ("words @@ %s::tsquery", [self._query]) if self._query else ("true", [])
        if self.is_countless:
            walked = _WALKED if self._query else COUNTED_TO
            source = (
                f"(SELECT * FROM {_TABLE} WHERE {where} ORDER BY public_since DESC, story_id DESC LIMIT %s) AS near"  # noqa: S608 (no input)
            )
            found, parameters = f"{source} WHERE {matches}", [*parameters, walked, *matching]
        else:
            found = f"{_TABLE} WHERE {where} AND {matches} LIMIT %s"
            parameters = [*parameters, *matching, _COUNTLESS]
        named = ", ".join(columns)
        sql = (
            f"WITH found AS MATERIALIZED (SELECT section_id, language, kind,"  # noqa: S608 (no input)
            f" date_part('year', public_since AT TIME ZONE %s)::int AS year FROM {found})"
            f" SELECT {named}, GROUPING({named}), count(*) FROM found"
            f" GROUP BY GROUPING SETS ((), {', '.join(f'({name})' for name in columns)})"
        )
        return _rows(sql, [timezone, *parameters])

    @cached_property
    def _estimate(self) -> int:
        """How many stories of all times match, about."""
        return self._ask_planner("words @@ %s::tsquery", [self._query]) if self._query else _COUNTLESS

    @property
    def _is_common(self) -> bool:
        """Whether so many stories match that the newest are found by walking down the stories."""
        return self._estimate >= _COMMON

    @cached_property
    def is_countless(self) -> bool:
        """Whether so many stories match, of the times that are asked for, that nobody counts them."""
        if self._estimate < _COUNTLESS:
            return False
        where, parameters = self._when()
        if self._query:
            where, parameters = f"{where} AND words @@ %s::tsquery", [*parameters, self._query]
        return self._ask_planner(where, parameters) >= _COUNTLESS

    def _ask_planner(self, where: str, parameters: Sequence[Any]) -> int:
        """How many rows the planner expects from its statistics."""
        (plan,) = _rows(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {_TABLE} WHERE {where}", parameters)[0]  # noqa: S608 (no input)
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return int(plan[0]["Plan"]["Plan Rows"])

    def _by_time(self, count: int, place: Place | None, *, is_descending: bool) -> list[Match]:
        order = "DESC" if is_descending else "ASC"
        order = f"ORDER BY public_since {order}, story_id {order}"
        where, parameters = self._when()
        if place is not None:
            where += f" AND (public_since, story_id) {'<' if is_descending else '>'} (%s, %s)"
            parameters += place
        if not self._query:
            sql = f"SELECT story_id, public_since FROM {_TABLE} WHERE {where} {order} LIMIT %s"  # noqa: S608 (no input)
            return [Match(*row) for row in _rows(sql, [*parameters, count])]
        if self._is_common:
            # The inner limit keeps the planner from any other way.
            sql = (
                f"SELECT story_id, public_since FROM (SELECT * FROM {_TABLE} WHERE {where} {order} LIMIT %s) AS near"  # noqa: S608 (no input)
                f" WHERE words @@ %s::tsquery {order} LIMIT %s"
            )
            rows = _rows(sql, [*parameters, max(_WALKED, count), self._query, count])
            if len(rows) == count:
                return [Match(*row) for row in rows]
        # What is materialized is not weighed against the walk by time.
        sql = (
            f"WITH found AS MATERIALIZED (SELECT story_id, public_since FROM {_TABLE}"  # noqa: S608 (no input)
            f" WHERE words @@ %s::tsquery AND {where}) SELECT story_id, public_since FROM found {order} LIMIT %s"
        )
        return [Match(*row) for row in _rows(sql, [self._query, *parameters, count])]

    def _when(self) -> tuple[str, list[Any]]:
        """The times that are asked for, as a condition and its parameters: never later than now."""
        where, parameters = "public_since <= %s", [self._at]
        for condition, moment in (("public_since >= %s", self.wish.begins), ("public_since < %s", self.wish.ends)):
            if moment is not None:
                where += f" AND {condition}"
                parameters.append(moment)
        return where, parameters


def _rows(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
