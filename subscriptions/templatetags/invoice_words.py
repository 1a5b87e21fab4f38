"""What the list of invoices asks for."""

from __future__ import annotations

from django import template

from newsroom.shared.addresses import active_language
from newsroom.shared.money import euros
from subscriptions.models import Invoice

register = template.Library()


@register.filter
def signed_euros(cents: int, document: Invoice) -> str:
    """An amount of a document: what a credit note takes back has a minus."""
    is_credit = document.kind == Invoice.Kind.CREDIT_NOTE
    return euros(-cents if is_credit else cents, active_language())
