"""Addresses of the subscriptions, under the prefix of a language: the rooms of the account, and what is public."""

from django.urls import include, path

from subscriptions.views import organisation

app_name = "subscriptions"

# Sessions exist under account/ only (newsroom.shared.private_sessions).
account_patterns = [
    path("organisation/", organisation.show_organisation, name="organisation"),
]

public_patterns: list = []

urlpatterns = [
    path("account/", include(account_patterns)),
    *public_patterns,
]
