"""Every address, in one place."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from newsroom import health, media_files, sitemaps, views
from newsroom.shared.row_numbers import PartNumber
from newsroom.sign_in.too_many import answer_too_many

register_converter(PartNumber, "part_number")

handler400 = views.refuse_request
handler403 = views.refuse_access
handler404 = views.say_not_found
handler429 = answer_too_many
handler500 = views.say_broken

urlpatterns = [
    path("", views.go_to_front_page),
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("robots.txt", sitemaps.show_robots),
    path("sitemap.xml", sitemaps.show_sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.show_pages, name="sitemap-pages"),
    path("sitemap-stories-<part_number:part>.xml", sitemaps.show_stories, name="sitemap-stories"),
    path("sitemap-photos-<part_number:part>.xml", sitemaps.show_photos, name="sitemap-photos"),
    path("sitemap-tags-<part_number:part>.xml", sitemaps.show_tags, name="sitemap-tags"),
    path("news-sitemap.xml", sitemaps.show_newest, name="news-sitemap"),
    path("media/<path:name>", media_files.show_media_file),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]
urlpatterns += i18n_patterns(
    path("", views.show_front_page, name="front-page"),
    path("", include("articles.urls")),
    path("", include("media_library.urls")),
    path("", include("subscriptions.urls")),
    path("", include("newsroom.site_pages.urls")),
    path("account/", include("newsroom.sign_in.urls")),
)
