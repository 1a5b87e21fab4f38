"""Invoices and credit notes as PDF, with all that Article 114 of the Bulgarian VAT Act asks for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from newsroom.shared.money import euros
from newsroom.shared.pdf import Column, DocumentMaker
from subscriptions.models import Invoice


def write_invoice_pdf(invoice: Invoice, *, language: str) -> bytes:
    """The document in one language, from what the row has kept of its day: the same bytes each time."""
    with override(language):
        title = _title(invoice)
        agency = settings.AGENCY_NAME[language]
        maker = DocumentMaker(title=title, language=language, agency=agency, made_at=invoice.issued_at)
        maker.title(title)
        maker.paragraph(_("ORIGINAL"))
        maker.facts(_dates(invoice))
        maker.heading(_("Supplier"))
        maker.facts(_seller_facts(invoice.seller, language=language))
        maker.heading(_("Recipient"))
        maker.facts(_party_facts(invoice.buyer, name=invoice.buyer["name"], address=invoice.buyer["address"]))
        maker.space(3)
        _write_lines(maker, invoice, language=language)
        maker.facts(_sums(invoice, language=language))
        maker.facts(_payment(invoice))
        return maker.finish()


def _title(invoice: Invoice) -> str:
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return _("Credit note No. %(number)s") % {"number": invoice.number}
    return _("Invoice No. %(number)s") % {"number": invoice.number}


def _dates(invoice: Invoice) -> list[tuple[str, str]]:
    facts = [(_("Date of issue"), _day(invoice.issued_on)), (_("Date of the taxable event"), _day(invoice.supplied_on))]
    credited = invoice.credits
    if credited is not None:
        of_invoice = _("No. %(number)s of %(day)s") % {"number": credited.number, "day": _day(credited.issued_on)}
        facts += [(_("To invoice"), of_invoice), (_("Reason"), invoice.reason)]
    return facts


def _seller_facts(seller: dict[str, Any], *, language: str) -> list[tuple[str, str]]:
    """The agency; where a name in Latin letters is not set, the registered one stands."""
    return _party_facts(
        seller,
        name=seller[f"name_{language}"] or seller["name_bg"],
        address=seller[f"address_{language}"] or seller["address_bg"],
    )


def _party_facts(party: dict[str, Any], *, name: str, address: str) -> list[tuple[str, str]]:
    in_bulgaria = party["country"] == "BG"
    return [
        (pgettext("of an organisation", "Name"), name),
        (_("UIC (EIK)") if in_bulgaria else _("Registration number"), party["registration_number"]),
        (pgettext("heading", "VAT number"), party["vat_number"]),
        (_("Address"), address),
        (_("Country"), party["country"]),
    ]


def _write_lines(maker: DocumentMaker, invoice: Invoice, *, language: str) -> None:
    columns = [
        Column(_("Service"), share=6),
        Column(pgettext("of what is billed", "Unit"), share=1.2),
        Column(_("Quantity"), share=2, is_number=True),
        Column(_("Unit price without VAT"), share=2.4, is_number=True),
        Column(_("Amount without VAT"), share=2.4, is_number=True),
    ]
    rows = [
        (
            line[f"text_{language}"],
            pgettext("unit of what is billed", "pc."),
            str(line["quantity"]),
            euros(line["net_cents"] // line["quantity"], language),
            euros(line["net_cents"], language),
        )
        for line in invoice.lines
    ]
    maker.table(columns, rows)


def _sums(invoice: Invoice, *, language: str) -> list[tuple[str, str]]:
    is_credit = invoice.kind == Invoice.Kind.CREDIT_NOTE
    facts = [
        (_("Reduction of the tax base") if is_credit else _("Tax base"), euros(invoice.net_cents, language)),
        (_("VAT, %(rate)s") % {"rate": _rate(invoice.vat_rate, language=language)}, euros(invoice.vat_cents, language)),
        (_("Total reduction") if is_credit else _("To be paid"), euros(invoice.total_cents, language)),
    ]
    if not invoice.vat_rate:
        facts.append((_("Ground for no VAT"), invoice.seller[f"no_vat_ground_{language}"]))
    return facts


def _payment(invoice: Invoice) -> list[tuple[str, str]]:
    made_by = (_("Drawn up by"), str(invoice.issued_by))
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return [made_by]
    return [(_("Bank"), invoice.seller["bank"]), ("IBAN", invoice.seller["iban"]), made_by]


def _rate(hundredths: int, *, language: str) -> str:
    """A rate in hundredths of a per cent as the language writes it: «20 %», “20%”."""
    number = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    return f"{number}%" if language == "en" else f"{number.replace('.', ',')}\u00a0%"


def _day(day: dt.date) -> str:
    return date_format(day, "d.m.Y")
