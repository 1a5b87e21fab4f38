"""Sales find that an organisation is who it says: of several that give one registration number, one is confirmed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import lock_customer
from subscriptions.domain.subscription_acts import ActRefused, check_permission
from subscriptions.models import Customer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from newsroom.models import User


class NumberContested(ActRefused):
    """Another customer gives the same registration number. The message names it."""


class NumberChanged(ActRefused):
    """The customer has changed its registration number since it was shown."""


def same_number(customer: Customer) -> QuerySet[Customer]:
    """The other customers with this registration number in this country; none for who has given no number."""
    if not customer.registration_number:
        return Customer.objects.none()
    same = Customer.objects.filter(country=customer.country, registration_number__iexact=customer.registration_number)
    return same.exclude(pk=customer.pk)


def say_contest(others: QuerySet[Customer]) -> str:
    """Who else gives the number, in a sentence for sales; "" if nobody does."""
    names = [customer.name for customer in others.order_by("created_at", "pk")[:5]]
    if not names:
        return ""
    sentence = _(
        "The same registration number is given by: %(names)s. Find out whose it is, and confirm that customer."
    )
    return sentence % {"names": ", ".join(names)}


def confirm_customer(customer_id: int, *, by: User, seen: str) -> Customer:
    """Write down that the customer is who it says, by the registration number that was `seen`.

    Confirmed again, it is the same. Raises NotPermitted, NumberChanged, and NumberContested where another customer
    with this number is confirmed already.
    """
    check_permission(by)
    with transaction.atomic():
        customer = lock_customer(customer_id)
        if customer.is_confirmed:
            return customer
        if customer.registration_number != seen:
            raise NumberChanged(_("The customer has changed its registration number meanwhile. Look at it again."))
        _refuse_number_of(same_number(customer).filter(confirmed_at__isnull=False))
        _confirm(customer, by=by, at=database_now())
        return customer


def confirm_by_approval(customer: Customer, *, by: User, at: dt.datetime) -> None:
    """An approved package says that the customer is who it says. The caller holds its row.

    Raises NumberContested where others give the same number: then sales decide first, by `confirm_customer`.
    """
    if not customer.is_confirmed:
        _refuse_number_of(same_number(customer))
        _confirm(customer, by=by, at=at)


def _confirm(customer: Customer, *, by: User, at: dt.datetime) -> None:
    customer.confirmed_at, customer.confirmed_by = at, by
    try:
        with transaction.atomic():
            customer.save(update_fields=["confirmed_at", "confirmed_by"])
    except IntegrityError as error:
        # Another row, that we do not hold: somebody has confirmed it in this very moment.
        raise NumberContested(_("Another customer with this registration number has just been confirmed.")) from error


def _refuse_number_of(others: QuerySet[Customer]) -> None:
    if contest := say_contest(others):
        raise NumberContested(contest)
