from articles.models.act_record import ActRecord
from articles.models.archive_day import ArchiveDay
from articles.models.article import Article, ArticleTag, BylineEntry
from articles.models.article_photo import ArticlePhoto
from articles.models.author import Author
from articles.models.front_place import FrontPlace
from articles.models.known_word import KnownWord
from articles.models.public_story import PublicStory
from articles.models.related import RelatedLink, RelatedPick
from articles.models.searchable_story import SearchableStory
from articles.models.version import Version
from articles.models.wire import WireFile, WireOriginal, WireSubject

__all__ = [
    "ActRecord",
    "ArchiveDay",
    "Article",
    "ArticlePhoto",
    "ArticleTag",
    "Author",
    "BylineEntry",
    "FrontPlace",
    "KnownWord",
    "PublicStory",
    "RelatedLink",
    "RelatedPick",
    "SearchableStory",
    "Version",
    "WireFile",
    "WireOriginal",
    "WireSubject",
]
