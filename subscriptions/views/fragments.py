"""What pages of the public site fetch for those who are signed in. Private, never stored, and empty for all others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from subscriptions.domain.account_bar import read_bar
from subscriptions.domain.entitlement import photo_licences
from subscriptions.domain.membership import member_of
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.selection_page import chosen_among
from subscriptions.forms.selection import read_photo_ids
from subscriptions.models import MOST_AT_ONCE
from subscriptions.views.access import MemberRequest

View = Callable[..., HttpResponse]


def fragment(view: View) -> View:
    """Set `request.member` (None for who acts for nobody); whoever is not signed in gets nothing (204).

    A script asks, so that to send it on to the sign-in page would be of no use to anyone.
    """

    @wraps(view)
    def answer(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            request.member = member_of(request.user)
            response = view(request, *args, **kwargs)
        else:
            response = HttpResponse(status=204)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return require_GET(answer)


def is_asked_by_script(request: HttpRequest) -> bool:
    """Whether the answer goes to our own script, which asks for JSON and for nothing else."""
    return request.headers.get("Accept") == "application/json"


@fragment
def show_bar(request: MemberRequest) -> HttpResponse:
    """The account bar: it stands where «Sign in» does for others."""
    bar = read_bar(request.member) if request.member else None
    return render(request, "subscriptions/bar.html", {"member": request.member, "bar": bar})


@fragment
def show_choices(request: MemberRequest) -> HttpResponse:
    """Which photos of a page the member has put aside, and on which the customer holds a licence."""
    if not request.member:
        return HttpResponse(status=204)
    photo_ids = read_photo_ids(request.GET)[:MOST_AT_ONCE]
    held = photo_licences(request.member.customer, photo_ids)
    chosen = chosen_among(photo_ids, member=request.member)
    return JsonResponse({"chosen": sorted(chosen), "licences": {pk: held[pk].number for pk in sorted(held)}})


@fragment
def show_offer(request: MemberRequest, photo_id: int) -> HttpResponse:
    """What one photo would take, and from what; or the licence on it; or why it can't be had."""
    if not request.member:
        return HttpResponse(status=204)
    quote = quote_photos([photo_id], member=request.member)
    return render(
        request, "subscriptions/offer.html", {"quote": quote, "line": quote.lines[0], "member": request.member}
    )
