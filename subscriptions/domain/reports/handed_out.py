"""What was downloaded."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from subscriptions.domain.statement import Days
from subscriptions.models import Customer, Download


@dataclass(frozen=True, slots=True)
class HandedOut:
    """One customer: how many files were handed out, for how many licences, to how many people, and their bytes."""

    customer: Customer
    downloads: int
    licences: int
    people: int
    bytes: int


def count_downloads(days: Days) -> list[HandedOut]:
    """The hand-outs of each customer in the days, the most first. Two queries."""
    rows = list(
        Download.objects.filter(at__gte=days.start, at__lt=days.end)
        .order_by()
        .values("customer")
        .annotate(
            downloads=Count("pk"),
            licences=Count("purchase", distinct=True),
            people=Count("user", distinct=True),
            weight=Sum("bytes"),
        )
    )
    customers = Customer.objects.in_bulk([row["customer"] for row in rows])
    counted = [
        HandedOut(customers[row["customer"]], row["downloads"], row["licences"], row["people"], row["weight"])
        for row in rows
    ]
    return sorted(counted, key=lambda each: (-each.downloads, each.customer.name, each.customer.pk))
