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
# From so many matches on the newest are found by walking down the stories, and so many are looked at.
_COMMON = 16_000
_WALKED = 2_000
# Of a phrase whose words are common so many are read, and no more: the index can't tell where words stand.
_READ = 5_000
# From so many on nobody counts: how many there are is guessed from so many of the newest stories.
_COUNTLESS = 16_000
_SAMPLED = 1_000
# So many found say more than the planner's statistics of single words.
_FAITHFUL = 30
# Among so many of the newest matches the best are looked for; with so many of a common word one is content.
_WEIGHED, _ENOUGH = 1_000, 100

_TABLE = SearchableStory._meta.db_table
_ORDER = "ORDER BY public_since DESC, story_id DESC"


class Match(NamedTuple):
    """A story that was found, and since when it is public."""

    story_id: int
    public_since: dt.datetime


class Place(NamedTuple):
    """A place in the order of time: just behind a story."""

    public_since: dt.datetime
    story_id: int


class Groups(NamedTuple):
    """Numbers of matches: rows of (value…, grouping, number), and among how many of the newest stories; 0: all."""

    rows: list[tuple[Any, ...]]
    looked_at: int = 0


class StorySearch:
    """One search of what readers may see at a moment. What it asks the database is asked within a `time_limit`.

    `is_unfinished`: the last word is only the beginning of one, for search while typing. `is_partial` says, after
    something was looked for, that there may be more further down than was read.
    """

    is_partial = False

    def __init__(self, wish: StoryWish, *, at: dt.datetime, is_unfinished: bool = False) -> None:
        self.wish = wish
        self._at = at
        self._query = wish.write_query(is_unfinished=is_unfinished)
        self._loose = wish.write_query(is_unfinished=is_unfinished, is_loose=True)

    def newest(self, *, count: int, before: Place | None = None) -> list[Match]:
        """The newest matches, or those just older than a place; the newest first."""
        return self._by_time(count, before, is_descending=True)

    def oldest_after(self, place: Place, *, count: int) -> list[Match]:
        """The matches just newer than a place; the oldest first."""
        return self._by_time(count, place, is_descending=False)

    def best(self, *, count: int, skipped: int = 0) -> list[Match]:
        """The matches whose words weigh most, among the newest so many."""
        newest = [match.story_id for match in self._by_time(_WEIGHED, None, is_descending=True, enough=_ENOUGH)]
        rows = _rows(
            f"SELECT story_id, public_since FROM {_TABLE} WHERE story_id = ANY(%s)"  # noqa: S608 (no input)
            " ORDER BY ts_rank(words, %s::tsquery) DESC, public_since DESC, story_id DESC LIMIT %s OFFSET %s",
            [newest, self._query, count, skipped],
        )
        return [Match(*row) for row in rows]

    def grouped(self, columns: Sequence[str], *, timezone: str) -> Groups:
        """The numbers of matches by each of these columns, and of all of them. `year` is that of the zone."""
        where, parameters = self._when()
        is_walk = not self._query or self._estimate >= _COUNTLESS or self._is_common_phrase
        if is_walk:
            looked_at = _SAMPLED if self._query else COUNTED_TO + 1
            source, values = self._near(where, parameters, _ORDER, looked_at)
        else:
            source, values = self._by_index(where, parameters)
        named = ", ".join(columns)
        sql = (
            f"WITH {source}, found AS MATERIALIZED (SELECT section_id, language, kind,"  # noqa: S608 (no input)
            " date_part('year', public_since AT TIME ZONE %s)::int AS year FROM matching)"
            f" SELECT {named}, GROUPING({named}), count(*) FROM found"
            f" GROUP BY GROUPING SETS ((), {', '.join(f'({name})' for name in columns)})"
        )
        rows = _rows(sql, [*values, timezone])
        if is_walk:
            walked = self._count_up_to(looked_at, where, parameters)
            return Groups(rows, walked if walked == looked_at else 0)
        return Groups(rows)

    def guess_total(self, *, found: int, looked_at: int) -> int:
        """How many match, about, if so many were found among so many of the newest."""
        where, parameters = self._when()
        if found < _FAITHFUL and self._query and not self._has_phrases:
            return self._ask_planner(f"{where} AND words @@ %s::tsquery", [*parameters, self._query])
        return self._ask_planner(where, parameters) * found // looked_at

    @cached_property
    def _estimate(self) -> int:
        """How many stories of all times match, about."""
        return self._ask_planner("words @@ %s::tsquery", [self._query])

    @property
    def _has_phrases(self) -> bool:
        return self._loose != self._query

    @cached_property
    def _is_common_phrase(self) -> bool:
        """Whether so many stories have the words of a phrase that the index is of no help."""
        return self._has_phrases and (
            not self._loose or self._ask_planner("words @@ %s::tsquery", [self._loose]) >= _COMMON
        )

    def _ask_planner(self, where: str, parameters: Sequence[Any]) -> int:
        """How many rows the planner expects from its statistics."""
        (plan,) = _rows(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {_TABLE} WHERE {where}", parameters)[0]  # noqa: S608 (no input)
        plan = json.loads(plan) if isinstance(plan, str) else plan
        return int(plan[0]["Plan"]["Plan Rows"])

    def _by_time(self, count: int, place: Place | None, *, is_descending: bool, enough: int = 0) -> list[Match]:
        order = _ORDER if is_descending else _ORDER.replace("DESC", "ASC")
        where, parameters = self._when()
        if place is not None:
            where += f" AND (public_since, story_id) {'<' if is_descending else '>'} (%s, %s)"
            parameters += place
        if not self._query:
            sql = f"SELECT story_id, public_since FROM {_TABLE} WHERE {where} {order} LIMIT %s"  # noqa: S608 (no input)
            return [Match(*row) for row in _rows(sql, [*parameters, count])]
        ending = f"SELECT story_id, public_since FROM matching {order} LIMIT %s"  # noqa: S608 (no input)
        if self._is_common_phrase or self._estimate >= _COMMON:
            walked = _READ if self._is_common_phrase else _WALKED
            source, values = self._near(where, parameters, order, walked)
            rows = _rows(f"WITH {source} {ending}", [*values, count])
            is_all = len(rows) >= (enough or count) or self._count_up_to(walked, where, parameters) < walked
            if is_all or self._is_common_phrase:
                self.is_partial = not is_all
                return [Match(*row) for row in rows]
        source, values = self._by_index(where, parameters)
        return [Match(*row) for row in _rows(f"WITH {source} {ending}", [*values, count])]

    def _near(self, where: str, parameters: Sequence[Any], order: str, count: int) -> tuple[str, list[Any]]:
        """`matching`: the matches among the so many stories that stand first. The limit keeps the planner from more."""
        near = f"SELECT * FROM {_TABLE} WHERE {where} {order} LIMIT %s"  # noqa: S608 (no input)
        condition, query = ("words @@ %s::tsquery", [self._query]) if self._query else ("true", [])
        return (
            f"matching AS NOT MATERIALIZED (SELECT * FROM ({near}) AS near WHERE {condition})",  # noqa: S608 (no input)
            [*parameters, count, *query],
        )

    def _by_index(self, where: str, parameters: Sequence[Any]) -> tuple[str, list[Any]]:
        """`matching`: the matches that the index of words names.

        What is materialized is asked of the index, and not looked for along the stories of a period.
        """
        named = (
            f"named AS MATERIALIZED (SELECT story_id, public_since, section_id, language, kind FROM {_TABLE}"  # noqa: S608 (no input)
            " WHERE words @@ %s::tsquery)"
        )
        return f"{named}, matching AS (SELECT * FROM named WHERE {where})", [self._query, *parameters]  # noqa: S608 (no input)

    def _count_up_to(self, count: int, where: str, parameters: Sequence[Any]) -> int:
        """How many stories there are of these times, as far as they are counted."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {_TABLE} WHERE {where} LIMIT %s) AS counted"  # noqa: S608 (no input)
        return int(_rows(sql, [*parameters, count])[0][0])

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
