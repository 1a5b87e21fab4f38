"""The team of a customer, as sales change it on the customer's behalf."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from subscriptions.admin.confirming import Question, check_permission, posted, way_to_customer
from subscriptions.domain import team
from subscriptions.domain.invitation_mail import send_invitation
from subscriptions.domain.team_acts import PERMISSION, SalesActing
from subscriptions.forms.sales import InvitationForm, MemberRoleForm, PlainForm, RemovalForm
from subscriptions.models import Customer, Invitation, Member


class TeamPagesMixin:
    """The addresses of a team, under that of its customer."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "subscriptions_customer"
        invitation, member = (
            "<int:object_id>/invitations/<int:invitation_id>",
            "<int:object_id>/members/<int:member_id>",
        )
        return [
            path("<int:object_id>/invite/", view(self.invite_view), name=f"{name}_invite"),
            path(f"{invitation}/send/", view(self.resend_view), name=f"{name}_resend"),
            path(f"{invitation}/withdraw/", view(self.revoke_view), name=f"{name}_revoke"),
            path(f"{member}/role/", view(self.role_view), name=f"{name}_role"),
            path(f"{member}/remove/", view(self.remove_view), name=f"{name}_remove"),
            *super().get_urls(),
        ]

    def invite_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Offer somebody a seat: above all the first owner, who then invites the others."""
        customer = self._customer(request, object_id)
        question = Question(
            title=_("Invite by e-mail"),
            about=customer.name,
            will=[
                _("A letter with a link goes to this address, in the customer's language; the link works for 14 days."),
                _("An owner invites the others, asks for packages and reads the statements."),
                _tell_seats(customer),
            ],
            button=_("Send the invitation"),
            way=way_to_customer(customer),
        )

        def act(told: dict[str, Any]) -> str:
            with transaction.atomic():
                made = team.invite(told["email"], role=told["role"], by=SalesActing(request.user, customer.pk))
                return _send(request, made)

        return self.confirm(request, question, InvitationForm(posted(request)), act)

    def resend_view(self, request: HttpRequest, object_id: int, invitation_id: int) -> HttpResponse:
        customer = self._customer(request, object_id)
        invitation = _invitation_or_404(customer, invitation_id)
        question = Question(
            title=_("Send the invitation again"),
            about=f"{invitation.email}, {customer}",
            will=[
                _("The letter goes out once more, with the same link, which then works for 14 days from now."),
                _tell_seats(customer),
            ],
            button=_("Send again"),
            way=way_to_customer(customer),
        )

        def act(told: dict[str, Any]) -> str:
            with transaction.atomic():
                renewed = team.renew_invitation(invitation.pk, by=SalesActing(request.user, customer.pk))
                return _send(request, renewed)

        return self.confirm(request, question, PlainForm(posted(request)), act)

    def revoke_view(self, request: HttpRequest, object_id: int, invitation_id: int) -> HttpResponse:
        customer = self._customer(request, object_id)
        invitation = _invitation_or_404(customer, invitation_id)
        question = Question(
            title=_("Withdraw the invitation"),
            about=f"{invitation.email}, {customer}",
            will=[
                _("The link in the letter does not work any more, and the seat is free."),
                _("No letter is sent. The same address can be invited anew."),
            ],
            button=_("Withdraw"),
            way=way_to_customer(customer),
            is_dangerous=True,
        )

        def act(told: dict[str, Any]) -> str:
            team.revoke_invitation(invitation.pk, by=SalesActing(request.user, customer.pk))
            return _("The invitation of %(email)s is withdrawn.") % {"email": invitation.email}

        return self.confirm(request, question, PlainForm(posted(request)), act)

    def role_view(self, request: HttpRequest, object_id: int, member_id: int) -> HttpResponse:
        customer = self._customer(request, object_id)
        member = _member_or_404(customer, member_id)
        question = Question(
            title=_("Change the role"),
            about=_about(member),
            will=[
                _("The role is now “%(role)s”.") % {"role": member.get_role_display()},
                _("The new one holds from the next click on. Selections and purchases stay as they are."),
                _("A customer keeps at least one owner."),
            ],
            button=_("Change the role"),
            way=way_to_customer(customer),
        )

        def act(told: dict[str, Any]) -> str:
            changed = team.change_role(member.pk, role=told["role"], by=SalesActing(request.user, customer.pk))
            return _("%(name)s: the role is now “%(role)s”.") % {"name": member, "role": changed.get_role_display()}

        return self.confirm(request, question, MemberRoleForm(posted(request), initial={"role": member.role}), act)

    def remove_view(self, request: HttpRequest, object_id: int, member_id: int) -> HttpResponse:
        customer = self._customer(request, object_id)
        member = _member_or_404(customer, member_id)
        question = Question(
            title=_("Remove from the team"),
            about=_about(member),
            will=[
                _("In the team as “%(role)s” since %(day)s. From the next click on the person sees nothing of it.")
                % {"role": member.get_role_display(), "day": _day(member.joined_at)},
                _("What was bought stays with the customer, and the seat is free."),
                _("Only a new invitation brings the person back."),
            ],
            button=_("Remove from the team"),
            way=way_to_customer(customer),
            is_dangerous=True,
        )

        def act(told: dict[str, Any]) -> str:
            team.remove_member(member.pk, by=SalesActing(request.user, customer.pk, reason=told["reason"]))
            return _("%(name)s is no longer in the team.") % {"name": member}

        return self.confirm(request, question, RemovalForm(posted(request)), act)

    def _customer(self, request: HttpRequest, object_id: int) -> Customer:
        customer: Customer = self.row_or_404(request, object_id)
        check_permission(request, PERMISSION)
        return customer


def _invitation_or_404(customer: Customer, invitation_id: int) -> Invitation:
    return get_object_or_404(Invitation.objects.open().filter(customer=customer), pk=invitation_id)


def _member_or_404(customer: Customer, member_id: int) -> Member:
    return get_object_or_404(Member.objects.active().filter(customer=customer).select_related("user"), pk=member_id)


def _day(moment: dt.datetime) -> str:
    return timezone.localtime(moment).strftime("%d.%m.%Y")


def _about(member: Member) -> str:
    return f"{member} ({member.user.email}), {member.customer}"


def _tell_seats(customer: Customer) -> str:
    seats = team.count_seats(customer)
    return _("Seats that are free: %(free)d of %(all)d.") % {"free": seats.free, "all": seats.allowed}


def _send(request: HttpRequest, invitation: Invitation) -> str:
    """Send the letter once all is stored, and say so."""
    with override(invitation.customer.language):
        link = request.build_absolute_uri(reverse("subscriptions:invitation", args=[invitation.token]))
    send_invitation(invitation, link=link)
    return _("The invitation is on its way to %(email)s.") % {"email": invitation.email}
