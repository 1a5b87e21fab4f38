"""The letters that go out by e-mail: to whom, in which language, in which words."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from newsroom.shared.addresses import path_in
from newsroom.shared.money import euros
from subscriptions.models import Customer, LedgerEntry, Member, Notice, Purchase, Subscription, SubscriptionAct

Kind = Notice.Kind
_OF_AN_ACT = {Kind.APPROVED, Kind.SUSPENDED, Kind.RESUMED, Kind.CANCELLED, Kind.REQUESTED}


def write_letter(notice: Notice) -> EmailMessage | None:
    """The letter of a notice, ready to be sent; None where nobody has an address.

    Customers are written to in their language, sales in the newsroom's own. The first line of a template is the
    subject. The same notice has the same Message-ID, by which mail servers know a letter that comes twice.
    """
    customer = notice.subscription.customer
    for_sales = notice.kind == Kind.REQUESTED
    people = _sales_of(customer) if for_sales else _readers_of(customer)
    if not people:
        return None
    language = settings.LANGUAGE_CODE if for_sales else customer.language
    with override(language):
        text = render_to_string(f"subscriptions/email/{language}/{notice.kind}.txt", _context(notice, language))
    subject, _end, body = text.strip().partition("\n")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n",
        to=people,
        reply_to=[] if for_sales else _answers_go_to(customer),
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated", "Content-Language": language},
    )


def _readers_of(customer: Customer) -> list[str]:
    """Owners and buyers; the contact of the contract while there is none."""
    members = Member.objects.active().filter(customer=customer, role__in=[Member.Role.OWNER, Member.Role.BUYER])
    addresses = members.exclude(user__email="").order_by("joined_at", "pk").values_list("user__email", flat=True)
    return list(dict.fromkeys(addresses)) or [address for address in [customer.contact_email] if address]


def _sales_of(customer: Customer) -> list[str]:
    """The account manager; without one, everyone who may approve, or else the address of sales."""
    manager = customer.account_manager
    if manager is not None and manager.is_active and manager.email:
        return [manager.email]
    approvers = get_user_model().objects.with_perm(
        Subscription.PERMISSION, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
    )
    addresses = approvers.filter(is_staff=True).exclude(email="").order_by("pk").values_list("email", flat=True)
    return list(dict.fromkeys(addresses)) or [address for address in [settings.SALES_EMAIL] if address]


def _answers_go_to(customer: Customer) -> list[str]:
    manager = customer.account_manager
    if manager is not None and manager.is_active and manager.email:
        return [manager.email]
    return [address for address in [settings.SALES_EMAIL] if address]


def _context(notice: Notice, language: str) -> dict[str, Any]:
    subscription = notice.subscription
    return {
        "agency": settings.AGENCY_NAME[language],
        "customer": subscription.customer,
        "subscription": subscription,
        "package": subscription.name(language),
        "first_day": _day(subscription.starts_at),
        "last_day": _day(subscription.ends_at, before=True),
        "balances": subscription.balances.order_by("unit"),
        "net": euros(subscription.price_cents, language),
        "total": euros(subscription.total_cents, language),
        "unit": notice.unit,
        "balance": subscription.balances.filter(unit=notice.unit).first(),
        "invoice": subscription.invoices.filter(kind="invoice").first(),
        "link": settings.SITE_URL + path_in(language, "subscriptions:home"),
        "packages_link": settings.SITE_URL + path_in(language, "subscriptions:packages"),
        "invoices_link": settings.SITE_URL + path_in(language, "subscriptions:invoices"),
        "desk_link": settings.SITE_URL + _desk_path(subscription),
        **_occasion(notice),
    }


def _occasion(notice: Notice) -> dict[str, Any]:
    """The act or the purchase that the letter is about, and the reason that was given for it."""
    if notice.kind in _OF_AN_ACT:
        act = SubscriptionAct.objects.get(pk=int(notice.occasion))
        return {"act": act, "reason": act.reason, "was_running": act.from_status != Subscription.Status.REQUESTED}
    if notice.kind == Kind.REFUNDED:
        purchase = Purchase.objects.get(number=notice.occasion)
        entry = purchase.entries.get(kind=LedgerEntry.Kind.REFUND)
        over = {Subscription.Status.EXPIRED, Subscription.Status.CANCELLED}
        return {
            "purchase": purchase,
            "reason": entry.reason,
            "package_is_over": notice.subscription.status in over,
        }
    return {}


def _desk_path(subscription: Subscription) -> str:
    """Where sales work on it. The desk's page has this address in every admin of Django."""
    return f"{reverse('admin:index')}subscriptions/subscription/{subscription.pk}/change/"


def _day(moment: dt.datetime | None, *, before: bool = False) -> dt.date | None:
    """The newsroom's day of a moment; with `before`, the last day before it."""
    if moment is None:
        return None
    return timezone.localtime(moment - dt.timedelta(microseconds=1) if before else moment).date()


def _message_id(notice: Notice) -> str:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return f"<notice-{notice.pk}-{int(notice.decided_at.timestamp())}@{domain}>"
