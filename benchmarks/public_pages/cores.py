"""One core for the servers and their engines, another for the readers, where the machine lets us choose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil


def two_cores() -> tuple[int | None, int | None]:
    """A core for those who serve and another for those who read; None where there is nothing to choose."""
    if not hasattr(os, "sched_getaffinity"):
        return None, None
    ours = sorted(os.sched_getaffinity(0))
    return (ours[0], ours[1]) if len(ours) > 1 else (None, None)


def use_core(core: int | None) -> None:
    """Keep this process, and what it starts from now on, on a core."""
    if core is not None:
        os.sched_setaffinity(0, {core})


@contextmanager
def children_on(core: int | None) -> Iterator[None]:
    """Start processes that stay on a core."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def move_to(core: int | None, process: psutil.Process) -> None:
    """Put a running process and its children on a core."""
    if core is not None:
        for each in (process, *process.children(recursive=True)):
            each.cpu_affinity([core])
