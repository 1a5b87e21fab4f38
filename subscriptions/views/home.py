"""The first page of the account, and the packages that can be asked for."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsroom.shared.addresses import active_language
from subscriptions.domain.membership import NotAMember
from subscriptions.domain.offers import read_offers
from subscriptions.domain.overview import read_overview
from subscriptions.domain.running import TermsChanged, request_package
from subscriptions.domain.subscription_acts import ActRefused
from subscriptions.forms.packages import RequestForm
from subscriptions.models import Member
from subscriptions.views.access import MemberRequest, member_required

_MOST_SUBSCRIPTIONS = 50


@require_safe
@member_required
def show_home(request: MemberRequest) -> HttpResponse:
    overview = read_overview(request.member.customer, language=active_language())
    return render(request, "subscriptions/home.html", {"overview": overview, "member": request.member})


@require_safe
@member_required(roles=Member.OWNERS)
def show_packages(request: MemberRequest) -> HttpResponse:
    return _answer(request, RequestForm())


@require_POST
@member_required(roles=Member.OWNERS)
def ask_for_package(request: MemberRequest) -> HttpResponse:
    """Ask for a package; the page says what became of it."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        return _answer(request, form, status=422)
    package, note = form.cleaned_data["package"], form.cleaned_data["note"]
    seen = request.POST.get(f"seen-{package.slug}")
    try:
        request_package(package, member=request.member, note=note, seen=seen)
    except ActRefused as refusal:
        form.add_error(None, str(refusal))
        return _answer(request, form, status=409 if isinstance(refusal, TermsChanged) else 403)
    except NotAMember:
        return HttpResponseRedirect(reverse("subscriptions:organisation"))
    messages.success(request, _("We have your request, and write to you as soon as it is approved."))
    return HttpResponseRedirect(reverse("subscriptions:packages"))


def _answer(request: MemberRequest, form: RequestForm, *, status: int = 200) -> HttpResponse:
    subscriptions = request.member.customer.subscriptions.select_related("requested_by")
    shown = {
        "offers": read_offers(active_language()),
        "subscriptions": subscriptions.order_by("-requested_at", "-pk")[:_MOST_SUBSCRIPTIONS],
        "form": form,
        "member": request.member,
    }
    return render(request, "subscriptions/packages.html", shown, status=status)
