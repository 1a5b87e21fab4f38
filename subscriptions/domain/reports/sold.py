"""What was sold: the documents that were issued, by month and package."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from subscriptions.domain.statement import Days
from subscriptions.models import Invoice, Package


@dataclass(slots=True)
class SoldPackages:
    """One package in one month: how many were billed, and the sums in cents, less what credit notes took back.

    `credited_cents` is that part, with VAT. `month` is the first day of the month in which the documents were issued.
    """

    month: dt.date
    package: Package
    sold: int = 0
    net_cents: int = 0
    vat_cents: int = 0
    credited_cents: int = 0

    @property
    def gross_cents(self) -> int:
        return self.net_cents + self.vat_cents


def sum_sales(days: Days) -> list[SoldPackages]:
    """The sales of whole days of the newsroom's calendar, month by month, and in the order of the packages.

    A credit note counts in the month of its own issue, as in the books. Two queries.
    """
    issued = Invoice.objects.filter(issued_on__gte=days.first, issued_on__lte=days.last).order_by()
    rows = (
        issued.annotate(month=TruncMonth("issued_on"))
        .values("month", "subscription__package", "kind")
        .annotate(number=Count("pk"), net=Sum("net_cents"), vat=Sum("vat_cents"), gross=Sum("total_cents"))
    )
    found: defaultdict[tuple[dt.date, int], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in rows:
        found[row["month"], row["subscription__package"]][row["kind"]] = row
    packages = Package.objects.in_bulk({package for _month, package in found})
    sales = [_of_package(month, packages[package], kinds) for (month, package), kinds in found.items()]
    return sorted(sales, key=lambda each: (each.month, each.package.position, each.package.pk))


def _of_package(month: dt.date, package: Package, kinds: Mapping[str, Mapping[str, Any]]) -> SoldPackages:
    sold = SoldPackages(month, package)
    if billed := kinds.get(Invoice.Kind.INVOICE):
        sold.sold, sold.net_cents, sold.vat_cents = billed["number"], billed["net"], billed["vat"]
    if credited := kinds.get(Invoice.Kind.CREDIT_NOTE):
        sold.net_cents -= credited["net"]
        sold.vat_cents -= credited["vat"]
        sold.credited_cents = credited["gross"]
    return sold
