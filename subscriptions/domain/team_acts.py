"""Who may change the team of a customer, and the record of what they did: the frame of every act on a team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from subscriptions.domain.ledger import lock_customer
from subscriptions.domain.membership import NotAMember, recheck
from subscriptions.models import Customer, Invitation, Member, TeamAct

if TYPE_CHECKING:
    from newsroom.models import User

PERMISSION: Final = "subscriptions.change_member"
Act = TeamAct.Act


class TeamRefusal(Exception):
    """What was asked for the team can't be; the message is for the person who asked. Nothing was changed."""


class NotTheOwner(TeamRefusal):
    """Only owners change the team."""


class NotPermitted(TeamRefusal):
    """The role of a person of the newsroom does not allow it."""


@dataclass(frozen=True, slots=True)
class SalesActing:
    """A person of sales who acts on the team of one customer as its owners do."""

    user: User
    customer_id: int
    reason: str = ""


def lock_team(by: Member | SalesActing) -> Customer:
    """Hold the customer's row, and make sure that who acts still may. Every change of a team begins here.

    Raises NotTheOwner for a member, NotPermitted for a person of the newsroom.
    """
    if isinstance(by, SalesActing):
        if not by.user.has_perm(PERMISSION):
            raise NotPermitted(_("Your role does not allow you to change the team of a customer."))
        return lock_customer(by.customer_id)
    customer = lock_customer(by.customer_id)
    try:
        is_owner = recheck(by).is_owner
    except NotAMember:
        is_owner = False
    if not is_owner:
        raise NotTheOwner(_("Only owners of the organisation change its team."))
    return customer


def record(act: TeamAct.Act, concerned: Member | Invitation, *, by: Member | SalesActing) -> None:
    """Put an act on record, in the act's own transaction."""
    TeamAct.objects.create(
        customer_id=concerned.customer_id,
        act=act,
        member=concerned if isinstance(concerned, Member) else None,
        email=concerned.email if isinstance(concerned, Invitation) else "",
        role=concerned.role,
        actor=by.user,
        reason=by.reason if isinstance(by, SalesActing) else "",
    )
