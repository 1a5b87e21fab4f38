"""The desk: stories and what belongs to them, in the admin."""

from articles.admin.article import ArticleAdmin
from articles.admin.author import AuthorAdmin
from articles.admin.front_page import FrontPlaceAdmin
from articles.admin.wire import WireOriginalAdmin, WireSubjectAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "FrontPlaceAdmin", "WireOriginalAdmin", "WireSubjectAdmin"]
