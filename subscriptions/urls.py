"""Addresses of the subscriptions, under the prefix of a language: the rooms of the account, and what is public."""

from django.urls import include, path, register_converter

from newsroom.shared.row_numbers import RowNumber
from subscriptions.views import certificates, downloads, fragments, organisation, selection, taking

app_name = "subscriptions"
register_converter(RowNumber, "row_number")

# Sessions exist under account/ only (newsroom.shared.private_sessions).
account_patterns = [
    path("organisation/", organisation.show_organisation, name="organisation"),
    # Photos put aside, and taken.
    path("selection/", selection.show_current, name="selection"),
    path("selection/add/", selection.add_photos, name="selection-add"),
    path("selection/remove/", selection.remove_photos, name="selection-remove"),
    path("selection/<row_number:selection_id>/", selection.show_selection, name="selection-kept"),
    path("selection/<row_number:selection_id>/photos/", selection.change_photos, name="selection-photos"),
    path("selection/<row_number:selection_id>/change/", selection.change_selection, name="selection-change"),
    path("selection/<row_number:selection_id>/resume/", selection.resume_selection, name="selection-resume"),
    path("selection/<row_number:selection_id>/delete/", selection.delete_selection, name="selection-delete"),
    path("take/", taking.show_quote, name="take"),
    path("take/confirm/", taking.confirm_quote, name="take-confirm"),
    path("take/<uuid:key>/", taking.show_taken, name="taken"),
    # What public pages fetch for who is signed in.
    path("bar/", fragments.show_bar, name="bar"),
    path("bar/photos/", fragments.show_choices, name="choices"),
    path("bar/photos/<row_number:photo_id>/", fragments.show_offer, name="offer"),
    # What was bought, and how it leaves.
    path("purchases/<slug:number>/", certificates.show_certificate, name="purchase"),
    path("purchases/<slug:number>/certificate.pdf", certificates.send_certificate, name="certificate"),
    path("downloads/", downloads.list_downloads, name="downloads"),
    path("downloads/prepare/", downloads.prepare_download, name="download-prepare"),
    path("downloads/file/<str:token>/", downloads.download_file, name="download-file"),
    path("downloads/zip/<str:token>/", downloads.download_zip, name="download-zip"),
]

public_patterns = [
    path("licences/<slug:code>/", certificates.verify_licence, name="licence"),
]

urlpatterns = [
    path("account/", include(account_patterns)),
    *public_patterns,
]
