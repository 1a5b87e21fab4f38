"""Where a photo is used. Whoever uses photos says so here, so that the library needs to know none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from media_library.models import Photo

if TYPE_CHECKING:
    from newsroom.models import User

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class PublicUse:
    """A public page that shows a photo: its title, address and time; its language where that is not the reader's."""

    title: str
    url: str
    at: dt.datetime
    language: str = ""


@dataclass(frozen=True, slots=True)
class DeskUse:
    """A piece of work that uses a photo, as staff see it: its title, its address in the admin, how and where.

    Of what the person may not open it tells no title, and has no address.
    """

    title: str
    url: str
    detail: str


# Takes a photo and the reader's language; gives the public pages of its app that show the photo, the newest first.
UseFinder = Callable[[Photo, str], Iterable[PublicUse]]
DeskUseFinder = Callable[[Photo, "User"], Iterable[DeskUse]]
_finders: list[UseFinder] = []
_desk_finders: list[DeskUseFinder] = []


def register_use(finder: UseFinder) -> UseFinder:
    """Have `finder` asked about every photo from now on, once however often registered. For `AppConfig.ready`."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def public_uses(photo: Photo, language: str) -> list[PublicUse]:
    """The public pages that show this photo, the newest first, twenty at most. One call of each registered finder."""
    found = [use for finder in _finders for use in finder(photo, language)]
    return sorted(found, key=lambda use: use.at, reverse=True)[:_MOST_SHOWN]


def register_desk_use(finder: DeskUseFinder) -> DeskUseFinder:
    """The same for the list that staff see: drafts and earlier versions too."""
    if finder not in _desk_finders:
        _desk_finders.append(finder)
    return finder


def desk_uses(photo: Photo, *, viewer: User) -> list[DeskUse]:
    """Everything that uses this photo, as `viewer` may know it, in the order of the finders."""
    return [use for finder in _desk_finders for use in finder(photo, viewer)]
