"""People and workers who act at the same moment, each on a connection of their own."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def all_at_once(acts: Sequence[Callable[[], object]], *, refusals: tuple[type[Exception], ...] = ()) -> Counter[str]:
    """Start the acts together, and count the outcomes by the name of their type; `refusals` are outcomes too."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=30)
        try:
            return type(act()).__name__
        except refusals as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))
