"""The books: balances, the ledger, downloads. Read, filtered and searched; nothing in them is changed by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from newsroom.shared.admin_pages import ReadOnlyModelAdmin
from subscriptions.admin.columns import (
    CustomerFilter,
    CustomerOfBalance,
    CustomerOfSubscription,
    badge,
    customer_link,
)
from subscriptions.models import Balance, Download, LedgerEntry, Purchase, Subscription
from subscriptions.templatetags.sales_desk import told_last_day, told_size, told_time
from subscriptions.templatetags.subscription_words import signed


class BookAdmin(ReadOnlyModelAdmin):
    """Rows without pages of their own: each line says everything, and leads to where it belongs."""

    list_display_links = None
    actions = None

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        raise Http404


def subscription_link(subscription: Subscription) -> SafeString:
    url = reverse("admin:subscriptions_subscription_change", args=[subscription.pk])
    return format_html('<a href="{}">{}</a>', url, subscription)


def purchase_link(purchase: Purchase | None) -> SafeString | str:
    if purchase is None:
        return "–"
    return format_html(
        '<a href="{}">{}</a>', reverse("admin:subscriptions_purchase_change", args=[purchase.pk]), purchase
    )


@admin.register(Balance)
class BalanceAdmin(BookAdmin):
    list_display = ("customer", "package", "unit", "remaining", "granted", "standing", "last_day")
    list_filter = ("unit", "subscription__status", CustomerOfSubscription)
    list_select_related = ("subscription__customer",)
    search_fields = ("subscription__customer__name", "subscription__name_bg", "subscription__name_en")
    search_help_text = _("Customer or package")
    sortable_by = ("remaining", "granted", "last_day")
    ordering = ("-subscription__ends_at", "-pk")

    @admin.display(description=_("customer"))
    def customer(self, balance: Balance) -> SafeString:
        return customer_link(balance.subscription.customer)

    @admin.display(description=_("package"))
    def package(self, balance: Balance) -> SafeString:
        return subscription_link(balance.subscription)

    @admin.display(description=_("status"))
    def standing(self, balance: Balance) -> SafeString:
        return badge(balance.subscription.status, balance.subscription.get_status_display())

    @admin.display(description=_("last day"), ordering="subscription__ends_at")
    def last_day(self, balance: Balance) -> SafeString | str:
        return told_last_day(balance.subscription.ends_at)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(BookAdmin):
    list_display = ("when", "customer", "package", "kind", "moved", "unit", "balance_after", "why", "licence", "who")
    list_filter = (
        "kind",
        "balance__unit",
        ("at", admin.DateFieldListFilter),
        CustomerOfBalance,
    )
    list_select_related = ("balance__subscription__customer", "actor", "purchase")
    search_fields = ("balance__subscription__customer__name", "purchase__number")
    search_help_text = _("Customer or licence number")
    sortable_by = ()

    @admin.display(description=_("when"))
    def when(self, entry: LedgerEntry) -> SafeString | str:
        return told_time(entry.at)

    @admin.display(description=_("customer"))
    def customer(self, entry: LedgerEntry) -> SafeString:
        return customer_link(entry.balance.subscription.customer)

    @admin.display(description=_("package"))
    def package(self, entry: LedgerEntry) -> SafeString:
        return subscription_link(entry.balance.subscription)

    @admin.display(description=_("amount"))
    def moved(self, entry: LedgerEntry) -> str:
        return signed(entry.amount)

    @admin.display(description=_("unit"))
    def unit(self, entry: LedgerEntry) -> str:
        return entry.balance.get_unit_display()

    @admin.display(description=_("reason"))
    def why(self, entry: LedgerEntry) -> str:
        return entry.reason

    @admin.display(description=_("licence"))
    def licence(self, entry: LedgerEntry) -> SafeString | str:
        return purchase_link(entry.purchase)

    @admin.display(description=_("who"))
    def who(self, entry: LedgerEntry) -> str:
        return str(entry.actor or "–")


@admin.register(Download)
class DownloadAdmin(BookAdmin):
    list_display = ("when", "who", "customer_name", "licence", "title", "size", "weight", "in_zip", "address")
    list_filter = (("at", admin.DateFieldListFilter), "in_zip", CustomerFilter)
    list_select_related = ("purchase", "customer", "user")
    search_fields = ("purchase__number", "customer__name", "user__username", "user__email")
    search_help_text = _("Licence number, customer or person")
    sortable_by = ()

    @admin.display(description=_("when"))
    def when(self, download: Download) -> SafeString | str:
        return told_time(download.at)

    @admin.display(description=_("who"))
    def who(self, download: Download) -> str:
        return str(download.user)

    @admin.display(description=_("customer"))
    def customer_name(self, download: Download) -> SafeString:
        return customer_link(download.customer)

    @admin.display(description=_("licence"))
    def licence(self, download: Download) -> SafeString | str:
        return purchase_link(download.purchase)

    @admin.display(description=_("what"))
    def title(self, download: Download) -> str:
        return download.purchase.title

    @admin.display(description=_("size"))
    def size(self, download: Download) -> str:
        return told_size(download.format)

    @admin.display(description=_("bytes"))
    def weight(self, download: Download) -> str:
        return filesizeformat(download.bytes)
