"""Addresses of sign-in and security, under the prefix of a language and account/."""

from django.urls import include, path
from django.views.generic import RedirectView

from newsroom.sign_in import views

_to_security = RedirectView.as_view(pattern_name="account_security")

urlpatterns = [
    path("security/", views.show_security, name="account_security"),
    # Our one page says what two of allauth's would; the names stay, because its views lead to them.
    path("2fa/", _to_security, name="mfa_index"),
    path("2fa/webauthn/", _to_security, name="mfa_list_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
