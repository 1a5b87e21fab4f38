"""Acts of sales: each asks on a page of its own, which says what will happen, and is done when that is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst

from newsroom.shared.admin_pages import with_nonce
from subscriptions.domain.adjusting import AdjustmentRefused
from subscriptions.domain.invoicing import NotIssued
from subscriptions.domain.membership import NotAMember
from subscriptions.domain.refunding import NotRefundable
from subscriptions.domain.subscription_acts import ActRefused
from subscriptions.domain.team_acts import TeamRefusal
from subscriptions.models import Customer

REFUSALS = (ActRefused, AdjustmentRefused, NotRefundable, NotIssued, TeamRefusal, NotAMember)


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the way back: a name and an address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the page of a confirmation says: in sentences `will`, what will happen, and `warnings`, what to mend before.

    Without a `button` it can only be refused.
    """

    title: str
    about: str
    will: Sequence[str]
    button: str
    way: Sequence[Step]
    warnings: Sequence[str] = field(default_factory=tuple)
    is_dangerous: bool = False
    refuse_button: str = ""

    @property
    def back(self) -> Step:
        return self.way[-1]


class SalesPagesMixin:
    """Pages beside those that Django's admin has by itself."""

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "app_label": self.opts.app_label}
        if "media" in context:
            context["media"] = with_nonce(context["media"], request)
        return TemplateResponse(request, f"admin/subscriptions/{template}.html", {**frame, **context})

    def row_or_404(self, request: HttpRequest, object_id: int | str) -> Any:
        """The row, for who may look at such rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row: Model | None = self.get_object(request, str(object_id))
        if row is None:
            raise Http404
        return row

    def confirm(
        self,
        request: HttpRequest,
        question: Question,
        form: forms.Form,
        act: Callable[[dict[str, Any]], str],
    ) -> HttpResponse:
        """Show the question; when it is confirmed, do `act` with what was filled in, and say what it returns."""
        if form.is_bound and form.is_valid():
            try:
                done = act(form.cleaned_data)
            except REFUSALS as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return HttpResponseRedirect(question.back.url)
        return self.page(request, "confirmation", {"title": question.title, "question": question, "form": form})


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: the data of a POST, and nothing otherwise."""
    return request.POST if request.method == "POST" else None


def check_permission(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def way_to_customer(customer: Customer) -> list[Step]:
    return [
        Step(capfirst(str(Customer._meta.verbose_name_plural)), reverse("admin:subscriptions_customer_changelist")),
        Step(customer.name, reverse("admin:subscriptions_customer_change", args=[customer.pk])),
    ]
