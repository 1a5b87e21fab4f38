"""What the pages of the account ask for: amounts of money, names of countries, and where to ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from babel import Locale
from django import template
from django.conf import settings
from django.utils.translation import get_language

from newsroom.shared import money
from newsroom.shared.addresses import active_language
from subscriptions.domain.documents.statement_rows import EntryWords, words_of
from subscriptions.models import LedgerEntry

register = template.Library()


@dataclass(frozen=True, slots=True)
class Contact:
    """How customers reach the people who sell; without a telephone that is empty."""

    email: str
    phone: str

    @property
    def dialled(self) -> str:
        """The telephone as a `tel:` address has it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


@register.filter
def euros(cents: int) -> str:
    """Whole EUR cents as the language of the page writes them."""
    return money.euros(cents, active_language())


@register.filter
def per_cent(hundredths: int) -> str:
    """A rate in hundredths of a per cent: 2000 is “20”, 2050 is “20.5”."""
    number = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    return number if get_language() == "en" else number.replace(".", ",")


@register.filter
def signed(amount: int) -> str:
    """A movement with its sign: “+3”, “−3” with a real minus, “0”."""
    return f"{amount:+d}".replace("-", "\u2212") if amount else "0"


@register.filter
def last_moment(ends_at: dt.datetime) -> dt.datetime:
    """The last moment of a span that ends before `ends_at`: at midnight, of the day before."""
    return ends_at - dt.timedelta(microseconds=1)


@register.simple_tag
def entry_words(entry: LedgerEntry) -> EntryWords:
    return words_of(entry)


@register.simple_tag
def sales_contact() -> Contact:
    return Contact(settings.SALES_EMAIL or settings.DEFAULT_FROM_EMAIL, settings.SALES_PHONE)


@register.filter
def country_name(code: str) -> str:
    """The country of a two-letter code, in the language of the page; the code itself if there is no such country."""
    return Locale(active_language()).territories.get(code, code)
