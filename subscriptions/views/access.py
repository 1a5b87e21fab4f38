"""Who may enter a room of the account."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from subscriptions.domain.membership import colleagues_with, member_of
from subscriptions.models import Member

if TYPE_CHECKING:
    from newsroom.models import User


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


class MemberRequest(PersonRequest):
    """A request of somebody who acts for a customer."""

    member: Member


View = Callable[..., HttpResponse]


def person_required(view: View) -> View:
    """Let in who is signed in, member or not; everyone else is asked to sign in. Nothing of it is stored on the way."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _keep_private(redirect_to_login(request.get_full_path()))
        return _keep_private(view(request, *args, **kwargs))

    return enter


def member_required(view: View | None = None, *, roles: Collection[str] | None = None) -> Any:
    """Let in who acts for a customer, in one of the `roles` (by default any), and set `request.member`.

    Visitors are asked to sign in; people without a customer are led to the page that says how to get one; who has
    another role gets a page (403) that names those of the team who may. The membership is read at each request, so
    whoever was removed is out on the next one.
    """
    if view is None:
        return lambda decorated: member_required(decorated, roles=roles)

    @wraps(view)
    def enter(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = member_of(request.user)
        if member is None:
            return HttpResponseRedirect(reverse("subscriptions:organisation"))
        request.member = member
        if roles is not None and member.role not in roles:
            shown = {"member": member, "names": colleagues_with(roles, member=member)}
            return render(request, "subscriptions/room_closed.html", shown, status=403)
        return view(request, *args, **kwargs)

    return person_required(enter)


def _keep_private(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
