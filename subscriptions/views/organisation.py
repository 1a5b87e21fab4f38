"""The organisation for which a person acts."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from subscriptions.domain.membership import member_of
from subscriptions.views.access import PersonRequest, person_required


@require_safe
@person_required
def show_organisation(request: PersonRequest) -> HttpResponse:
    return render(request, "subscriptions/organisation.html", {"member": member_of(request.user)})
