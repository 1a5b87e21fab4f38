"""Purchases: the licences that customers hold, and their refunds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared.admin_pages import ReadOnlyModelAdmin
from newsroom.shared.database_clock import database_now
from subscriptions.admin.columns import CustomerFilter, badge, customer_link
from subscriptions.admin.confirming import Question, SalesPagesMixin, Step, check_permission, posted, way_to_customer
from subscriptions.domain.refunding import refund_purchase
from subscriptions.forms.sales import RefundForm
from subscriptions.models import Purchase, Subscription
from subscriptions.templatetags.sales_desk import told_time

REFUNDS = "subscriptions.refund_purchase"
_SHOWN = 50


class RefundedFilter(admin.SimpleListFilter):
    title = gettext_lazy("refund")
    parameter_name = "refunded"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", _("Held")), ("yes", _("Refunded"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() in {"yes", "no"}:
            return queryset.filter(refunded_at__isnull=self.value() == "no")
        return queryset


@admin.register(Purchase)
class PurchaseAdmin(SalesPagesMixin, ReadOnlyModelAdmin):
    list_display = ("number", "bought", "customer_name", "buyer", "unit", "what", "standing")
    list_filter = ("unit", RefundedFilter, ("at", admin.DateFieldListFilter), "use", CustomerFilter)
    list_select_related = ("customer", "buyer")
    search_fields = ("number", "customer__name", "buyer__email", "buyer__username")
    search_help_text = gettext_lazy("Licence number, customer or buyer")
    sortable_by = ()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/refund/", view(self.refund_view), name="subscriptions_purchase_refund"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one purchase."""
        purchase: Purchase = self.row_or_404(request, object_id or "")
        if request.method == "POST":
            raise Http404
        return self.page(
            request,
            "purchase/page",
            {
                "title": purchase.number,
                "way": way_to_customer(purchase.customer),
                "purchase": purchase,
                "is_in_force": purchase.is_in_force(at=database_now()),
                "entries": purchase.entries.select_related("actor", "balance"),
                "downloads": purchase.downloads.select_related("user")[:_SHOWN],
                "may_refund": purchase.refunded_at is None and request.user.has_perm(REFUNDS),
            },
        )

    def refund_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say what a refund will do, and do it when it is confirmed."""
        purchase: Purchase = self.row_or_404(request, object_id)
        check_permission(request, REFUNDS)
        url = reverse("admin:subscriptions_purchase_change", args=[purchase.pk])
        if purchase.refunded_at is not None:
            messages.info(request, _("This purchase has been refunded already."))
            return HttpResponseRedirect(url)
        question = Question(
            title=_("Refund"),
            about=f"{purchase.number}: {purchase.title}",
            will=_foretell_refund(purchase),
            button=_("Refund"),
            way=[*way_to_customer(purchase.customer), Step(purchase.number, url)],
            is_dangerous=True,
        )

        def act(told: dict[str, Any]) -> str:
            refund_purchase(purchase.pk, by=request.user, reason=told["reason"])
            return _("%(number)s is refunded. Its licence has ended.") % {"number": purchase.number}

        return self.confirm(request, question, RefundForm(posted(request)), act)

    # --- The list ---

    @admin.display(description=gettext_lazy("bought"))
    def bought(self, purchase: Purchase) -> SafeString | str:
        return told_time(purchase.at)

    @admin.display(description=gettext_lazy("customer"))
    def customer_name(self, purchase: Purchase) -> SafeString:
        return customer_link(purchase.customer)

    @admin.display(description=gettext_lazy("what"))
    def what(self, purchase: Purchase) -> str:
        return purchase.title

    @admin.display(description=gettext_lazy("refund"))
    def standing(self, purchase: Purchase) -> SafeString | str:
        if purchase.refunded_at:
            return badge("refunded", _("refunded"))
        return badge("expired", _("replaced")) if purchase.replaced_at else "–"


def _foretell_refund(purchase: Purchase) -> list[str]:
    names = {"customer": purchase.customer, "package": purchase.subscription, "cost": purchase.cost}
    told = [
        _("The licence ends now. What was published under it stays lawful; new use and further downloads stop."),
        _("%(cost)d goes back to the balance of “%(package)s”, as an entry of the ledger.") % names,
    ]
    if purchase.subscription.status in {Subscription.Status.EXPIRED, Subscription.Status.CANCELLED}:
        told.append(_("That package is over, so the same entry is written off again: nothing comes back to life."))
    if purchase.replaces is not None and purchase.replaced_at is None and purchase.replaces.refunded_at is None:
        told.append(_("Licence %(number)s, which it replaced, holds again.") % {"number": purchase.replaces.number})
    told.append(_("The customer is told by e-mail."))
    told.append(_("A refund can't be undone; %(customer)s can buy it again.") % names)
    return told
