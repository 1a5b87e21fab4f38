"""The tables of the whole: people, what the site says of itself, and what is still to be told to the page cache."""

from newsroom.models.pending_bump import PendingBump
from newsroom.models.site_page import SitePage
from newsroom.models.user import User

__all__ = ["PendingBump", "SitePage", "User"]
