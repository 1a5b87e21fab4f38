"""Who acts for a customer: seats are offered by mail, taken, and given up, within what the contract allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import lock_customer
from subscriptions.domain.membership import NotAMember, recheck
from subscriptions.domain.team_acts import Act, SalesActing, TeamRefusal, lock_team, record
from subscriptions.models import Customer, Invitation, Member

if TYPE_CHECKING:
    from newsroom.models import User

INVITATION_RUNS = dt.timedelta(days=14)
RESEND_PAUSE = dt.timedelta(minutes=5)
# Mistyped addresses want some room. Without a limit anybody could have us write to people who never asked.
_LETTERS_A_SEAT_AND_DAY = 3


class NoSeatFree(TeamRefusal):
    """The contract allows no more members."""


class LastOwner(TeamRefusal):
    """A customer can't be left without an owner."""


class ActsAlready(TeamRefusal):
    """The person has a seat already: here, or at another customer."""


class InvitedAlready(TeamRefusal):
    """The address has an invitation that can still be accepted."""


class InvitationOver(TeamRefusal):
    """The invitation was accepted, revoked or has run out, or there never was one."""


class NotTheInvited(TeamRefusal):
    """The seat was offered to an address that is not shown to be the person's."""


class AddressNotVerified(TeamRefusal):
    """The person has shown for no address that it is theirs."""


class TooSoon(TeamRefusal):
    """The mail went out a moment ago."""


class NoReason(TeamRefusal):
    """Sales remove nobody without saying why."""


@dataclass(frozen=True, slots=True)
class Seats:
    """How many seats the contract allows, how many members sit, and how many are offered and not yet taken."""

    allowed: int
    members: int
    offered: int

    @property
    def free(self) -> int:
        return max(0, self.allowed - self.members - self.offered)


def count_seats(customer: Customer) -> Seats:
    return Seats(
        allowed=customer.seats,
        members=Member.objects.active().filter(customer=customer).count(),
        offered=Invitation.objects.pending().filter(customer=customer).count(),
    )


def has_verified_address(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, verified=True).exists())


def invite(email: str, *, role: str, by: Member | SalesActing) -> Invitation:
    """Offer a seat for 14 days to whoever reads mail at this address. The caller sends the mail once this is stored.

    Owners do so, and sales on their behalf: the first owner, or a new one when nobody is left who could invite.
    Raises NotTheOwner or NotPermitted, NoSeatFree, InvitedAlready, ActsAlready for the address of a colleague, and
    TooSoon after many invitations of owners within a day.
    """
    with transaction.atomic():
        customer = lock_team(by)
        if isinstance(by, Member):
            _limit_letters(customer)
        invitation = _offer_seat(customer, email, role=role, by=by.user)
        record(Act.INVITE, invitation, by=by)
        return invitation


def renew_invitation(invitation_id: int, *, by: Member | SalesActing) -> Invitation:
    """Let an invitation run for 14 days from now; the caller sends its mail again.

    Raises as `lock_team` does, InvitationOver, TooSoon, and NoSeatFree if it had run out and the seat is taken.
    """
    with transaction.atomic():
        customer = lock_team(by)
        invitation = _open_invitation(invitation_id, customer)
        now = database_now()
        if invitation.expires_at <= now:
            _require_free_seat(customer)
        if not cache.add(f"invitation-sent:{invitation.pk}", 1, timeout=int(RESEND_PAUSE.total_seconds())):
            raise TooSoon(_("The invitation went out a moment ago. Give the mail a few minutes."))
        invitation.expires_at = now + INVITATION_RUNS
        invitation.save(update_fields=["expires_at"])
        record(Act.RESEND, invitation, by=by)
        return invitation


def revoke_invitation(invitation_id: int, *, by: Member | SalesActing) -> None:
    """Take an offered seat back. One that was taken meanwhile is left alone.

    Raises as `lock_team` does, and InvitationOver.
    """
    with transaction.atomic():
        invitation = _open_invitation(invitation_id, lock_team(by))
        invitation.revoked_at = database_now()
        invitation.save(update_fields=["revoked_at"])
        record(Act.REVOKE, invitation, by=by)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, if it can still be accepted."""
    return Invitation.objects.pending().filter(token=token).select_related("customer", "invited_by").first()


def is_invited(user: User, invitation: Invitation) -> bool:
    """Whether the seat was offered to this person: the address is one that they have shown to be theirs. One query."""
    return bool(EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email).exists())


def accept_invitation(token: str, *, user: User) -> Member:
    """Take an offered seat. The link alone gives none: it may be forwarded, or lie in a log.

    Accepted again by the same person, it returns the same membership. Raises InvitationOver, NotTheInvited,
    ActsAlready, and NoSeatFree if the contract allows fewer members than when the seat was offered.
    """
    with transaction.atomic():
        customer_id = Invitation.objects.filter(token=token).values_list("customer_id", flat=True).first()
        if customer_id is None:
            raise InvitationOver(_over())
        customer = lock_customer(customer_id)
        # Read under the lock: another may have taken it, or the seat, a moment ago.
        invitation = Invitation.objects.get(token=token)
        held = Member.objects.of(user).first()
        if held is not None and held.customer_id == customer.pk and invitation.accepted_by_id == user.pk:
            return held
        if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= database_now():
            raise InvitationOver(_over())
        if not is_invited(user, invitation):
            raise NotTheInvited(
                _("The invitation is for %(email)s. Confirm that this address is yours first.")
                % {"email": invitation.email}
            )
        if held is not None:
            raise ActsAlready(_("You act for %(name)s already. Leave that team first.") % {"name": held.customer})
        if Member.objects.active().filter(customer=customer).count() >= customer.seats:
            raise NoSeatFree(_("All seats of %(name)s are taken. Ask whoever invited you.") % {"name": customer})
        member = _seat(customer, user, role=invitation.role)
        invitation.accepted_at, invitation.accepted_by = database_now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        record(Act.JOIN, member, by=member)
        return member


def change_role(member_id: int, *, role: str, by: Member | SalesActing) -> Member:
    """Give a member another role. Raises as `lock_team` does, NotAMember, and LastOwner for the only owner."""
    with transaction.atomic():
        member = _colleague(member_id, lock_team(by))
        if member.role == role:
            return member
        if member.is_owner:
            _require_other_owner(member)
        member.role = role
        member.save(update_fields=["role"])
        record(Act.ROLE, member, by=by)
        return member


def remove_member(member_id: int, *, by: Member | SalesActing) -> Member:
    """Take a member out of the team; the next request is refused already.

    Raises as `change_role` does, and NoReason where sales give none.
    """
    if isinstance(by, SalesActing) and not by.reason.strip():
        raise NoReason(_("Say in a few words why."))
    with transaction.atomic():
        member = _unseat(_colleague(member_id, lock_team(by)), by=by.user)
        record(Act.REMOVE, member, by=by)
        return member


def leave_team(member: Member) -> Member:
    """Give up one's own seat. Raises LastOwner for the only owner, and NotAMember."""
    with transaction.atomic():
        lock_customer(member.customer_id)
        member = _unseat(recheck(member), by=member.user)
        record(Act.LEAVE, member, by=member)
        return member


def register_customer(customer: Customer, *, owner: User) -> Member:
    """Store a new customer whose owner is this person. Raises AddressNotVerified and ActsAlready."""
    if not has_verified_address(owner):
        raise AddressNotVerified(_("Confirm the address of your account first."))
    with transaction.atomic():
        customer.save()
        member = _seat(customer, owner, role=Member.Role.OWNER)
        record(Act.JOIN, member, by=member)
        return member


def _limit_letters(customer: Customer) -> None:
    since = database_now() - dt.timedelta(days=1)
    written = Invitation.objects.filter(customer=customer, created_at__gt=since).count()
    if written >= customer.seats * _LETTERS_A_SEAT_AND_DAY:
        raise TooSoon(_("Too many invitations have been written today. Go on tomorrow."))


def _offer_seat(customer: Customer, email: str, *, role: str, by: User) -> Invitation:
    _refuse_colleague(customer, email)
    open_ones = Invitation.objects.open().filter(customer=customer, email__iexact=email)
    if open_ones.pending().exists():
        raise InvitedAlready(
            _("%(email)s has been invited already. You can send the invitation again.") % {"email": email}
        )
    _require_free_seat(customer)
    now = database_now()
    open_ones.update(revoked_at=now)  # One that has run out makes way for the new one.
    return Invitation.objects.create(
        customer=customer, email=email.lower(), role=role, invited_by=by, expires_at=now + INVITATION_RUNS
    )


def _open_invitation(invitation_id: int, customer: Customer) -> Invitation:
    invitation = Invitation.objects.open().filter(pk=invitation_id, customer=customer).first()
    if invitation is None:
        raise InvitationOver(_("This invitation has been accepted or withdrawn."))
    return invitation


def _require_free_seat(customer: Customer) -> None:
    if not count_seats(customer).free:
        raise NoSeatFree(
            _("The contract allows %(seats)d members, invitations included. Remove somebody, or ask us for more seats.")
            % {"seats": customer.seats}
        )


def _refuse_colleague(customer: Customer, email: str) -> None:
    colleagues = Member.objects.active().filter(customer=customer)
    is_here = colleagues.filter(user__email__iexact=email).exists()
    if (
        is_here
        or colleagues.filter(user__emailaddress__email__iexact=email, user__emailaddress__verified=True).exists()
    ):
        raise ActsAlready(_("%(email)s is in the team already.") % {"email": email})


def _require_other_owner(member: Member) -> None:
    owners = Member.objects.active().filter(customer=member.customer_id, role=Member.Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise LastOwner(_("The organisation needs an owner. Make somebody else an owner first."))


def _colleague(member_id: int, customer: Customer) -> Member:
    member = Member.objects.filter(pk=member_id, customer=customer, removed_at__isnull=True).first()
    if member is None:
        raise NotAMember(_("This person is not in the team any more."))
    return member


def _seat(customer: Customer, user: User, *, role: str) -> Member:
    try:
        with transaction.atomic():
            return Member.objects.create(customer=customer, user=user, role=role)
    except IntegrityError as error:
        # Nobody sits on two chairs: the database has refused the second.
        raise ActsAlready(_("You act for an organisation already.")) from error


def _unseat(member: Member, *, by: User) -> Member:
    if member.is_owner:
        _require_other_owner(member)
    member.removed_at, member.removed_by = database_now(), by
    member.save(update_fields=["removed_at", "removed_by"])
    return member


def _over() -> str:
    return _("The invitation is not valid any more: it was accepted or withdrawn, or 14 days have passed.")
