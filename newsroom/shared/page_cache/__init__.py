"""Whole pages that are the same for everyone: what they show, until when, and what makes copies of them stale.

Views mark their responses (`public_pages`), acts say what they have changed (`bumping`). Copies lie in Valkey (`copies`
over `link`), and are handed out before Django is asked at all (`serving`, with `asking` and `answering`).
"""

from newsroom.shared.page_cache.bumping import bump
from newsroom.shared.page_cache.public_pages import CHROME, PublicPage, show_publicly

__all__ = ["CHROME", "PublicPage", "bump", "show_publicly"]
