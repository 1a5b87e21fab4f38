"""The team of a customer: everybody in it sees it, owners change it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from subscriptions.domain import team
from subscriptions.domain.invitation_mail import send_invitation
from subscriptions.domain.membership import NotAMember
from subscriptions.forms.team import InviteForm, RoleForm
from subscriptions.models import Invitation, Member
from subscriptions.views.access import MemberRequest, member_required


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def show_team(request: MemberRequest) -> HttpResponse:
    """Members, seats and invitations; a POST invites."""
    if request.method == "POST":
        return _invite(request)
    return _answer(request, InviteForm())


@member_required(roles=Member.OWNERS)
def _invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST)
    if form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invitation = team.invite(email, role=form.cleaned_data["role"], by=request.member)
        except team.TeamRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _send(request, invitation)
            messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
            return _to_team()
    return _answer(request, form)


@require_POST
@member_required(roles=Member.OWNERS)
def resend(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = _own_invitation(request, invitation_id)

    def act() -> str:
        _send(request, team.renew_invitation(invitation.pk, by=request.member))
        return _("The invitation is on its way to %(email)s.") % {"email": invitation.email}

    return _do(request, act)


@require_POST
@member_required(roles=Member.OWNERS)
def revoke(request: MemberRequest, invitation_id: int) -> HttpResponse:
    invitation = _own_invitation(request, invitation_id)

    def act() -> str:
        team.revoke_invitation(invitation.pk, by=request.member)
        return _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}

    return _do(request, act)


@require_POST
@member_required(roles=Member.OWNERS)
def change_role(request: MemberRequest, member_id: int) -> HttpResponse:
    member = _colleague(request, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return _to_team()

    def act() -> str:
        changed = team.change_role(member.pk, role=form.cleaned_data["role"], by=request.member)
        return _("%(name)s: the role is now “%(role)s”.") % {"name": member, "role": changed.get_role_display()}

    return _do(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(roles=Member.OWNERS)
def remove(request: MemberRequest, member_id: int) -> HttpResponse:
    member = _colleague(request, member_id)
    if member.pk == request.member.pk:
        return HttpResponseRedirect(reverse("subscriptions:team-leave"))
    if request.method != "POST":
        return render(request, "subscriptions/team_remove.html", {"colleague": member})

    def act() -> str:
        team.remove_member(member.pk, by=request.member)
        return _("%(name)s is no longer in the team.") % {"name": member}

    return _do(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def leave(request: MemberRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "subscriptions/team_leave.html", {"customer": request.member.customer})
    try:
        team.leave_team(request.member)
    except team.TeamRefusal as refusal:
        messages.error(request, str(refusal))
        return _to_team()
    messages.success(request, _("You no longer act for %(name)s.") % {"name": request.member.customer})
    return HttpResponseRedirect(reverse("subscriptions:organisation"))


def _answer(request: MemberRequest, form: InviteForm) -> HttpResponse:
    customer = request.member.customer
    invitations = Invitation.objects.open().filter(customer=customer).select_related("invited_by")
    context = {
        "form": form,
        "colleagues": Member.objects.active().filter(customer=customer).select_related("user"),
        "invitations": invitations.order_by("created_at") if request.member.is_owner else (),
        "seats": team.count_seats(customer),
        "roles": Member.Role.choices,
        "now": timezone.now(),
    }
    return render(request, "subscriptions/team.html", context, status=200)


def _do(request: MemberRequest, act: Callable[[], str]) -> HttpResponse:
    """Carry out what was asked, say what came of it, and go back to the team."""
    try:
        messages.success(request, act())
    except (team.TeamRefusal, NotAMember) as refusal:
        messages.error(request, str(refusal))
    return _to_team()


def _send(request: MemberRequest, invitation: Invitation) -> None:
    path = reverse("subscriptions:invitation", args=[invitation.token])
    send_invitation(invitation, link=request.build_absolute_uri(path))


def _colleague(request: MemberRequest, member_id: int) -> Member:
    colleagues = Member.objects.active().filter(customer=request.member.customer_id).select_related("user")
    return get_object_or_404(colleagues, pk=member_id)


def _own_invitation(request: MemberRequest, invitation_id: int) -> Invitation:
    invitations = Invitation.objects.filter(customer=request.member.customer_id).select_related("customer")
    return get_object_or_404(invitations, pk=invitation_id)


def _to_team() -> HttpResponse:
    return HttpResponseRedirect(reverse("subscriptions:team"))
