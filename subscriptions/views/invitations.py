"""An invitation, as whoever has its link sees it: signed in or not, with an account or without."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from subscriptions.domain import team
from subscriptions.domain.membership import member_of

# Who signs up must open a link in mail first; the session leads back here afterwards.
_SESSION_KEY = "invitation"


@require_http_methods(["GET", "HEAD", "POST"])
def show_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Say who invites whom to what; a POST of who is signed in accepts."""
    if request.method == "POST":
        return _accept(request, token)
    invitation = team.find_invitation(token)
    if invitation is None:
        request.session.pop(_SESSION_KEY, None)
        return render(request, "subscriptions/invitation_over.html", status=410)
    here = request.path
    if not request.user.is_authenticated:
        request.session[_SESSION_KEY] = token
    context = {
        "invitation": invitation,
        "held": member_of(request.user),
        "is_invited": request.user.is_authenticated and team.is_invited(request.user, invitation),
        "sign_in_url": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "sign_up_url": f"{reverse('account_signup')}?{urlencode({'next': here, 'email': invitation.email})}",
    }
    return render(request, "subscriptions/invitation.html", context)


def invitation_url(request: HttpRequest) -> str:
    """The invitation that this session has looked at and not yet accepted; empty if there is none."""
    token = request.session.get(_SESSION_KEY)
    return reverse("subscriptions:invitation", args=[token]) if token else ""


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        member = team.accept_invitation(token, user=request.user)
    except team.NotTheInvited:
        return HttpResponseRedirect(request.path)  # The page says what to do.
    except team.TeamRefusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("subscriptions:organisation"))
    finally:
        request.session.pop(_SESSION_KEY, None)
    messages.success(request, _("Welcome. You now act for %(name)s.") % {"name": member.customer})
    return HttpResponseRedirect(reverse("subscriptions:organisation"))
