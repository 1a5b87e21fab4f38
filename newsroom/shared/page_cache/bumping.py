"""What makes copies of pages stale."""

from __future__ import annotations


def bump(*tags: str, hide: bool = False) -> None:
    """Have every copy of a page that carries one of these tags be stale once the transaction has committed.

    With `hide` the old page is not handed to anybody any more, not even while the new one is being rendered: for what
    must no longer be read, such as a withdrawn story.
    """
