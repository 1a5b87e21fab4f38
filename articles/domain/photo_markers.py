"""Where photos stand in the text: `<figure data-photo="17"></figure>` between its blocks, and nothing in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

MARKER = re.compile(r'<figure data-photo="([1-9][0-9]{0,17})"></figure>', re.ASCII)


def marked_photos(body: str) -> list[int]:
    """The ids of the photos in a cleaned body, in the order of the text, each once."""
    return list(dict.fromkeys(int(number) for number in MARKER.findall(body)))


def keep_markers(body: str, *, of: Collection[int]) -> str:
    """The body with the first marker of each of these photos, and no other."""
    seen: set[int] = set()

    def keep(photo_id: int) -> str:
        if photo_id not in of or photo_id in seen:
            return ""
        seen.add(photo_id)
        return f'<figure data-photo="{photo_id}"></figure>'

    return replace_markers(body, keep)


def replace_markers(body: str, write: Callable[[int], str]) -> str:
    """The body with what `write` gives for a photo's id in the place of its marker."""
    return MARKER.sub(lambda found: write(int(found[1])), body)


def split_at_markers(body: str) -> list[tuple[str, int | None]]:
    """The body in pieces: markup, and the id of the photo that follows it; None behind the last piece."""
    pieces = MARKER.split(body)
    photos = [int(number) for number in pieces[1::2]]
    return list(zip(pieces[::2], [*photos, None], strict=True))
