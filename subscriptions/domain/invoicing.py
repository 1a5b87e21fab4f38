"""Invoices and credit notes: one gapless series of numbers, issued under a lock and never edited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from newsroom.shared.database_clock import database_now
from subscriptions.models import Customer, Invoice, InvoiceCounter, Subscription

if TYPE_CHECKING:
    from newsroom.models import User

Kind = Invoice.Kind


class NotIssued(Exception):
    """The document can't be issued; no number was taken. The message is for the person who tried."""


class SellerUnknown(NotIssued):
    """The settings do not say who the agency is before the law."""


class CreditedMeanwhile(NotIssued):
    """Less is left of the invoice than was shown: perhaps the same wish, sent twice."""


class MoreThanBilled(NotIssued):
    """A credit note would take back more than its invoice has left."""


def issue_invoice(subscription: Subscription, *, by: User) -> Invoice:
    """Bill an approved package, with the parties as they are now.

    A package has one invoice: asked again, the one that is there is returned. Raises SellerUnknown.
    """
    with transaction.atomic():
        known = Invoice.objects.filter(subscription=subscription, kind=Kind.INVOICE).first()
        if known is not None:
            return known
        return _issue(
            kind=Kind.INVOICE,
            subscription=subscription,
            buyer=_buyer(subscription.customer),
            seller=seller(),
            lines=lines_for(subscription),
            net_cents=subscription.price_cents,
            vat_rate=subscription.vat_rate,
            vat_cents=subscription.vat_cents,
            supplied_on=_local_date(subscription.starts_at or database_now()),
            by=by,
        )


def lines_for(subscription: Subscription) -> list[dict[str, str | int]]:
    """What an approved package is billed as, in both languages. Raises NotIssued for one that was not approved."""
    starts_at, ends_at = subscription.starts_at, subscription.ends_at
    if starts_at is None or ends_at is None:
        raise NotIssued(_("Only an approved package is billed."))
    texts = {f"text_{code}": _line_text(subscription, starts_at, ends_at, code) for code, _name in settings.LANGUAGES}
    return [{**texts, "quantity": 1, "net_cents": subscription.price_cents}]


def issue_credit_note(
    invoice_id: int, *, by: User, reason: str, net_cents: int | None = None, seen_left: int | None = None
) -> Invoice:
    """Take back an invoice, or `net_cents` of it (without VAT); None takes back all that is left.

    `seen_left` is what the person was shown to be left, in cents without VAT. Raises Invoice.DoesNotExist,
    CreditedMeanwhile where that is no longer so, MoreThanBilled, and NotIssued without a reason or the permission.
    """
    if not by.has_perm("subscriptions.issue_credit_note"):
        raise NotIssued(_("Your role does not allow you to issue credit notes."))
    reason = reason.strip()
    if not reason:
        raise NotIssued(_("Say in a few words why the invoice is taken back; it stands on the credit note."))
    with transaction.atomic():
        # Lock first: what is left of the invoice is counted when no other credit note can be on its way.
        invoice = (
            Invoice.objects.select_for_update(of=("self",))
            .select_related("subscription")
            .get(pk=invoice_id, kind=Kind.INVOICE)
        )
        net_left, vat_left = uncredited(invoice)
        if seen_left is not None and seen_left != net_left:
            raise CreditedMeanwhile(
                _("A credit note to this invoice has been issued since this page was opened. Look at it first.")
            )
        net = net_left if net_cents is None else net_cents
        if not 0 < net <= net_left:
            raise MoreThanBilled(
                _("A credit note to this invoice may take back between %(least)s and %(most)s euros without VAT.")
                % {"least": "0.01", "most": f"{net_left / 100:.2f}"}
                if net_left
                else _("Nothing is left of this invoice to take back.")
            )
        # The last part takes the VAT that is left, so that the parts add up to the whole to the cent.
        vat = vat_left if net == net_left else min(vat_left, _vat(net, rate=invoice.vat_rate))
        first = invoice.lines[0]
        return _issue(
            kind=Kind.CREDIT_NOTE,
            subscription=invoice.subscription,
            credits=invoice,
            reason=reason,
            buyer=invoice.buyer,
            seller=invoice.seller,
            lines=[{"text_bg": first["text_bg"], "text_en": first["text_en"], "quantity": 1, "net_cents": net}],
            net_cents=net,
            vat_rate=invoice.vat_rate,
            vat_cents=vat,
            supplied_on=_local_date(database_now()),
            by=by,
        )


def uncredited(invoice: Invoice) -> tuple[int, int]:
    """What no credit note has taken back yet: net and VAT, in cents."""
    taken = invoice.credit_notes.aggregate(net=Sum("net_cents", default=0), vat=Sum("vat_cents", default=0))
    return invoice.net_cents - taken["net"], invoice.vat_cents - taken["vat"]


def seller() -> dict[str, str]:
    """The agency as its documents name it. Raises SellerUnknown while the settings lack what the law asks for."""
    found: dict[str, str] = settings.INVOICE_SELLER
    missing = [name for name in ("name_bg", "registration_number", "address_bg") if not found[name]]
    if missing:
        raise SellerUnknown(
            _("The agency's own data for invoices are not set: %(names)s.")
            % {"names": "AGENCY_LEGAL_NAME_BG, AGENCY_REGISTRATION_NUMBER, AGENCY_ADDRESS_BG"}
        )
    return dict(found)


def _issue(*, kind: Invoice.Kind, subscription: Subscription, by: User, **fields: Any) -> Invoice:
    number = _take_number()
    # After the lock, so that dates follow the numbers.
    now = database_now()
    return Invoice.objects.create(
        number=number,
        kind=kind,
        customer_id=subscription.customer_id,
        subscription=subscription,
        total_cents=fields["net_cents"] + fields["vat_cents"],
        issued_on=_local_date(now),
        issued_at=now,
        issued_by=by,
        **fields,
    )


def _take_number() -> str:
    """The next number of the series, ten digits. The counter is held until the commit, and a rollback gives it back."""
    counter, _made = InvoiceCounter.objects.select_for_update().get_or_create(
        pk=1, defaults={"last": settings.INVOICE_FIRST_NUMBER - 1}
    )
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{counter.last:010d}"


def _buyer(customer: Customer) -> dict[str, str]:
    names = ("name", "registration_number", "vat_number", "address", "country")
    return {name: getattr(customer, name) for name in names}


def _vat(net_cents: int, *, rate: int) -> int:
    """The VAT on whole cents at a rate in hundredths of a per cent, half a cent rounded up."""
    return (net_cents * rate + 5_000) // 10_000


def _line_text(subscription: Subscription, starts_at: dt.datetime, ends_at: dt.datetime, language: str) -> str:
    """What is billed, with the days of the package from the first to the last, both counted."""
    days = (_local_date(starts_at), _local_date(ends_at - dt.timedelta(microseconds=1)))
    with override(language):
        return _("Subscription “%(name)s”, %(first)s–%(last)s") % {
            "name": subscription.name(language),
            "first": date_format(days[0], "d.m.Y"),
            "last": date_format(days[1], "d.m.Y"),
        }


def _local_date(moment: dt.datetime) -> dt.date:
    return moment.astimezone(timezone.get_default_timezone()).date()
