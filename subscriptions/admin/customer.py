"""Customers, with everything on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_library.admin.photo_inlines import PlainChoicesMixin
from newsroom.shared.admin_pages import DeskModelAdmin
from newsroom.shared.database_clock import database_now
from subscriptions.admin.columns import badge
from subscriptions.admin.confirming import Question, SalesPagesMixin, check_permission, posted, way_to_customer
from subscriptions.admin.team import TeamPagesMixin
from subscriptions.domain.adjusting import PERMISSION as ADJUSTS_BALANCES
from subscriptions.domain.confirming_customers import confirm_customer, same_number
from subscriptions.domain.customer_file import read_customer_file, read_numbers
from subscriptions.domain.running import request_on_behalf
from subscriptions.domain.team_acts import PERMISSION as CHANGES_TEAMS
from subscriptions.forms.contracts import CustomerForm
from subscriptions.forms.sales import RequestForm, SeenNumberForm
from subscriptions.models import Customer, Subscription

_SAME_SHOWN = 10
_RUNNING = Q(status__in=Subscription.NOT_OVER)
_FIELDS = (
    (None, ["name", "registration_number", "vat_number", "address", "country"]),
    (gettext_lazy("Contract"), ["territories", "seats", "account_manager", "language"]),
    (gettext_lazy("Contact"), ["contact_name", "contact_email", "contact_phone"]),
    (gettext_lazy("Notes"), ["notes"]),
)


class StandingFilter(admin.SimpleListFilter):
    """What a customer has: a request that waits, a running package, or none; and whom nobody has confirmed yet."""

    title = gettext_lazy("packages")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("waits", _("With a request")),
            ("runs", _("With a running package")),
            ("none", _("Without a package")),
            ("new", _("Not confirmed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        own = Subscription.objects.filter(customer=OuterRef("pk"))
        match self.value():
            case "waits":
                return queryset.filter(Exists(own.filter(status=Subscription.Status.REQUESTED)))
            case "runs":
                return queryset.filter(Exists(own.filter(_RUNNING)))
            case "new":
                return queryset.filter(confirmed_at__isnull=True)
            case "none":
                return queryset.exclude(Exists(own.filter(_RUNNING)))
        return queryset


class CustomerList(ChangeList):
    """A page of the customers: what they have is counted for all its lines at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        numbers = read_numbers(self.result_list)
        for customer in self.result_list:
            customer.numbers = numbers[customer.pk]


@admin.register(Customer)
class CustomerAdmin(PlainChoicesMixin, TeamPagesMixin, SalesPagesMixin, DeskModelAdmin):
    form = CustomerForm
    list_display = ("name", "country", "account_manager", "packages", "photos_left", "stories_left", "seats_used")
    list_filter = (StandingFilter, ("account_manager", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("account_manager",)
    search_fields = ("name", "registration_number", "vat_number", "contact_name", "contact_email")
    search_help_text = gettext_lazy("Name, registration or VAT number, contact")
    sortable_by = ("name", "country")
    actions = None
    change_form_template = "admin/subscriptions/customer/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return False  # Licences name it.

    def get_fieldsets(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        # A customer's own page is a file to read first; its facts stand at the side, to be changed there.
        classes = ["facts"] if obj else []
        return [(name, {"fields": fields, "classes": classes}) for name, fields in _FIELDS]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/request/", view(self.request_view), name="subscriptions_customer_request"),
            path("<int:object_id>/confirm/", view(self.confirm_view), name="subscriptions_customer_confirm"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], obj: Customer | None = None, **kwargs: Any
    ) -> HttpResponse:
        if obj is not None:
            context |= {
                "file": read_customer_file(obj),
                "same_number": list(same_number(obj)[:_SAME_SHOWN]),
                "may_run": request.user.has_perm(Subscription.PERMISSION),
                "may_change_team": request.user.has_perm(CHANGES_TEAMS),
                "may_adjust": request.user.has_perm(ADJUSTS_BALANCES),
            }
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def save_model(self, request: HttpRequest, obj: Customer, form: Any, change: bool) -> None:
        if not change:
            obj.confirmed_at, obj.confirmed_by = database_now(), request.user
        super().save_model(request, obj, form, change)

    def confirm_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say that the customer is who it says, with the others that give the same number in view."""
        customer: Customer = self.row_or_404(request, object_id)
        check_permission(request, Subscription.PERMISSION)
        number = customer.registration_number
        others = ", ".join(f"{other.name} ({other.pk})" for other in same_number(customer)[:_SAME_SHOWN])
        will = [
            _("You say that you have made sure: %(name)s is the organisation with the number %(number)s.")
            % {"name": customer.name, "number": number or "–"},
            _("Only then can a package be approved where others give the same number."),
        ]
        if others:
            will.append(_("The same number is given by: %(names)s.") % {"names": others})
        question = Question(
            title=_("Confirm the organisation"),
            about=customer.name,
            will=will,
            button=_("Confirm"),
            way=way_to_customer(customer),
        )

        def act(told: dict[str, Any]) -> str:
            confirm_customer(customer.pk, by=request.user, seen=told["seen"])
            return _("%(name)s is confirmed.") % {"name": customer.name}

        return self.confirm(request, question, SeenNumberForm(posted(request), initial={"seen": number}), act)

    def request_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Note down a package that the customer has asked for by other ways than the site."""
        customer: Customer = self.row_or_404(request, object_id)
        check_permission(request, Subscription.PERMISSION)
        question = Question(
            title=_("Note down a request"),
            about=customer.name,
            will=[
                _("The request waits for its approval like one that was made on the site, on today's terms."),
                _("The customer is told by e-mail."),
            ],
            button=_("Note down"),
            way=way_to_customer(customer),
        )

        def act(told: dict[str, Any]) -> str:
            made = request_on_behalf(told["package"], customer=customer, by=request.user, note=told["note"])
            return _("“%(package)s” waits for its approval.") % {"package": made}

        return self.confirm(request, question, RequestForm(posted(request)), act)

    # --- The list ---

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[CustomerList]:
        return CustomerList

    @admin.display(description=gettext_lazy("packages"))
    def packages(self, customer: Customer) -> SafeString | str:
        if customer.numbers.waiting:
            return badge("requested", _("request"))
        return str(customer.numbers.running or "–")

    @admin.display(description=gettext_lazy("photos left"))
    def photos_left(self, customer: Customer) -> str:
        return _number(customer.numbers.photos)

    @admin.display(description=gettext_lazy("stories left"))
    def stories_left(self, customer: Customer) -> str:
        return _number(customer.numbers.stories)

    @admin.display(description=gettext_lazy("seats"))
    def seats_used(self, customer: Customer) -> str:
        return f"{customer.numbers.members} / {customer.seats}"


def _number(sum_of_balances: int | None) -> str:
    return "–" if sum_of_balances is None else str(sum_of_balances)
