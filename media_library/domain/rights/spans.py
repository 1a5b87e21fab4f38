"""Half-open spans of time: from their start until before their end, None standing for no bound."""

from __future__ import annotations

import datetime as dt


def holds(starts_at: dt.datetime | None, ends_at: dt.datetime | None, on: dt.datetime) -> bool:
    """Is `on` within the span?"""
    return (starts_at is None or starts_at <= on) and (ends_at is None or on < ends_at)
