"""The cookies that the site sets, all of which it can't do without: nobody who does not sign in gets any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsroom.shared.addresses import PageAddress
from newsroom.sign_in.middleware import SIGNED_IN_COOKIE

_SECONDS_OF_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class EssentialCookie:
    """A cookie as the public list describes it. `days` is 0 for one that ends with the browser's session."""

    name: str
    purpose: Promise
    set_when: Promise
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CookiesPage:
    """What `newsroom/cookies.html` shows. `analytics_name` is empty while the agency counts no visits."""

    address: PageAddress
    language: str
    cookies: list[EssentialCookie]
    analytics_name: str


def essential_cookies() -> Iterator[EssentialCookie]:
    """Every cookie that any page of the site may set, by the names and lifetimes of the settings."""
    session_days = settings.SESSION_COOKIE_AGE // _SECONDS_OF_A_DAY
    yield EssentialCookie(
        settings.SESSION_COOKIE_NAME,
        _("Knows you from one page to the next after you have signed in."),
        _("when you sign in, or begin to"),
        session_days,
    )
    yield EssentialCookie(
        settings.CSRF_COOKIE_NAME,
        _("Proves that a form was sent by you, and not by another site in your name."),
        _("on pages of the account that hold a form"),
        settings.CSRF_COOKIE_AGE // _SECONDS_OF_A_DAY,
    )
    yield EssentialCookie(
        SIGNED_IN_COOKIE,
        _("Says “1” and nothing else, so that public pages load the bar of your account."),
        _("when you sign in; gone when you sign out"),
        session_days,
    )
    yield EssentialCookie(
        settings.LANGUAGE_COOKIE_NAME,
        _("Keeps the language that staff have chosen for the newsroom’s desk."),
        _("when you switch the language of the desk"),
        (settings.LANGUAGE_COOKIE_AGE or 0) // _SECONDS_OF_A_DAY,
    )
    yield EssentialCookie(
        CookieStorage.cookie_name,
        _("Carries a sentence such as “Saved” to the next page."),
        _("on pages of the account and of the desk"),
        0,
    )
