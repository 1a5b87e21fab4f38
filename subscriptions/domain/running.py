"""How a subscription runs: asked for, approved, suspended and resumed, cancelled, renewed, and ended by the clock."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from subscriptions.domain.confirming_customers import confirm_by_approval
from subscriptions.domain.invoicing import issue_invoice
from subscriptions.domain.ledger import lock_customer, move, open_balances
from subscriptions.domain.membership import recheck
from subscriptions.domain.notices import tell
from subscriptions.domain.subscription_acts import (
    Act,
    ActRefused,
    NotPermitted,
    Status,
    acting,
    check_permission,
    expire,
    record,
    write_off,
)
from subscriptions.models import Customer, LedgerEntry, Member, Notice, Package, Subscription, Terms, Unit

if TYPE_CHECKING:
    from newsroom.models import User

log = logging.getLogger(__name__)

_BATCH = 100


class NotOffered(ActRefused):
    """The package is not offered, or no longer."""


class TermsChanged(ActRefused):
    """The package has changed since its terms were shown."""


class AlreadyRenewed(ActRefused):
    """The package has a renewal; it is `renewal`."""

    def __init__(self, renewal: Subscription) -> None:
        super().__init__(_("This package has been renewed already. Renew its renewal instead."))
        self.renewal = renewal


def terms_mark(terms: Terms) -> str:
    """A short mark of these terms: a page sends it back, and a changed package is noticed."""
    values = json.dumps([getattr(terms, name) for name in Terms.TERMS], ensure_ascii=False)
    return hashlib.sha256(values.encode()).hexdigest()[:16]


def request_package(package: Package, *, member: Member, note: str = "", seen: str | None = None) -> Subscription:
    """Ask sales for a package, on the terms that it has now; `seen` is the `terms_mark` of those that were shown.

    While a request for the same package waits, that one is returned, and no second is made. Raises NotAMember,
    NotPermitted for who is no owner, NotOffered and TermsChanged.
    """
    with transaction.atomic():
        lock_customer(member.customer_id)
        member = recheck(member)
        if not member.is_owner:
            raise NotPermitted(_("Your role does not allow you to ask for packages. Ask an owner of your team."))
        return _request(package.pk, customer=member.customer, by=member.user, note=note, seen=seen)


def request_on_behalf(package: Package, *, customer: Customer, by: User, note: str = "") -> Subscription:
    """Note down a package that a customer has asked sales for. Raises NotPermitted and NotOffered."""
    check_permission(by)
    with transaction.atomic():
        return _request(package.pk, customer=lock_customer(customer.pk), by=by, note=note, seen=None)


def approve(subscription_id: int, *, by: User) -> Subscription:
    """Let a requested package run from now, with its balances granted and its invoice issued, all of it or nothing.

    The day of approval counts; it ends at midnight in the newsroom's zone. It confirms that the customer is who it
    says. Raises what `acting`, `confirm_by_approval` and `issue_invoice` raise: approved twice, it is refused the
    second time.
    """
    with acting(Act.APPROVE, subscription_id, by=by) as progress:
        _begin(progress.subscription, starts_at=progress.now, by=by, now=progress.now)
    return progress.subscription


def suspend(subscription_id: int, *, by: User, reason: str) -> Subscription:
    """Stop a running package from paying, without moving its end. Raises what `acting` raises."""
    with acting(Act.SUSPEND, subscription_id, by=by, reason=reason) as progress:
        pass
    return progress.subscription


def resume(subscription_id: int, *, by: User) -> Subscription:
    """Let a suspended package pay again. Raises what `acting` raises."""
    with acting(Act.RESUME, subscription_id, by=by) as progress:
        pass
    return progress.subscription


def cancel(subscription_id: int, *, by: User, reason: str) -> Subscription:
    """Decline a request, or end a running package before its time and write off what is left.

    What was bought stays bought, and the invoice stands until sales issue a credit note. Raises what `acting` raises.
    """
    with acting(Act.CANCEL, subscription_id, by=by, reason=reason) as progress:
        write_off(progress.subscription, reason=reason.strip(), actor=by, occasion="cancel")
    return progress.subscription


def renew(subscription_id: int, *, by: User, seen: str | None = None) -> Subscription:
    """Sell the package once more, on its terms of today: from the end of this one, or from now if it has ended.

    Returns the new subscription, active, granted and invoiced. Raises what `approve` raises, AlreadyRenewed, and
    TermsChanged if the package's terms are not those of the mark `seen`.
    """
    with acting(Act.RENEW, subscription_id, by=by) as progress:
        old = progress.subscription
        renewal = old.renewals.exclude(status=Status.CANCELLED).first()
        if renewal is not None:
            raise AlreadyRenewed(renewal)
        new = _on_terms_of(_current(old.package_id, seen=seen), customer=old.customer, by=by)
        new.renews = old
        still_runs_until = None if old.status == Status.EXPIRED else old.ends_at
        _begin(new, starts_at=still_runs_until or progress.now, by=by, now=progress.now)
        done = record(Act.APPROVE, new, source="", by=by)
        tell(new, Notice.Kind.APPROVED, occasion=str(done.pk))
    return new


def expire_due() -> int:
    """End every package whose time is over, each in a transaction of its own; returns how many it ended.

    Several workers may call this at once, and it may be called again at any time: what has been ended stays as it is.
    """
    ended = 0
    failed: list[int] = []
    while due := Subscription.objects.overdue().exclude(pk__in=failed).order_by("ends_at", "pk")[:_BATCH]:
        for subscription_id in [subscription.pk for subscription in due]:
            try:
                ended += expire(subscription_id)
            except Exception:
                # Whatever is wrong with one package, the others must end at their time.
                log.exception("Subscription %d could not be ended", subscription_id)
                failed.append(subscription_id)
    return ended


def end_of_package(starts_at: dt.datetime, *, length_days: int) -> dt.datetime:
    """The newsroom's midnight after `length_days` days; the day of `starts_at` (aware) counts as the first."""
    zone = timezone.get_default_timezone()
    last_day = starts_at.astimezone(zone).date() + dt.timedelta(days=length_days)
    return dt.datetime.combine(last_day, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def _current(package_id: int, *, seen: str | None) -> Package:
    package = Package.objects.get(pk=package_id)
    if seen is not None and seen != terms_mark(package):
        raise TermsChanged(_("The package has changed in the meantime. Look at its terms once more."))
    return package


def _on_terms_of(package: Package, *, customer: Customer, by: User, note: str = "") -> Subscription:
    terms = {name: getattr(package, name) for name in Terms.TERMS}
    return Subscription(customer=customer, package=package, requested_by=by, request_note=note, **terms)


def _request(package_id: int, *, customer: Customer, by: User, note: str, seen: str | None) -> Subscription:
    package = _current(package_id, seen=seen)
    if not package.is_offered:
        raise NotOffered(_("This package is not offered any more."))
    waiting = Subscription.objects.filter(customer=customer, package=package, status=Status.REQUESTED).first()
    if waiting is not None:
        return waiting
    subscription = _on_terms_of(package, customer=customer, by=by, note=note.strip())
    subscription.save()
    done = record(Act.REQUEST, subscription, source="", by=by)
    tell(subscription, Notice.Kind.REQUESTED, occasion=str(done.pk))
    return subscription


def _begin(subscription: Subscription, *, starts_at: dt.datetime, by: User, now: dt.datetime) -> None:
    """Write the dates, grant the balances, and issue the invoice last: its counter is held until the commit."""
    confirm_by_approval(subscription.customer, by=by, at=now)
    subscription.approved_at, subscription.approved_by = now, by
    subscription.starts_at = starts_at
    subscription.ends_at = end_of_package(starts_at, length_days=subscription.length_days)
    subscription.status = Status.ACTIVE
    subscription.save()
    with override(subscription.customer.language):
        reason = _("The package was approved.")
    for balance in open_balances(subscription):
        move(
            balance,
            kind=LedgerEntry.Kind.GRANT,
            amount=subscription.photos if balance.unit == Unit.PHOTO else subscription.stories,
            reason=reason,
            actor=by,
            request_key=f"grant:{subscription.pk}:{balance.unit}",
        )
    issue_invoice(subscription, by=by)
