"""What was measured, as tables with ratios and the aims that they are held to."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.public_pages.addresses import DEEP, FIRST, STORY
from benchmarks.public_pages.load import Measured

# Times as many pages a second as Wagtail.
_AIMS_UNCACHED = {STORY: 6.0, FIRST: 10.0, DEEP: 25.0}
_AIM_CACHED, _AIM_BARE = 3.0, 1.0
_AIM_GROWTH, _AIM_DEPTH = 1.3, 1.2
Results = dict[str, dict[str, Measured]]  # server → page


def print_tables(results: Results, *, sizes: Sequence[int], compared: int) -> None:
    """Print what was measured at each size uncached, and at the compared size beside the others."""
    uncached, cached, bare = results[f"uncached {compared}"], results["cached"], results["bare view"]
    wagtail, wagtail_cached = results.get("Wagtail", {}), results.get("Wagtail cached", {})

    print(
        f"\nUncached, {compared:,} stories: pages a second, and how long one reader waits (half the time / 99 of 100)"
    )
    for page, ours in uncached.items():
        theirs = wagtail.get(page)
        aim = f"aim {_AIMS_UNCACHED[page]:g}" if page in _AIMS_UNCACHED else ""
        print(
            f"{page:<22}{_told(ours)}" + (f"   Wagtail{_told(theirs)}{_times(ours, theirs)}  {aim}" if theirs else "")
        )
    depth = uncached[FIRST].rate / uncached[DEEP].rate
    print(f"{DEEP} takes {depth:.2f} times as long as page 1 (aim: at most {_AIM_DEPTH})")

    print(f"\nCached, {compared:,} stories")
    for page, ours in cached.items():
        line = f"{page:<22}{_told(ours)}   bare view{_told(bare[page])}{_times(ours, bare[page])}  aim {_AIM_BARE:g}"
        if theirs := wagtail_cached.get(page):
            line += f"   Wagtail{_told(theirs)}{_times(ours, theirs)}  aim {_AIM_CACHED:g}"
        print(line)

    if len(sizes) > 1:
        print(f"\nUncached, pages a second as the archive grows (aim: at most {_AIM_GROWTH} times as long)")
        print(f"{'stories':<22}" + "".join(f"{size:>12,}" for size in sizes) + f"{'ratio':>9}")
        for page in uncached:
            rates = [results[f"uncached {size}"][page].rate for size in sizes]
            print(f"{page:<22}" + "".join(f"{rate:>12.0f}" for rate in rates) + f"{rates[0] / rates[-1]:>9.2f}")


def _told(measured: Measured) -> str:
    return (
        f"{measured.rate:>8.0f}/s {measured.cpu:>7.2f} ms CPU"
        f" {measured.median:>7.2f} / {measured.percentile_99:>7.2f} ms"
    )


def _times(ours: Measured, theirs: Measured) -> str:
    return f"  ×{ours.rate / theirs.rate:<6.2f}"
