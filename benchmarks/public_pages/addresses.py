"""The pages that are measured, on ours and on Wagtail's."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import Resolver404, resolve

from articles.models import PublicStory
from benchmarks.stories import words
from newsroom.shared.pagination import write_cursor

_STORIES = 40  # that are read in turn
_PAGE_SIZE = 20
_DEEP_PAGE = 1_000
_SECTION = words.SECTIONS[0][0]

FRONT, STORY, FIRST, DEEP = "front page", "story", "section, page 1", "section, page 1,000"
COMMON, RARE = "search, common word", "search, rare word"


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is asked for in turn under the name of one page; `on_wagtail` is empty where it has no such page."""

    ours: list[str]
    on_wagtail: list[str]


def list_addresses() -> dict[str, Addresses]:
    """The pages of the database that is connected. One that is too small for page 1,000 has its deepest page."""
    shown = PublicStory.objects.visible().in_language("bg").filter(section__slug=_SECTION).newest_first()
    newest = list(shown.filter(version__access="free").select_related("version", "section")[:_STORIES])
    depth = min(_DEEP_PAGE, shown.count() // _PAGE_SIZE)
    above = shown[(depth - 1) * _PAGE_SIZE - 1]
    pages = {
        FRONT: Addresses(["/bg/"], []),
        STORY: Addresses(
            [story.get_absolute_url() for story in newest], [f"/{_SECTION}/story-{story.pk}/" for story in newest]
        ),
        FIRST: Addresses([f"/bg/news/{_SECTION}/"], [f"/{_SECTION}/"]),
        DEEP: Addresses(
            [f"/bg/news/{_SECTION}/?before={write_cursor(above.public_since, above.pk)}"],
            [f"/{_SECTION}/?page={depth}"],
        ),
    }
    for name, word in ((COMMON, words.COMMON_WORD["bg"]), (RARE, words.RARE_WORD)):
        pages[name] = Addresses([f"/bg/search/?q={quote(word)}"], [f"/search/?query={quote(word)}"])
    try:
        resolve("/bg/search/")
    except Resolver404:
        del pages[COMMON], pages[RARE]
    return pages
