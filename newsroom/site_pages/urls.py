"""Addresses of the pages about the agency, under the prefix of a language."""

from django.urls import path

from newsroom.site_pages import views

app_name = "site-pages"
urlpatterns = [
    path("about/cookies/", views.show_cookies, name="cookies"),
    path("about/<slug:key>/", views.show_page, name="page"),
]
