"""Whether a person has a second factor, and has used it in this session."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from newsroom.models import User

_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
_SET_UP_BY = "second_factor_set_up_by"
_WHERE_TO = "second_factor_where_to"


def has_second_factor(user: User) -> bool:
    """Whether this person has a passkey or an app. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user, type__in=_FACTORS).exists()


def has_used_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed, by a second factor; setting one up proves as much."""
    if request.session.get(_SET_UP_BY) == request.user.pk:
        return True
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


@receiver(authenticator_added)
def remember_set_up(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in _FACTORS:
        request.session[_SET_UP_BY] = user.pk


def proof_url(request: HttpRequest, *, then: str) -> str:
    """Where this person shows a second factor that is set up already, to go on to `then`."""
    has_app = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists()
    page = reverse("mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn")
    return f"{page}?{urlencode({'next': then})}"


def remember_where_to(request: HttpRequest, url: str) -> None:
    request.session[_WHERE_TO] = url


def where_to(request: HttpRequest) -> str:
    """The page of the desk that was asked for before the second factor."""
    return request.session.get(_WHERE_TO) or reverse("admin:index")
