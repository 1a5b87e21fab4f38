"""Addresses of the subscriptions, under the prefix of a language: the rooms of the account, and what is public."""

from django.urls import include, path, register_converter

from newsroom.shared.row_numbers import RowNumber
from subscriptions.views import (
    certificates,
    downloads,
    fragments,
    home,
    invitations,
    invoices,
    organisation,
    purchases,
    selection,
    statement,
    stories,
    subscribing,
    taking,
    team,
)

app_name = "subscriptions"
register_converter(RowNumber, "row_number")

_VERSION = "stories/<row_number:article_id>/history/<row_number:number>/"

# Sessions exist under account/ only (newsroom.shared.private_sessions).
account_patterns = [
    path("organisation/", organisation.show_organisation, name="organisation"),
    path("organisation/register/", organisation.register_organisation, name="organisation-register"),
    path("organisation/change/", organisation.change_organisation, name="organisation-change"),
    path("team/", team.show_team, name="team"),
    path("team/leave/", team.leave, name="team-leave"),
    path("team/<row_number:member_id>/role/", team.change_role, name="team-role"),
    path("team/<row_number:member_id>/remove/", team.remove, name="team-remove"),
    path("team/invitations/<row_number:invitation_id>/send/", team.resend, name="team-resend"),
    path("team/invitations/<row_number:invitation_id>/revoke/", team.revoke, name="team-revoke"),
    path("invitations/<slug:token>/", invitations.show_invitation, name="invitation"),
    # What the customer has, asks for and has taken.
    path("", home.show_home, name="home"),
    path("packages/", home.show_packages, name="packages"),
    path("packages/request/", home.ask_for_package, name="package-request"),
    path("purchases/", purchases.show_purchases, name="purchases"),
    path("statement/", statement.show_statement, name="statement"),
    path("statement/statement.csv", statement.download_csv, name="statement-csv"),
    path("statement/statement.pdf", statement.download_pdf, name="statement-pdf"),
    # Stories for subscribers.
    path("stories/<row_number:article_id>/", stories.show_story, name="story"),
    path("stories/<row_number:article_id>/box/", stories.show_box, name="story-box"),
    path("stories/<row_number:article_id>/confirm/", stories.confirm_story, name="story-confirm"),
    path("stories/<row_number:article_id>/files/<slug:form>/", stories.download_story, name="story-file"),
    path("stories/<row_number:article_id>/history/", stories.show_history, name="story-history"),
    path(_VERSION, stories.show_version, name="story-version"),
    path(f"{_VERSION}diff/", stories.show_diff, name="story-diff"),
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
    # What was billed.
    path("invoices/", invoices.show_invoices, name="invoices"),
    path("invoices/<slug:number>.pdf", invoices.download_invoice, name="invoice"),
]

public_patterns = [
    path("licences/<slug:code>/", certificates.verify_licence, name="licence"),
    path("subscriptions/", subscribing.show_offers, name="subscribing"),
]

urlpatterns = [
    path("account/", include(account_patterns)),
    *public_patterns,
]
