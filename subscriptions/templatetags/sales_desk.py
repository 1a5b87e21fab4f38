"""What the pages and lists of the desk of sales say in the same way: times, money, movements, acts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from subscriptions.admin import foretelling
from subscriptions.domain.adjusting import may_be_adjusted
from subscriptions.domain.reports.tables import Cell, Column
from subscriptions.domain.subscription_acts import Act, possible_acts
from subscriptions.models import Balance, Invoice, Size, Subscription, Terms
from subscriptions.templatetags.subscription_words import euros

if TYPE_CHECKING:
    from newsroom.models import User

register = template.Library()
DANGEROUS = frozenset({Act.CANCEL, Act.SUSPEND})
PROPOSED = frozenset({Act.APPROVE, Act.RESUME})


@dataclass(frozen=True, slots=True)
class ActLink:
    """An act that can be done to a subscription now, as a page offers it."""

    value: str
    label: str
    is_proposed: bool
    is_dangerous: bool


@register.filter
def told_time(moment: dt.datetime | None) -> SafeString | str:
    """A time as the newsroom's clock shows it."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), local.strftime("%d.%m.%Y %H:%M"))


@register.filter
def told_last_day(ends_at: dt.datetime | None) -> SafeString | str:
    """The last day of a span that ends before `ends_at`."""
    if ends_at is None:
        return "–"
    local = timezone.localtime(ends_at - dt.timedelta(microseconds=1))
    return format_html('<time datetime="{}">{}</time>', local.date().isoformat(), local.strftime("%d.%m.%Y"))


@register.filter
def told_size(value: str) -> str:
    """The size of a hand-out in words; a story's format is its own name."""
    return str(Size(value).label) if value in Size.values else value


@register.filter
def signed_sum(invoice: Invoice, name: str) -> str:
    """One of the sums of a document: that of a credit note, which takes back, has a minus."""
    cents = getattr(invoice, name)
    return euros(-cents if invoice.kind == Invoice.Kind.CREDIT_NOTE else cents)


@register.filter
def share_left(balance: Balance) -> int:
    """What is left of what was granted, in whole per cent."""
    return min(100, round(100 * balance.remaining / balance.granted)) if balance.granted else 0


@register.filter
def say_units(terms: Terms) -> str:
    return foretelling.say_units(terms)


@register.simple_tag
def can_adjust(subscription: Subscription, is_permitted: bool) -> bool:
    """Whether a person with that permission finds its balances to be moved."""
    return is_permitted and may_be_adjusted(subscription)


@register.simple_tag
def acts_of(subscription: Subscription) -> list[ActLink]:
    """The acts that its status allows; a package that has its renewal is not offered another. Prefetch `renewals`."""
    is_renewed = any(each.status != Subscription.Status.CANCELLED for each in subscription.renewals.all())
    return [
        ActLink(act.value, _name(act, subscription), act in PROPOSED, act in DANGEROUS)
        for act in possible_acts(subscription)
        if not (act == Act.RENEW and is_renewed)
    ]


def _name(act: Act, subscription: Subscription) -> str:
    """A request has not run yet: what is done to it is not called a cancellation."""
    if act == Act.CANCEL and subscription.status == Subscription.Status.REQUESTED:
        return _("Decline")
    return str(act.label)


@register.filter
def told_cell(cell: Cell, column: Column) -> str:
    """A cell of a report as the page shows it."""
    if cell is None:
        return "–"
    if isinstance(cell, dt.date):
        return date_format(cell, "m.Y" if column.kind == "month" else "d.m.Y")
    if isinstance(cell, int) and column.kind == "euros":
        return euros(cell)
    if isinstance(cell, int) and column.kind == "bytes":
        return filesizeformat(cell)
    return str(cell)


@register.filter
def percent_of(cell: Cell, most: int) -> int:
    """How much of the highest number a cell is, in whole per cent, for its bar."""
    return max(0, round(100 * cell / most)) if isinstance(cell, int) else 0


@register.filter
def with_columns(cells: Sequence[Cell], columns: Sequence[Column]) -> list[tuple[Cell, Column]]:
    return list(zip(cells, columns, strict=True))


@register.simple_tag
def page_about(about: tuple[str, int] | None, user: User) -> str:
    """The page in the admin of what a row is about; empty where there is none, or the person may not see it."""
    if about is None:
        return ""
    name, key = about
    app = "media_library" if name == "photo" else "subscriptions"
    if not user.has_perm(f"{app}.view_{name}"):
        return ""
    return reverse(f"admin:{app}_{name}_change", args=[key])
