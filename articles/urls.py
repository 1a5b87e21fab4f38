"""Addresses of the public story pages, under the prefix of a language."""

from django.urls import path, register_converter

from articles import views
from newsroom.shared.row_numbers import RowNumber

app_name = "articles"
register_converter(RowNumber, "story_number")

_STORY = "news/<slug:section>/<story_number:article_id>-<slug:slug>/"

urlpatterns = [
    path("news/", views.show_news, name="news"),
    path("news/<slug:slug>/", views.show_section, name="section"),
    path("news/<slug:section>/<story_number:article_id>/", views.show_story, {"slug": ""}),
    path(_STORY, views.show_story, name="story"),
    path(f"{_STORY}history/", views.show_history, name="history"),
    path(f"{_STORY}history/<story_number:number>/", views.show_version, name="version"),
    path(f"{_STORY}history/<story_number:number>/diff/", views.show_diff, name="diff"),
    path("today/", views.show_today, name="today"),
    path("tags/<slug:slug>/", views.show_tag, name="tag"),
    path("authors/<slug:slug>/", views.show_author, name="author"),
]
