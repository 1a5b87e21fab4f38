"""For whom a person acts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from subscriptions.models import Member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from newsroom.models import User


class NotAMember(Exception):
    """The person acts for no customer, or no longer."""


def member_of(user: User | AnonymousUser) -> Member | None:
    """The active membership of this person, with its customer; None for who has none. One query."""
    return Member.objects.of(user).first()


def colleagues_with(roles: Collection[str], *, member: Member) -> list[str]:
    """Who in the member's organisation has one of these roles, by name: whom the others can ask. One query."""
    colleagues = Member.objects.active().filter(customer=member.customer_id, role__in=roles).select_related("user")
    return [colleague.user.get_full_name() or str(colleague.user) for colleague in colleagues]


def recheck(member: Member) -> Member:
    """The membership as it stands now, read anew. Raises NotAMember for one that was removed meanwhile."""
    found = Member.objects.active().filter(pk=member.pk).select_related("customer", "user").first()
    if found is None:
        raise NotAMember(_("You no longer act for this customer."))
    return found
