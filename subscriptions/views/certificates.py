"""The certificate of a licence: for its customer, and what everyone may see of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from newsroom.shared.addresses import active_language, address_of
from subscriptions.domain import certificate
from subscriptions.domain.documents.certificate import make_certificate
from subscriptions.domain.downloads.licence_words import verification_address
from subscriptions.domain.downloads.naming import attachment
from subscriptions.models import Purchase, Unit
from subscriptions.views.access import MemberRequest, member_required

# A licence that was ended is seen to be so within a minute, and a search engine's crowd costs nothing.
_KEEP = "public, max-age=60"


@require_safe
@member_required
def show_certificate(request: MemberRequest, number: str) -> HttpResponse:
    """The certificate as a page, with the ways to the file and to the PDF."""
    purchase, language = _find(request, number), active_language()
    context = {
        "purchase": purchase,
        "is_photo": purchase.unit == Unit.PHOTO,
        "standing": certificate.find_standing(purchase),
        "facts": [fact for fact in certificate.customer_facts(purchase, language=language) if fact[1]],
        "file_facts": certificate.file_facts(purchase),
        "is_withdrawn": certificate.is_withdrawn(purchase),
        "restrictions": certificate.restriction_sentences(purchase, language=language),
        "terms": certificate.terms_text(purchase, language=language),
        "verification": verification_address(purchase, site=_site(request), language=language),
        "downloads": purchase.downloads.select_related("user")[:5],
    }
    return render(request, "subscriptions/certificate.html", context)


@require_safe
@member_required
def send_certificate(request: MemberRequest, number: str) -> HttpResponse:
    """The certificate as PDF, in the language of the page."""
    purchase = _find(request, number)
    content = make_certificate(purchase, language=active_language(), site=_site(request))
    name = attachment(f"{purchase.number}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_safe
def verify_licence(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the licence with this code holds, for everyone: no session, and nothing of who bought it."""
    purchase = Purchase.objects.select_related("photo").filter(verification_code=code).first()
    if purchase is None:
        raise Http404
    language = active_language()
    address = address_of(language, "subscriptions:licence", code)
    context = {
        "page": {"address": address},
        "standing": certificate.find_standing(purchase),
        "facts": [fact for fact in certificate.public_facts(purchase, language=language) if fact[1]],
    }
    response = render(request, "subscriptions/licence.html", context)
    response["Cache-Control"] = _KEEP
    return response


def _find(request: MemberRequest, number: str) -> Purchase:
    mine = request.member.customer.purchases.select_related("photo", "article", "buyer")
    return get_object_or_404(mine, number=number)


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")
