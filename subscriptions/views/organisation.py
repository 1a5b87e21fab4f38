"""The organisation for which a person acts: registered by its first owner, kept by owners."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from media_library.models import HOME_TERRITORY
from subscriptions.domain import team
from subscriptions.domain.membership import member_of
from subscriptions.forms.organisation import OrganisationForm
from subscriptions.models import Invitation, Member
from subscriptions.views.access import MemberRequest, PersonRequest, member_required, person_required


@require_safe
@person_required
def show_organisation(request: PersonRequest) -> HttpResponse:
    """The organisation; for who has none, how to come to one: an invitation that waits, or a registration."""
    member = member_of(request.user)
    if member is None:
        waiting = Invitation.objects.for_addresses_of(request.user).select_related("customer", "invited_by")
        return render(request, "subscriptions/organisation_none.html", {"invitations": waiting})
    return render(request, "subscriptions/organisation.html", {"member": member, "customer": member.customer})


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def register_organisation(request: PersonRequest) -> HttpResponse:
    if member_of(request.user) is not None:
        return _to_organisation()
    form = OrganisationForm(request.POST or None, initial=_about(request))
    if form.is_valid():
        try:
            team.register_customer(form.save(commit=False), owner=request.user)
        except team.TeamRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The organisation is registered. Now you can ask for a package."))
            return _to_organisation()
    return render(request, "subscriptions/organisation_register.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_required(roles=Member.OWNERS)
def change_organisation(request: MemberRequest) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=request.member.customer)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return _to_organisation()
    return render(request, "subscriptions/organisation_change.html", {"form": form})


def _about(request: HttpRequest) -> dict[str, str]:
    """The person who registers is the first whom we reach."""
    return {
        "country": HOME_TERRITORY,
        "contact_name": str(request.user),
        "contact_email": request.user.email,
        "language": request.LANGUAGE_CODE,
    }


def _to_organisation() -> HttpResponse:
    return HttpResponseRedirect(reverse("subscriptions:organisation"))
