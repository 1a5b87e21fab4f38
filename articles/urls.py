"""Addresses of the public story pages, under the prefix of a language."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from articles.domain.feed_addresses import FORMS
from articles.feeds import answering as feeds
from articles.views import archive, corrections, lists, search, stories, today
from newsroom.shared.calendar_parts import TwoDigits, Year
from newsroom.shared.row_numbers import RowNumber

app_name = "articles"
register_converter(RowNumber, "story_number")
register_converter(Year, "year")
register_converter(TwoDigits, "two_digits")


class FeedForm(StringConverter):
    """The form of a feed, as its address ends."""

    regex = "|".join(FORMS)


register_converter(FeedForm, "feed_form")

_STORY = "news/<slug:section>/<story_number:article_id>-<slug:slug>/"

urlpatterns = [
    path("news/", lists.show_news, name="news"),
    path("news/<slug:slug>/", lists.show_section, name="section"),
    path("news/<slug:section>/<story_number:article_id>/", stories.show_story, {"slug": ""}),
    path(_STORY, stories.show_story, name="story"),
    path(f"{_STORY}history/", stories.show_history, name="history"),
    path(f"{_STORY}history/<story_number:number>/", stories.show_version, name="version"),
    path(f"{_STORY}history/<story_number:number>/diff/", stories.show_diff, name="diff"),
    path("corrections/", corrections.show_corrections, name="corrections"),
    path("today/", today.show_today, name="today"),
    path("search/", search.show_search, name="search"),
    path("search/suggestions/", search.show_suggestions, name="search-suggestions"),
    path("search/photos/", search.show_photo_search, name="search-photos"),
    path("archive/", archive.show_archive, name="archive"),
    path("archive/<year:year>/", archive.show_archive, name="archive-year"),
    path("archive/<year:year>/<two_digits:month>/", archive.show_archive, name="archive-month"),
    path("archive/<year:year>/<two_digits:month>/<two_digits:day>/", archive.show_day, name="archive-day"),
    path("photo-stories/", lists.show_photo_stories, name="photo-stories"),
    path("tags/<slug:slug>/", lists.show_tag, name="tag"),
    path("authors/<slug:slug>/", lists.show_author, name="author"),
    path("feeds/news.<feed_form:form>", feeds.show_news_feed, name="news-feed"),
    path("feeds/sections/<slug:slug>.<feed_form:form>", feeds.show_section_feed, name="section-feed"),
    path("feeds/tags/<slug:slug>.<feed_form:form>", feeds.show_tag_feed, name="tag-feed"),
    path("feeds/search.rss", feeds.show_search_feed, {"form": "rss"}, name="search-feed"),
    path("feeds/search.atom", feeds.show_search_feed, {"form": "atom"}),
    path("feeds/authors/<slug:slug>.<feed_form:form>", feeds.show_author_feed, name="author-feed"),
]
