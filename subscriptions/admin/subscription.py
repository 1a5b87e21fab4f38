"""Subscriptions: the list, the page of one, and the acts that sales do to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared.addresses import active_language
from newsroom.shared.admin_pages import ReadOnlyModelAdmin
from subscriptions.admin.columns import CustomerFilter, badge, customer_link
from subscriptions.admin.confirming import Question, SalesPagesMixin, Step, check_permission, posted, way_to_customer
from subscriptions.admin.foretelling import foretell, warn_before
from subscriptions.admin.reporting import ReportPagesMixin
from subscriptions.domain.adjusting import PERMISSION as ADJUSTS_BALANCES
from subscriptions.domain.adjusting import may_be_adjusted
from subscriptions.domain.offers import describe_cover
from subscriptions.domain.running import approve, cancel, renew, resume, suspend, terms_mark
from subscriptions.domain.subscription_acts import Act
from subscriptions.forms.sales import form_of_act
from subscriptions.models import LedgerEntry, Subscription
from subscriptions.templatetags.sales_desk import DANGEROUS, PROPOSED, acts_of, told_last_day, told_time
from subscriptions.templatetags.subscription_words import euros

_SHOWN = 30


@admin.register(Subscription)
class SubscriptionAdmin(ReportPagesMixin, SalesPagesMixin, ReadOnlyModelAdmin):
    """Nothing of a subscription is typed: it is moved by acts, each on a page that says what it will do."""

    list_display = ("named", "customer_name", "standing", "asked", "runs_from", "runs_until", "price")
    list_display_links = ("named",)
    list_filter = ("status", CustomerFilter, "package")
    list_select_related = ("customer", "package")
    search_fields = ("customer__name", "name_bg", "name_en")
    search_help_text = gettext_lazy("Customer or package")
    sortable_by = ("asked", "runs_until")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/act/<slug:act>/", view(self.act_view), name="subscriptions_subscription_act"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one subscription."""
        subscription: Subscription = self.row_or_404(request, object_id or "")
        if request.method == "POST":
            raise Http404
        entries = LedgerEntry.objects.filter(balance__subscription=subscription)
        balances = list(subscription.balances.all())
        may_run = request.user.has_perm(Subscription.PERMISSION)
        language = active_language()
        return self.page(
            request,
            "subscription/page",
            {
                "title": str(subscription),
                "way": way_to_customer(subscription.customer),
                "subscription": subscription,
                "cover": describe_cover([subscription], language=language)[0],
                "balances": balances,
                "entries": entries.select_related("actor", "purchase", "balance")[:_SHOWN],
                "acts_done": subscription.acts.select_related("actor"),
                "invoices": subscription.invoices.all(),
                "renewal": renewal_of(subscription),
                "waiting": [
                    each
                    for balance in balances
                    for each in balance.adjustments.filter(state="waiting").select_related("asked_by")
                ],
                "purchases": subscription.purchases.select_related("buyer")[:_SHOWN],
                "acts": acts_of(subscription) if may_run else [],
                "may_adjust": request.user.has_perm(ADJUSTS_BALANCES) and may_be_adjusted(subscription),
            },
        )

    def act_view(self, request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        """Say what an act will do, and do it when it is confirmed."""
        subscription: Subscription = self.row_or_404(request, object_id)
        if act not in {*PROPOSED, *DANGEROUS, Act.RENEW}:
            raise Http404
        check_permission(request, Subscription.PERMISSION)
        asked = Act(act)
        page = way_to_subscription(subscription)
        if asked not in {each.value for each in acts_of(subscription)}:
            messages.error(
                request,
                _("“%(act)s” can't be done: the subscription is “%(status)s”.")
                % {"act": asked.label, "status": subscription.get_status_display()},
            )
            return HttpResponseRedirect(page[-1].url)
        label = next(each.label for each in acts_of(subscription) if each.value == asked)
        question = Question(
            title=label,
            about=f"{subscription}, {subscription.customer}",
            will=foretell(asked, subscription),
            warnings=warn_before(asked, subscription),
            button=label,
            way=page,
            is_dangerous=asked in DANGEROUS,
        )
        form = _form(request, asked, subscription)
        return self.confirm(request, question, form, lambda told: _perform(asked, subscription, request.user, told))

    # --- The list ---

    @admin.display(description=gettext_lazy("package"))
    def named(self, subscription: Subscription) -> str:
        return str(subscription)

    @admin.display(description=gettext_lazy("customer"))
    def customer_name(self, subscription: Subscription) -> SafeString:
        return customer_link(subscription.customer)

    @admin.display(description=gettext_lazy("status"))
    def standing(self, subscription: Subscription) -> SafeString:
        return badge(subscription.status, subscription.get_status_display())

    @admin.display(description=gettext_lazy("requested"), ordering="requested_at")
    def asked(self, subscription: Subscription) -> SafeString | str:
        return told_time(subscription.requested_at)

    @admin.display(description=gettext_lazy("start"))
    def runs_from(self, subscription: Subscription) -> SafeString | str:
        return told_time(subscription.starts_at)

    @admin.display(description=gettext_lazy("last day"), ordering="ends_at")
    def runs_until(self, subscription: Subscription) -> SafeString | str:
        return told_last_day(subscription.ends_at)

    @admin.display(description=gettext_lazy("price"))
    def price(self, subscription: Subscription) -> str:
        return euros(subscription.price_cents)


def way_to_subscription(subscription: Subscription) -> list[Step]:
    """The way back from a page beside a subscription, through its customer."""
    url = reverse("admin:subscriptions_subscription_change", args=[subscription.pk])
    return [*way_to_customer(subscription.customer), Step(str(subscription), url)]


def renewal_of(subscription: Subscription) -> Subscription | None:
    """The package that goes on where this one ends, if it has been sold."""
    return subscription.renewals.exclude(status=Subscription.Status.CANCELLED).first()


def _form(request: HttpRequest, act: Act, subscription: Subscription) -> forms.Form:
    initial = {"seen": terms_mark(subscription.package)} if act == Act.RENEW else {}
    return form_of_act(act)(posted(request), initial=initial)


def _perform(act: Act, subscription: Subscription, by: Any, told: dict[str, Any]) -> str:
    """Do the act, and say what was done."""
    names = {"package": subscription, "customer": subscription.customer}
    match act:
        case Act.APPROVE:
            approve(subscription.pk, by=by)
            return _("“%(package)s” runs for %(customer)s. The balance is granted and the invoice issued.") % names
        case Act.SUSPEND:
            suspend(subscription.pk, by=by, reason=told["reason"])
            return _("“%(package)s” of %(customer)s is suspended.") % names
        case Act.RESUME:
            resume(subscription.pk, by=by)
            return _("“%(package)s” of %(customer)s runs again.") % names
        case Act.RENEW:
            renew(subscription.pk, by=by, seen=told["seen"])
            return _("“%(package)s” is renewed for %(customer)s.") % names
        case _:
            cancel(subscription.pk, by=by, reason=told["reason"])
            return _("“%(package)s” of %(customer)s is cancelled.") % names
