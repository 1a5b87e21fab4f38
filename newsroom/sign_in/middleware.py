"""The mark of those who are signed in, and the second factor of staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from newsroom.shared.private_sessions import is_private
from newsroom.sign_in.second_factor import has_second_factor, has_used_second_factor, proof_url, remember_where_to

SIGNED_IN_COOKIE = "signed_in"
GetResponse = Callable[[HttpRequest], HttpResponse]


class SignedInCookieMiddleware:
    """Keeps the cookie `signed_in` beside the session: a mark without a secret, which scripts may read.

    Public pages are the same for everyone; the mark only tells their script that it is worth asking for what is
    personal. It comes and goes with the session, and is set nowhere but on private pages.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_private(request.path_info):
            self._keep_mark(request, response)
        return response

    def _keep_mark(self, request: HttpRequest, response: HttpResponse) -> None:
        is_marked = SIGNED_IN_COOKIE in request.COOKIES
        if not request.user.is_authenticated:
            if is_marked:
                response.delete_cookie(SIGNED_IN_COOKIE, samesite="Lax")
            return
        if request.session.modified or not is_marked:
            until_close = request.session.get_expire_at_browser_close()
            response.set_cookie(
                SIGNED_IN_COOKIE,
                "1",
                max_age=None if until_close else request.session.get_expiry_age(),
                secure=settings.SESSION_COOKIE_SECURE,
                samesite="Lax",
            )


class StaffSecondFactorMiddleware:
    """Lets staff into the admin only once they have used a second factor in this session (`REQUIRE_STAFF_MFA`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if not settings.REQUIRE_STAFF_MFA or match is None or "admin" not in match.app_names:
            return None
        if not request.user.is_authenticated or not request.user.is_staff or match.url_name == "logout":
            return None
        if not has_second_factor(request.user):
            remember_where_to(request, self._where_to(request))
            messages.warning(request, _("The desk needs a second factor. Set up a passkey or an authenticator app."))
            return HttpResponseRedirect(reverse("account_security"))
        if not has_used_second_factor(request):
            return HttpResponseRedirect(proof_url(request, then=self._where_to(request)))
        return None

    def _where_to(self, request: HttpRequest) -> str:
        """The page that was asked for; what was sent to it is not repeated."""
        if request.method in {"GET", "HEAD"}:
            return get_next_redirect_url(request) or request.get_full_path()
        return reverse("admin:index")
