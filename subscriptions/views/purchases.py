"""The list of what a customer has taken."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom.shared.pagination import NoSuchPage
from subscriptions.domain.purchase_list import LicenceState, read_purchases
from subscriptions.models import Unit
from subscriptions.views.access import MemberRequest, member_required


@require_safe
@member_required
def show_purchases(request: MemberRequest) -> HttpResponse:
    """Show the licences; a filter that means nothing leaves none out."""
    unit, state = request.GET.get("unit", ""), request.GET.get("state", "")
    unit, state = unit if unit in Unit.values else "", state if state in LicenceState.values else ""
    try:
        purchases = read_purchases(request.member.customer, request.GET, unit=unit, state=state)
    except NoSuchPage as error:
        raise Http404 from error
    shown = {
        "purchases": purchases,
        "unit": unit,
        "state": state,
        "units": Unit.choices,
        "states": LicenceState.choices,
        "member": request.member,
    }
    return render(request, "subscriptions/purchases.html", shown)
