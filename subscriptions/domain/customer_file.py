"""Everything that sales know of one customer, for one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, Count, Q, Sum, When

from newsroom.shared.database_clock import database_now
from subscriptions.models import (
    Adjustment,
    Balance,
    Customer,
    Download,
    Invitation,
    Invoice,
    LedgerEntry,
    Member,
    Purchase,
    Subscription,
    TeamAct,
    Unit,
)

_SHOWN: Final = 15
_REQUESTED: Final = Q(status=Subscription.Status.REQUESTED)
_MOST_SUBSCRIPTIONS: Final = 50
# What sales have to do something about stands first, what is over last.
_BY_STATUS: Final = Case(
    When(status=Subscription.Status.REQUESTED, then=0), When(status__in=Subscription.NOT_OVER, then=1), default=2
)


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """One customer: of what grows with the years only the newest, which the page leads on from.

    `run_out` are those of the invitations that can't be accepted any more unless they are sent again.
    """

    customer: Customer
    members: list[Member]
    former_members: list[Member]
    invitations: list[Invitation]
    run_out: list[Invitation]
    team_acts: list[TeamAct]
    subscriptions: list[Subscription]
    waiting: list[Adjustment]
    entries: list[LedgerEntry]
    purchases: list[Purchase]
    downloads: list[Download]
    invoices: list[Invoice]

    @property
    def seats_taken(self) -> int:
        """A seat that is offered is taken, until the invitation has run out."""
        return len(self.members) + len(self.invitations) - len(self.run_out)


def read_customer_file(customer: Customer) -> CustomerFile:
    """Read it all in thirteen queries, however much there is."""
    members = list(customer.members.select_related("user").order_by("removed_at", "joined_at", "pk"))
    subscriptions = customer.subscriptions.select_related("package").prefetch_related("balances", "renewals")
    invitations = list(Invitation.objects.open().filter(customer=customer).select_related("invited_by").order_by("pk"))
    now = database_now()
    of_customer = {"balance__subscription__customer": customer}
    return CustomerFile(
        customer=customer,
        members=[member for member in members if member.removed_at is None and member.user.is_active],
        former_members=[member for member in members if member.removed_at is not None or not member.user.is_active],
        invitations=invitations,
        run_out=[invitation for invitation in invitations if invitation.expires_at <= now],
        team_acts=list(customer.team_acts.select_related("actor", "member__user")[:_SHOWN]),
        subscriptions=list(subscriptions.order_by(_BY_STATUS, "-requested_at", "-pk")[:_MOST_SUBSCRIPTIONS]),
        waiting=list(
            Adjustment.objects.filter(state=Adjustment.State.WAITING, **of_customer).select_related(
                "asked_by", "balance__subscription"
            )
        ),
        entries=list(
            LedgerEntry.objects.filter(**of_customer).select_related("actor", "purchase", "balance__subscription")[
                :_SHOWN
            ]
        ),
        purchases=list(customer.purchases.select_related("buyer", "subscription")[:_SHOWN]),
        downloads=list(customer.downloads.select_related("purchase", "user")[:_SHOWN]),
        invoices=list(customer.invoices.select_related("subscription")[:_SHOWN]),
    )


@dataclass(slots=True)
class CustomerNumbers:
    """What a line of the list of customers says: packages that run, requests that wait, units left, seats taken.

    Units are None where no running package counts them.
    """

    running: int = 0
    waiting: int = 0
    photos: int | None = None
    stories: int | None = None
    members: int = 0


def read_numbers(customers: Iterable[Customer]) -> dict[int, CustomerNumbers]:
    """The numbers of these customers, by their keys. Three queries, however many there are."""
    keys = [customer.pk for customer in customers]
    numbers = {key: CustomerNumbers() for key in keys}
    runs = Q(status__in=Subscription.NOT_OVER)
    packages = Subscription.objects.filter(customer__in=keys).order_by().values("customer")
    for row in packages.annotate(running=Count("pk", filter=runs), waiting=Count("pk", filter=_REQUESTED)):
        numbers[row["customer"]].running, numbers[row["customer"]].waiting = row["running"], row["waiting"]
    left = Balance.objects.filter(
        subscription__customer__in=keys, subscription__status__in=Subscription.NOT_OVER
    ).order_by()
    for customer, unit, units in left.values_list("subscription__customer", "unit").annotate(Sum("remaining")):
        setattr(numbers[customer], "photos" if unit == Unit.PHOTO else "stories", units)
    seated = Member.objects.active().filter(customer__in=keys).order_by().values_list("customer")
    for customer, count in seated.annotate(Count("pk")):
        numbers[customer].members = count
    return numbers
