"""Adjustments of balances: what was asked for, what waits for a second person, and the decision."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared.admin_pages import ReadOnlyModelAdmin
from subscriptions.admin.books import subscription_link
from subscriptions.admin.columns import CustomerOfBalance, badge, customer_link
from subscriptions.admin.confirming import Question, SalesPagesMixin, Step, check_permission, posted
from subscriptions.admin.subscription import way_to_subscription
from subscriptions.domain.adjusting import PERMISSION, ask, decide
from subscriptions.forms.sales import AdjustForm, DecisionForm
from subscriptions.models import Adjustment, Balance
from subscriptions.templatetags.sales_desk import told_time
from subscriptions.templatetags.subscription_words import signed


@admin.register(Adjustment)
class AdjustmentAdmin(SalesPagesMixin, ReadOnlyModelAdmin):
    list_display = ("asked", "customer", "package", "kind", "moved", "unit", "why", "asked_by", "standing", "decided")
    list_display_links = None
    list_filter = ("state", "kind", ("asked_at", admin.DateFieldListFilter), CustomerOfBalance)
    list_select_related = ("balance__subscription__customer", "asked_by", "decided_by")
    search_fields = ("balance__subscription__customer__name", "asked_by__username", "reason")
    search_help_text = gettext_lazy("Customer, person or reason")
    sortable_by = ()

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("ask/<int:balance_id>/", view(self.ask_view), name="subscriptions_adjustment_ask"),
            path("<int:object_id>/decide/", view(self.decide_view), name="subscriptions_adjustment_decide"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        raise Http404

    def ask_view(self, request: HttpRequest, balance_id: int) -> HttpResponse:
        """Ask for a balance to be moved."""
        check_permission(request, PERMISSION)
        if not self.has_view_permission(request):
            raise PermissionDenied
        balance = get_object_or_404(Balance.objects.select_related("subscription__customer"), pk=balance_id)
        subscription = balance.subscription
        question = Question(
            title=_("Grant or adjust"),
            about=f"{subscription}, {subscription.customer}",
            will=[
                _("Left now, %(unit)s: %(number)d.")
                % {"unit": balance.get_unit_display(), "number": balance.remaining},
                _("Up to %(limit)d units are moved at once, together with what you moved here in the last 24 hours.")
                % {"limit": settings.FOUR_EYES_ABOVE},
                _("More than that waits until a colleague of sales has approved it."),
            ],
            button=_("Move the balance"),
            way=way_to_subscription(subscription),
        )

        def act(told: dict[str, Any]) -> str:
            asked = ask(
                balance.pk,
                kind=told["kind"],
                amount=told["amount"],
                reason=told["reason"],
                by=request.user,
                request_key=str(told["request_key"]),
            )
            if asked.state == Adjustment.State.WAITING:
                return _("That is above the limit: it waits for a colleague to approve it.")
            return _("The balance is moved, and the ledger says why.")

        return self.confirm(request, question, AdjustForm(posted(request)), act)

    def decide_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Carry out what a colleague has asked for, or refuse it."""
        adjustment: Adjustment = self.row_or_404(request, object_id)
        check_permission(request, PERMISSION)
        url = reverse("admin:subscriptions_adjustment_changelist")
        if adjustment.state != Adjustment.State.WAITING:
            messages.info(request, _("This has been decided already."))
            return HttpResponseRedirect(url)
        is_own = adjustment.asked_by_id == request.user.pk
        question = Question(
            title=_("Decide on an adjustment"),
            about=f"{adjustment.balance.subscription}, {adjustment.balance.subscription.customer}",
            will=_foretell(adjustment),
            warnings=[_("You asked for this yourself, so a colleague must approve it. You can withdraw it.")] * is_own,
            button="" if is_own else _("Approve"),
            refuse_button=_("Withdraw") if is_own else _("Refuse"),
            way=[Step(capfirst(str(Adjustment._meta.verbose_name_plural)), url)],
        )

        def act(told: dict[str, Any]) -> str:
            done = decide(adjustment.pk, by=request.user, approve=told["decision"] == "approve")
            if done.state == Adjustment.State.DONE:
                return _("Approved: the balance is moved.")
            return _("Refused: the balance stays as it was.")

        return self.confirm(request, question, DecisionForm(posted(request)), act)

    # --- The list ---

    @admin.display(description=gettext_lazy("asked"))
    def asked(self, adjustment: Adjustment) -> SafeString | str:
        return told_time(adjustment.asked_at)

    @admin.display(description=gettext_lazy("customer"))
    def customer(self, adjustment: Adjustment) -> SafeString:
        return customer_link(adjustment.balance.subscription.customer)

    @admin.display(description=gettext_lazy("package"))
    def package(self, adjustment: Adjustment) -> SafeString:
        return subscription_link(adjustment.balance.subscription)

    @admin.display(description=gettext_lazy("amount"))
    def moved(self, adjustment: Adjustment) -> str:
        return signed(adjustment.amount)

    @admin.display(description=gettext_lazy("unit"))
    def unit(self, adjustment: Adjustment) -> str:
        return adjustment.balance.get_unit_display()

    @admin.display(description=gettext_lazy("reason"))
    def why(self, adjustment: Adjustment) -> str:
        return adjustment.reason

    @admin.display(description=gettext_lazy("state"))
    def standing(self, adjustment: Adjustment) -> SafeString:
        name = adjustment.get_state_display()
        if adjustment.state != Adjustment.State.WAITING:
            return badge(adjustment.state, name)
        url = reverse("admin:subscriptions_adjustment_decide", args=[adjustment.pk])
        return format_html('<a href="{}">{}</a>', url, name)

    @admin.display(description=gettext_lazy("decided by"))
    def decided(self, adjustment: Adjustment) -> str:
        return str(adjustment.decided_by or "–")


def _foretell(adjustment: Adjustment) -> list[str]:
    balance = adjustment.balance
    return [
        _("%(who)s asks: %(kind)s of %(amount)s, %(unit)s.")
        % {
            "who": adjustment.asked_by,
            "kind": adjustment.get_kind_display(),
            "amount": f"{adjustment.amount:+d}".replace("-", "\u2212"),
            "unit": balance.get_unit_display(),
        },
        _("Reason: %(reason)s") % {"reason": adjustment.reason},
        _("Left now: %(before)d; after it: %(after)d.")
        % {"before": balance.remaining, "after": balance.remaining + adjustment.amount},
    ]
