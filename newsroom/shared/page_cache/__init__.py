"""Whole pages that are the same for everyone: what they show, until when, and what makes them stale."""

from newsroom.shared.page_cache.bumping import bump
from newsroom.shared.page_cache.public_pages import CHROME, PublicPage, show_publicly

__all__ = ["CHROME", "PublicPage", "bump", "show_publicly"]
