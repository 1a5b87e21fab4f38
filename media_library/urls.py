"""Addresses of the public photo library, under the prefix of a language."""

from django.urls import path, register_converter

from media_library import views
from newsroom.shared.row_numbers import RowNumber

app_name = "media_library"
register_converter(RowNumber, "photo_number")

urlpatterns = [
    path("photos/", views.show_photos, name="photos"),
    path("photos/<photo_number:photo_id>/", views.show_photo, name="photo-number"),
    path("photos/<photo_number:photo_id>-<slug:slug>/", views.show_photo, name="photo"),
]
