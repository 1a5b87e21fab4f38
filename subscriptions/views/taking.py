"""Taking photos from the balance: the pre-flight, the buyer's «yes», and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsroom.shared.addresses import active_language
from subscriptions.domain.membership import NotAMember, colleagues_with
from subscriptions.domain.purchasing import MayNotBuy, MustAcknowledge, QuoteChanged, confirm
from subscriptions.domain.quote import BadQuote, Quote, read_token
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.selecting import take_out_of_current
from subscriptions.domain.taking_page import read_shown, read_taking
from subscriptions.forms.selection import read_photo_ids
from subscriptions.models import MOST_AT_ONCE, Confirmation, Member, Selection, Size, StatedUse, Unit
from subscriptions.views.access import MemberRequest, member_required


@require_safe
@member_required
def show_quote(request: MemberRequest) -> HttpResponse:
    """Show what these photos (`photo=…`, or all of `selection=…`) would take for the stated use. Nothing is taken.

    Who came to download (`for=download`) and holds licences on all of them goes on to that.
    """
    photo_ids = read_photo_ids(request.GET)
    for selection_id in read_photo_ids(request.GET, "selection"):
        selection = get_object_or_404(Selection.objects.open_to(request.member), pk=selection_id)
        photo_ids += [pk for pk in selection.items.values_list("photo", flat=True) if pk not in photo_ids]
    use, size = request.GET.get("use", ""), request.GET.get("size", "")
    quote = quote_photos(
        photo_ids[:MOST_AT_ONCE],
        member=request.member,
        use=use if use in StatedUse.values else StatedUse.EDITORIAL,
        size=size if size in Size.values else "",
    )
    is_download = request.GET.get("for") == "download" and request.member.may_buy
    if is_download and quote.lines and all(line.owned or line.held for line in quote.lines):
        wanted = urlencode({"photo": [line.pk for line in quote.lines]}, doseq=True)
        return HttpResponseRedirect(f"{reverse('subscriptions:download-prepare')}?{wanted}")
    return _answer(request, quote)


@require_POST
@member_required
def confirm_quote(request: MemberRequest) -> HttpResponse:
    """Take what the form showed. If anything is different now, show that, with what has changed; nothing was taken."""
    acknowledged, token = request.POST.getlist("acknowledged"), request.POST.get("token", "")
    try:
        if read_token(token).unit != Unit.PHOTO:
            raise BadQuote(_("This offer was made for something else. Open it again."))
        confirmation = confirm(token, member=request.member, acknowledged=acknowledged)
    except NotAMember:
        return HttpResponseRedirect(reverse("subscriptions:organisation"))
    except BadQuote as error:
        return render(request, "subscriptions/take_refused.html", {"refusal": str(error)}, status=403)
    except MayNotBuy as error:
        shown = {"refusal": str(error), "buyers": colleagues_with(Member.BUYERS, member=request.member)}
        return render(request, "subscriptions/take_refused.html", shown, status=403)
    except QuoteChanged as changed:
        before = read_shown(request.POST.get("shown", ""))
        return _answer(request, changed.quote, before=before, acknowledged=acknowledged, status=409)
    except MustAcknowledge as refusal:
        return _answer(request, refusal.quote, acknowledged=acknowledged, refusal=str(refusal), status=422)
    taken = confirmation.purchases.filter(unit=Unit.PHOTO).values_list("photo", flat=True)
    take_out_of_current(taken, member=request.member)
    return HttpResponseRedirect(reverse("subscriptions:taken", args=[confirmation.key]))


@require_safe
@member_required
def show_taken(request: MemberRequest, key: UUID) -> HttpResponse:
    """Show the licences of one confirmation, to everyone who acts for the customer."""
    confirmation = get_object_or_404(Confirmation, key=key, customer=request.member.customer_id)
    purchases = list(confirmation.purchases.filter(unit=Unit.PHOTO).select_related("subscription").order_by("pk"))
    if not purchases:
        raise Http404  # It was a story's.
    packages = {purchase.subscription_id: purchase.subscription for purchase in purchases}
    balances = [line | {"package": packages[line["subscription"]]} for line in confirmation.quote["balances"]]
    shown = {"confirmation": confirmation, "purchases": purchases, "balances": balances, "member": request.member}
    return render(request, "subscriptions/taken.html", shown)


def _answer(
    request: MemberRequest,
    quote: Quote,
    *,
    before: Mapping[str, Any] | None = None,
    acknowledged: list[str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = {
        "taking": read_taking(quote, language=active_language(), before=before),
        "uses": StatedUse.choices,
        "sizes": Size.choices,
        "may_buy": request.member.may_buy,
        "buyers": [] if request.member.may_buy else colleagues_with(Member.BUYERS, member=request.member),
        "acknowledged": acknowledged or [],
        "refusal": refusal,
        "member": request.member,
    }
    return render(request, "subscriptions/take.html", shown, status=status)
