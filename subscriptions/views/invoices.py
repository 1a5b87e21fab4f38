"""The invoices and credit notes of a customer: a list, and each as a document."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from newsroom.shared.addresses import active_language
from newsroom.shared.pagination import NoSuchPage, read_page
from subscriptions.domain.documents.invoice_pdf import write_invoice_pdf
from subscriptions.models import Invoice, Member
from subscriptions.views.access import MemberRequest, member_required


@require_safe
@member_required(roles=Member.OWNERS)
def show_invoices(request: MemberRequest) -> HttpResponse:
    documents = Invoice.objects.of(request.member).select_related("credits", "subscription")
    try:
        page = read_page(documents, request.GET, size=settings.LIST_PAGE_SIZE, time_field="issued_at", id_field="pk")
    except NoSuchPage as error:
        raise Http404 from error
    return render(request, "subscriptions/invoices.html", {"page": page})


@require_safe
@member_required(roles=Member.OWNERS)
def download_invoice(request: MemberRequest, number: str) -> HttpResponse:
    documents = Invoice.objects.of(request.member).select_related("credits", "issued_by")
    invoice = get_object_or_404(documents, number=number)
    language = active_language()
    response = HttpResponse(write_invoice_pdf(invoice, language=language), content_type="application/pdf")
    name = f"{invoice.kind.replace('_', '-')}-{invoice.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response
