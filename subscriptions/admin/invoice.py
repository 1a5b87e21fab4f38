"""Invoices and credit notes: never edited once issued, taken back by a credit note."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.shared.addresses import active_language
from newsroom.shared.admin_pages import ReadOnlyModelAdmin
from newsroom.shared.money import euros
from subscriptions.admin.columns import CustomerFilter, badge, customer_link
from subscriptions.admin.confirming import Question, SalesPagesMixin, Step, check_permission, posted, way_to_customer
from subscriptions.domain.documents.invoice_pdf import write_invoice_pdf
from subscriptions.domain.invoicing import issue_credit_note, uncredited
from subscriptions.forms.sales import CreditNoteForm
from subscriptions.models import Invoice
from subscriptions.templatetags.sales_desk import signed_sum

CREDITS = "subscriptions.issue_credit_note"


@admin.register(Invoice)
class InvoiceAdmin(SalesPagesMixin, ReadOnlyModelAdmin):
    list_display = ("number", "kind_badge", "issued_on", "customer_name", "net", "vat", "total")
    list_filter = ("kind", ("issued_on", admin.DateFieldListFilter), CustomerFilter)
    list_select_related = ("customer",)
    search_fields = ("number", "customer__name", "customer__registration_number")
    search_help_text = gettext_lazy("Number, customer or registration number")
    sortable_by = ("number",)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/credit/", view(self.credit_view), name="subscriptions_invoice_credit"),
            path("<int:object_id>/pdf/<slug:language>/", view(self.pdf_view), name="subscriptions_invoice_pdf"),
            *super().get_urls(),
        ]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The document as it was issued."""
        invoice: Invoice = self.row_or_404(request, object_id or "")
        if request.method == "POST":
            raise Http404
        language = active_language()
        net_left = uncredited(invoice)[0] if invoice.kind == Invoice.Kind.INVOICE else 0
        return self.page(
            request,
            "invoice/page",
            {
                "title": f"{invoice.get_kind_display()} {invoice.number}",
                "way": way_to_customer(invoice.customer),
                "invoice": invoice,
                "lines": [(line[f"text_{language}"], line["quantity"], line["net_cents"]) for line in invoice.lines],
                "credit_notes": invoice.credit_notes.order_by("number"),
                "net_left": net_left,
                "may_credit": net_left > 0 and request.user.has_perm(CREDITS),
            },
        )

    def pdf_view(self, request: HttpRequest, object_id: int, language: str) -> HttpResponse:
        """The document as the customer has it."""
        invoice: Invoice = self.row_or_404(request, object_id)
        if language not in dict(settings.LANGUAGES):
            raise Http404
        response = HttpResponse(write_invoice_pdf(invoice, language=language), content_type="application/pdf")
        name = f"{invoice.kind.replace('_', '-')}-{invoice.number}-{language}.pdf"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
        return response

    def credit_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say what a credit note will take back, and issue it when it is confirmed."""
        invoice: Invoice = self.row_or_404(request, object_id)
        check_permission(request, CREDITS)
        if invoice.kind != Invoice.Kind.INVOICE:
            raise Http404
        url = reverse("admin:subscriptions_invoice_change", args=[invoice.pk])
        net_left, vat_left = uncredited(invoice)
        if not net_left:
            messages.info(request, _("Nothing is left of this invoice to take back."))
            return HttpResponseRedirect(url)
        language = active_language()
        question = Question(
            title=_("Credit note"),
            about=_("Invoice %(number)s, %(customer)s") % {"number": invoice.number, "customer": invoice.customer},
            will=[
                _("Left of the invoice: %(net)s and %(vat)s VAT.")
                % {"net": euros(net_left, language), "vat": euros(vat_left, language)},
                _("The credit note takes the next number of the series, and is never changed or deleted."),
                _("The balance stays as it is: to take units back, cancel the package or adjust its balance."),
            ],
            button=_("Issue the credit note"),
            way=[*way_to_customer(invoice.customer), Step(invoice.number, url)],
            is_dangerous=True,
        )

        def act(told: dict[str, Any]) -> str:
            note = issue_credit_note(invoice.pk, by=request.user, **told)
            return _("Credit note %(number)s is issued.") % {"number": note.number}

        form = CreditNoteForm(posted(request), initial={"seen_left": net_left})
        return self.confirm(request, question, form, act)

    # --- The list ---

    @admin.display(description=gettext_lazy("kind"))
    def kind_badge(self, invoice: Invoice) -> SafeString:
        return badge(invoice.kind, invoice.get_kind_display())

    @admin.display(description=gettext_lazy("customer"))
    def customer_name(self, invoice: Invoice) -> SafeString:
        return customer_link(invoice.customer)

    @admin.display(description=gettext_lazy("net"))
    def net(self, invoice: Invoice) -> str:
        return signed_sum(invoice, "net_cents")

    @admin.display(description=gettext_lazy("VAT"))
    def vat(self, invoice: Invoice) -> str:
        return signed_sum(invoice, "vat_cents")

    @admin.display(description=gettext_lazy("total"))
    def total(self, invoice: Invoice) -> str:
        return signed_sum(invoice, "total_cents")
