"""What an act on a subscription will do, in sentences, before it is confirmed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.shared.addresses import active_language
from newsroom.shared.database_clock import database_now
from newsroom.shared.money import euros
from subscriptions.domain.confirming_customers import same_number, say_contest
from subscriptions.domain.running import end_of_package
from subscriptions.domain.subscription_acts import Act
from subscriptions.models import Subscription, Terms

Status = Subscription.Status


def foretell(act: Act, subscription: Subscription) -> list[str]:
    """What will happen if the act is confirmed now."""
    match act:
        case Act.APPROVE:
            return _of_beginning(subscription, subscription, starts_at=database_now())
        case Act.RENEW:
            return _of_renewal(subscription)
        case Act.SUSPEND:
            return [
                _("From now on the package pays for nothing, until it is resumed."),
                _("Its end stays where it is: %(day)s.") % {"day": last_day(subscription.ends_at)},
                _("What was bought stays bought, and can be downloaded."),
                _tells(),
            ]
        case Act.RESUME:
            left = {"left": say_left(subscription), "day": last_day(subscription.ends_at)}
            return [_("The package pays again, until %(day)s: %(left)s.") % left, _tells()]
        case _:
            return _of_cancelling(subscription)


def warn_before(act: Act, subscription: Subscription) -> list[str]:
    """What an invoice would lack, who else gives the number, and terms that are no longer those that were shown."""
    if act not in {Act.APPROVE, Act.RENEW}:
        return []
    warnings = []
    customer = subscription.customer
    if not customer.address or not customer.registration_number:
        warnings.append(
            _("The customer's address or registration number is missing, and the invoice will be without it.")
        )
    if not customer.is_confirmed and (contest := say_contest(same_number(customer))):
        warnings.append(contest)
    if act == Act.RENEW and _differ(subscription, subscription.package):
        warnings.append(_("The package's terms have changed since it was sold last; the renewal has those of today."))
    return warnings


def last_day(ends_at: dt.datetime | None) -> str:
    """The last day on which a span runs that ends before `ends_at`."""
    if ends_at is None:
        return "–"
    return date_format(timezone.localtime(ends_at - dt.timedelta(microseconds=1)), "d.m.Y")


def say_left(subscription: Subscription) -> str:
    """What its balances hold: “photos: 3, stories: 10”."""
    return ", ".join(
        _("%(unit)s: %(number)d") % {"unit": balance.get_unit_display(), "number": balance.remaining}
        for balance in subscription.balances.all()
    )


def say_units(terms: Terms) -> str:
    """What a package holds, said as `say_left` says it."""
    units = [(_("photos"), terms.photos), (_("stories"), terms.stories)]
    return ", ".join(_("%(unit)s: %(number)d") % {"unit": unit, "number": number} for unit, number in units if number)


def say_price(terms: Terms) -> str:
    """The price with its VAT, in one line."""
    language = active_language()
    return _("%(net)s and %(vat)s VAT, %(total)s in all") % {
        "net": euros(terms.price_cents, language),
        "vat": euros(terms.vat_cents, language),
        "total": euros(terms.total_cents, language),
    }


def _of_beginning(subscription: Subscription, terms: Terms, *, starts_at: dt.datetime) -> list[str]:
    ends_at = end_of_package(starts_at, length_days=terms.length_days)
    return [
        _("The package runs from %(first)s to %(last)s, both days counted.")
        % {"first": date_format(timezone.localtime(starts_at), "d.m.Y"), "last": last_day(ends_at)},
        _("The balance is granted: %(units)s.") % {"units": say_units(terms)},
        _("An invoice with the next number is issued to %(customer)s: %(price)s.")
        % {"customer": subscription.customer, "price": say_price(terms)},
        _tells(),
    ]


def _of_renewal(subscription: Subscription) -> list[str]:
    still_runs = subscription.status != Status.EXPIRED and subscription.ends_at is not None
    starts_at = subscription.ends_at if still_runs and subscription.ends_at else database_now()
    told = [
        _("The package “%(package)s” is sold once more, on its terms of today.") % {"package": subscription.package}
    ]
    told += _of_beginning(subscription, subscription.package, starts_at=starts_at)
    if still_runs:
        told.append(_("What is left of the running package is not carried over."))
    return told


def _of_cancelling(subscription: Subscription) -> list[str]:
    if subscription.status == Status.REQUESTED:
        return [_("The request is declined. Nothing was granted and nothing billed."), _tells()]
    return [
        _("The package ends now, and what is left is written off: %(left)s.") % {"left": say_left(subscription)},
        _("What was bought stays bought, and can be downloaded."),
        _("The invoice stands. To take it back, issue a credit note."),
        _tells(),
    ]


def _tells() -> str:
    return _("The customer is told by e-mail.")


def _differ(sold: Terms, offered: Terms) -> bool:
    return any(getattr(sold, name) != getattr(offered, name) for name in Terms.TERMS)
