"""What the lists of sales share: times, badges, money, links, and filters that ask no table for their choices."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from subscriptions.models import Customer

_LONGEST_ID = 18


def badge(value: str, name: str) -> SafeString:
    return format_html('<span class="badge badge-{}">{}</span>', value, name)


def customer_link(customer: Customer) -> SafeString:
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:subscriptions_customer_change", args=[customer.pk]), customer
    )


class CustomerFilter(admin.SimpleListFilter):
    """The rows of one customer, which a link has chosen: a list of all customers would be as long as the book."""

    title = _("customer")
    parameter_name = "customer"
    path = "customer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = request.GET.get(self.parameter_name, "")
        if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= _LONGEST_ID):
            return []
        return [(str(each.pk), each.name) for each in Customer.objects.filter(pk=int(chosen))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in dict(self.lookup_choices):
            return queryset.filter(**{self.path: int(str(self.value()))})
        return queryset.none() if self.value() else queryset


class CustomerOfBalance(CustomerFilter):
    path = "balance__subscription__customer"


class CustomerOfSubscription(CustomerFilter):
    path = "subscription__customer"
