"""People and workers who act at the same moment, each on a connection of their own."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def all_at_once(acts: Sequence[Callable[[], object]], *, refusals: tuple[type[Exception], ...] = ()) -> Counter[str]:
    """Start the acts together, and count the outcomes; `refusals` are outcomes too.

    What an act says in a word is counted under that word, anything else by the name of its type.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        start.wait(timeout=60)
        try:
            outcome = act()
        except refusals as refusal:
            outcome = refusal
        finally:
            connection.close()
        return outcome if isinstance(outcome, str) else type(outcome).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return Counter(pool.map(run, acts))
