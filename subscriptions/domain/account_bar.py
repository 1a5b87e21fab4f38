"""What a signed-in visitor's public pages add to themselves: who acts for whom, what is left, what is put aside."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from subscriptions.models import Balance, Member, SelectedPhoto, Subscription, Unit


@dataclass(frozen=True, slots=True)
class AccountBar:
    """What is left of the customer's running packages together, and how many photos the member has put aside.

    A unit is None where no package holds any of it: that is not the same as one which is used up.
    """

    photos: int | None
    stories: int | None
    chosen: int


def read_bar(member: Member) -> AccountBar:
    """The bar of a member, by the database's clock. Two queries."""
    running = Subscription.objects.running().filter(customer=member.customer_id)
    balances = Balance.objects.filter(subscription__in=running, granted__gt=0)
    left = dict(balances.values_list("unit").annotate(left=Sum("remaining")).order_by())
    chosen = SelectedPhoto.objects.filter(selection__member=member, selection__is_current=True).count()
    return AccountBar(left.get(Unit.PHOTO), left.get(Unit.STORY), chosen)
