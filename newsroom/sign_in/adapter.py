"""Where Newsroom differs from what django-allauth does by itself."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom.models import User
from newsroom.shared.addresses import active_language, path_in
from newsroom.shared.client_address import client_address
from newsroom.sign_in.too_many import answer_too_many
from subscriptions.views.invitations import invitation_url

# How long the window of ACCOUNT_RATE_LIMITS["login_failed"] is: the longest that anyone has to wait.
FAILED_SIGN_INS_WINDOW = dt.timedelta(minutes=10)
_MISMATCH = _("The e-mail or user name and the password do not belong together. Look at both, and try again.")


def display_name(user: User) -> str:
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in in the words of the site; guesses limited for the account and the address together."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is the address that you have already."),
        "email_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Wait for the next one, and type it without spaces."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("The link is not valid any more."),
        "rate_limited": _("Too many attempts in a short time. Wait a few minutes, and try again."),
        "too_many_login_attempts": _("Too many wrong attempts. Wait ten minutes, and try again."),
    }

    # --- Limits -----------------------------------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count the guesses for an account from one address by themselves: whoever guesses locks out only himself."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}|{get_ip(request)}"

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "unknown"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(answer_too_many(request, wait=FAILED_SIGN_INS_WINDOW)) from error

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has signed in within the last minutes has just proved who it is, and is not asked again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        records = get_authentication_records(self.request, self.request.user)
        proofs = [record["at"] for record in records if record["method"] in {"password", "mfa"}]
        return not proofs or time.time() - max(proofs) > REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": gettext("By your password"),
            "mfa_reauthenticate": gettext("By a code from the app, or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("By a passkey"),
        }
        return [method | {"description": words[method["id"]]} for method in super().get_reauthentication_methods(user)]

    def get_login_stages(self) -> list[str]:
        own = {"allauth.account.stages.EmailVerificationStage": "newsroom.sign_in.stages.EmailVerificationStage"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    # --- Where to ---------------------------------------------------------------------------------------------

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if invited := invitation_url(request):
            return invited
        return reverse("admin:index") if request.user.is_staff else account_url()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return account_url()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return path_in(active_language(), "front-page")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_security")

    # --- Mail -------------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send once what it tells of is stored. A mail server that fails is logged, and breaks nothing."""
        request = self.request
        message = self.render_mail(template_prefix, email, {"request": request, "email": email} | context)
        transaction.on_commit(message.send, robust=True)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors in the words of the site, under the agency's name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor. Set one up first."),
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def get_totp_issuer(self) -> str:
        return settings.AGENCY_NAME[active_language()]

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": self.get_totp_issuer()}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 (allauth's name)
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}


def account_url() -> str:
    """Where a member lands who did not ask for anything else."""
    return reverse(settings.LOGIN_REDIRECT_URL)
