"""Customers with members and running packages, granted through the ledger as an approval does it."""

import datetime as dt
from itertools import count

from media_library.models import Photo
from newsroom.models import User
from newsroom.roles import SALES
from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import move, open_balances
from subscriptions.domain.running import request_package
from subscriptions.models import Customer, LedgerEntry, Member, Package, Subscription, Unit
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_photo, make_supplier

_numbers = count(1)


def make_customer(name: str = "", **fields: object) -> Customer:
    """A Bulgarian newspaper with ten seats."""
    number = next(_numbers)
    return Customer.objects.create(**({"name": name or f"Вестник {number}", "seats": 10} | fields))


def make_member(customer: Customer | None = None, role: str = "buyer", **fields: object) -> Member:
    """A person who acts for the customer, by default a new one; fields are those of the user."""
    number = next(_numbers)
    user = make_user(**({"is_staff": False, "email": f"member{number}@customer.example"} | fields))
    return Member.objects.create(customer=customer or make_customer(), user=user, role=role)


def make_package(**fields: object) -> Package:
    """A package of ten photos and ten stories of every kind for 30 days and 100 euros."""
    number = next(_numbers)
    defaults = {
        "slug": f"package-{number}",
        "name_bg": f"Пакет {number}",
        "name_en": f"Package {number}",
        "photos": 10,
        "stories": 10,
        "price_cents": 10_000,
    }
    return Package.objects.create(**(defaults | fields))


def make_subscription(
    customer: Customer | None = None,
    *,
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
    status: str = "active",
    **terms: object,
) -> Subscription:
    """A subscription on these terms that runs since yesterday for a month, its units granted in the ledger."""
    package = make_package(**terms)
    customer = customer or make_customer()
    now = database_now()
    sales = make_user()
    subscription = Subscription.objects.create(
        customer=customer,
        package=package,
        status=status,
        requested_by=sales,
        approved_at=now,
        approved_by=sales,
        starts_at=starts_at or now - dt.timedelta(days=1),
        ends_at=ends_at or now + dt.timedelta(days=29),
        **{name: getattr(package, name) for name in Package.TERMS},
    )
    for balance in open_balances(subscription):
        move(
            balance,
            kind=LedgerEntry.Kind.GRANT,
            amount=subscription.photos if balance.unit == Unit.PHOTO else subscription.stories,
            reason="Пакетът е одобрен",
            actor=sales,
            request_key=f"grant:{subscription.pk}:{balance.unit}",
        )
    return subscription


def make_salesperson(**fields: object) -> User:
    """A person of sales, who may approve and run subscriptions."""
    return make_user(SALES, **({"email": f"sales{next(_numbers)}@newsroom.example"} | fields))


def make_request(customer: Customer | None = None, **terms: object) -> Subscription:
    """A package on these terms that an owner of the customer has asked for."""
    return request_package(make_package(**terms), member=make_member(customer, role="owner"))


def make_sold_photo(**fields: object) -> Photo:
    """A photo that readers find, and that may be sold."""
    supplier = fields.pop("supplier", None) or make_supplier(licence=make_licence())
    return make_photo(**({"supplier": supplier} | fields))
