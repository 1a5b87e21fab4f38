"""The benchmark of public pages in its smallest form, so that it still runs when somebody wants its figures."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.stories.writing import MOST, write_story

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_benchmark_of_pages_measures_each_page_cached_and_uncached():
    smallest = ["--stories", "200", "--seconds", "0.1", "--rounds", "1", "--without-wagtail"]

    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "pages.py", *smallest], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    uncached, _heading, cached = done.stdout.partition("Cached")
    for page in ("front page", "story", "section, page 1", "section, page 1,000"):
        assert f"\n{page} " in uncached
        assert f"\n{page} " in cached


def test_a_story_of_the_benchmarks_is_the_same_whenever_it_is_written():
    story = write_story(MOST - 40)

    assert (story.headline, story.language, story.is_updated) == (
        "Омбудсманът завърши линията за високоскоростни влакове",
        "bg",
        True,
    )
