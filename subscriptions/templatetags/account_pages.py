"""What the templates of the account ask for: its rooms, and the same page in another language."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from media_library.domain.rights import Reason, Verdict
from newsroom.shared.addresses import PageAddress
from subscriptions.domain.membership import member_of
from subscriptions.domain.taking_page import TOLD_ONCE
from subscriptions.models import Member

register = template.Library()

# Who acts for nobody yet sees only what needs no customer.
_FOR_EVERYONE = {"subscriptions:organisation", "account_security"}
# What owners answer for.
_FOR_OWNERS = {"subscriptions:statement", "subscriptions:invoices", "subscriptions:packages"}
_ROOMS: list[tuple[str, Promise]] = [
    ("subscriptions:home", _("Overview")),
    ("subscriptions:selection", pgettext_lazy("photos put aside", "Selection")),
    ("subscriptions:purchases", _("Purchases")),
    ("subscriptions:downloads", _("Downloads")),
    ("subscriptions:statement", _("Statement")),
    ("subscriptions:invoices", _("Invoices")),
    ("subscriptions:packages", _("Packages")),
    ("subscriptions:team", _("Team")),
    ("subscriptions:organisation", _("Organisation")),
    ("account_security", _("Security")),
]


# Pages whose address does not begin with that of the room they are part of.
_PAGES_OF_ROOMS = {"take/": "subscriptions:selection", "stories/": "subscriptions:purchases"}


@dataclass(frozen=True, slots=True)
class Room:
    """One link of the account's navigation."""

    name: Promise
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the site's frame asks of a page."""

    address: PageAddress


@register.simple_tag(takes_context=True)
def account_rooms(context: Context) -> list[Room]:
    """The rooms that are open to whoever asks. Rooms that have no address yet are left out."""
    request: HttpRequest = context["request"]
    member = acting_member(context)
    rooms = []
    for view_name, name in _ROOMS:
        try:
            url = reverse(view_name)
        except NoReverseMatch:
            continue
        if member is None and view_name not in _FOR_EVERYONE:
            continue
        if member is None or member.is_owner or view_name not in _FOR_OWNERS:
            rooms.append((name, url))
    current = _room_of(request.path, [url for _name, url in rooms])
    return [Room(name, url, is_current=url == current) for name, url in rooms]


def _room_of(path: str, rooms: list[str]) -> str:
    """The room that a page belongs to; empty for one that belongs to none."""
    home = reverse("subscriptions:home")
    for beginning, view_name in _PAGES_OF_ROOMS.items():
        if path.startswith(home + beginning):
            return reverse(view_name)
    # The overview is where every other address of the account begins.
    return max((url for url in rooms if path.startswith(url) and (url != home or path == home)), key=len, default="")


@register.simple_tag(takes_context=True)
def acting_member(context: Context) -> Member | None:
    """The membership of whoever asks: what the view has found, or one query."""
    request: HttpRequest = context["request"]
    if not hasattr(request, "member"):
        request.member = member_of(request.user)  # type: ignore[attr-defined]
    return request.member  # type: ignore[attr-defined,no-any-return]


@register.simple_tag(takes_context=True)
def account_page(context: Context) -> AccountPage:
    """This page in the other languages, for the switch in the site's head; never for search engines."""
    path = context["request"].get_full_path()
    others = {code: translate_url(path, code) for code in dict(settings.LANGUAGES) if code != get_language()}
    return AccountPage(PageAddress(path=path, others=others, has_alternates=False, is_indexed=False))


@register.simple_tag
def reason_text(reason: Reason, language: str) -> str:
    """A reason for a customer: its sentence, and the rights holder's own words; not our notes on leases."""
    text = reason.text(language)
    if not reason.words or reason.origin not in {"photo", "supplier"}:
        return text
    return gettext("%(reason)s (“%(words)s”)") % {"reason": text, "words": reason.words}


@register.simple_tag
def reason_texts(verdict: Verdict, effect: str, language: str) -> list[str]:
    """The reasons of one effect, each sentence once: photo and supplier often say the same."""
    return list(dict.fromkeys(reason_text(reason, language) for reason in verdict.reasons if reason.effect == effect))


@register.simple_tag
def advice_texts(verdict: Verdict, language: str) -> list[str]:
    """What is worth knowing of one photo; not what the page says once for all of them."""
    told = Verdict(tuple(reason for reason in verdict.reasons if reason.code != TOLD_ONCE))
    return reason_texts(told, "advise", language)
