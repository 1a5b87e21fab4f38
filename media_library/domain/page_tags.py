"""What a change of photos changes on public pages, as the tags of the page cache."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.shared.page_cache import bump

LIBRARY = "photos"
# Pages that show photos of long ago, without naming each: they are told when any photo is withdrawn.
WITHDRAWN_PHOTOS = "photos-withdrawn"


def tag_of_photo(photo_id: int) -> str:
    """The tag of the pages that show this photo."""
    return f"photo-{photo_id}"


def bump_pages_of(photo_ids: Iterable[int], *, in_library: bool = True, hide: bool = False) -> None:
    """Have the pages that show these photos stale once the transaction has committed.

    The library's lists are among them, unless readers do not find the photo there before or after.
    """
    tags = [tag_of_photo(photo_id) for photo_id in photo_ids]
    if in_library and tags:
        tags.append(LIBRARY)
    bump(*tags, hide=hide)
