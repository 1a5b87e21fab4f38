"""The tables of the whole: people, and what the site says of itself."""

from newsroom.models.site_page import SitePage
from newsroom.models.user import User

__all__ = ["SitePage", "User"]
