"""What makes copies of pages stale, and what remembers it until it is done."""

from __future__ import annotations

import functools
import logging
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from django.conf import settings
from django.db import transaction

from newsroom.shared.page_cache.copies import copies_for_acts, copies_for_readers
from newsroom.shared.page_cache.link import Unavailable

log = logging.getLogger(__name__)
_AT_ONCE = 500  # tags in one round trip


class PendingBumps(Protocol):
    """Where bumps are written down in the transaction that they belong to."""

    def add(self, tags: Sequence[str], *, hide: bool) -> int:
        """Note a bump that is to come, and return its number."""

    def read(self, *, older_than: float) -> Iterable[tuple[int, Sequence[str], bool]]:
        """The bumps noted more than so many seconds ago and not done: number, tags, whether they hide."""

    def remove(self, numbers: Collection[int]) -> None:
        """Strike out what is done."""


class _Notebook:
    """The one place where bumps are noted. The composition root puts it here when the apps are ready."""

    pending: PendingBumps | None = None


def note_bumps_in(pending: PendingBumps) -> None:
    """Have bumps written down there from now on. For `AppConfig.ready`."""
    _Notebook.pending = pending


def bump(*tags: str, hide: bool = False) -> None:
    """Have every copy of a page that carries one of these tags be stale once the transaction has committed.

    With `hide` the old page is not handed to anybody any more, not even while the new one is being rendered: for what
    must no longer be read, such as a withdrawn story. The bump is noted in the transaction, and struck out when it is
    done: what Valkey could not be told, or a process that died did not tell, is told later.
    """
    wanted = tuple(dict.fromkeys(tags))
    if not wanted or not settings.PAGE_CACHE:
        return
    with transaction.atomic(savepoint=False):
        pending = _Notebook.pending
        number = pending.add(wanted, hide=hide) if pending is not None else None
        transaction.on_commit(functools.partial(_carry_out, number, wanted, hide=hide), robust=True)


def repeat_pending_bumps(*, older_than: float = 0.0) -> int:
    """Do what was noted and not done. To do it twice is no harm. Returns how many; raises Unavailable."""
    pending = _Notebook.pending
    if pending is None:
        return 0
    done = 0
    for number, tags, hide in pending.read(older_than=older_than):
        _make_stale(tags, hide=hide)
        pending.remove([number])
        done += 1
    return done


def _carry_out(number: int | None, tags: Sequence[str], *, hide: bool) -> None:
    try:
        _make_stale(tags, hide=hide)
    except Unavailable as error:
        # The note stays. This process looks at no copy before it has told Valkey; others are told by the clock's task.
        log.warning("Pages could not be made stale, and will be later: %s (%s)", " ".join(tags), error)
        copies_for_readers(repeat_pending_bumps).distrust()
        return
    if number is not None and _Notebook.pending is not None:
        _Notebook.pending.remove([number])


def _make_stale(tags: Sequence[str], *, hide: bool) -> None:
    copies = copies_for_acts()
    for start in range(0, len(tags), _AT_ONCE):
        copies.bump(tags[start : start + _AT_ONCE], hide=hide)
