"""A quote: what the buyer is shown before anything is taken, and the signed token that brings the «yes» back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from articles.models import PublicStory
from media_library.domain.rights import Rank, Reason, Verdict
from media_library.models import Photo
from subscriptions.domain.covering import in_paying_order
from subscriptions.domain.licence_reach import Gap
from subscriptions.models import Balance, Customer, Purchase, Size, Subscription

_SALT = "subscriptions.quote"
_QUOTE_LIVES = dt.timedelta(hours=24)


class BadQuote(Exception):
    """What came back is no quote of ours, or another person's, or a day old."""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """A reason that the buyer must confirm, under the key by which the form sends the confirmation back."""

    key: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """One photo or story: whether the customer may take it, why not, who pays, and what it costs in whole units.

    `thing` is the row (None where it is not offered at all), `owned` the licence that the customer holds already and
    that covers what is asked for. `held` is one that does not: `gaps` say what it lacks, and what is taken replaces it.
    `refusal` is a sentence where it can't be taken for another reason than its rights. `licence` is what would be
    frozen with the purchase, and `ends_at` when that licence would end (None: never).
    """

    pk: int
    unit: str
    title: str
    thing: Photo | PublicStory | None = None
    verdict: Verdict = field(default_factory=Verdict)
    owned: Purchase | None = None
    held: Purchase | None = None
    gaps: tuple[Gap, ...] = ()
    payer: Balance | None = None
    refusal: str = ""
    licence: dict[str, Any] = field(default_factory=dict)
    ends_at: dt.datetime | None = None

    @property
    def cost(self) -> int:
        return 1 if self.payer is not None else 0

    @property
    def subscription(self) -> Subscription | None:
        return self.payer.subscription if self.payer else None

    @property
    def sizes(self) -> list[str]:
        """The sizes, by name, in which what is taken can be downloaded; none for a story."""
        return [str(Size(size).label) for size in self.licence.get("sizes", ())]

    @property
    def is_limited(self) -> bool:
        """Whether the licence on a photo would end, or leave out a size: then the buyer is told both."""
        return bool(self.sizes) and (self.ends_at is not None or len(self.sizes) < len(Size))

    @property
    def is_allowed(self) -> bool:
        """Whether nothing forbids it: it is owned already, or a package pays for it."""
        return self.owned is not None or (self.verdict.allowed and not self.refusal)

    @property
    def to_acknowledge(self) -> tuple[Acknowledgement, ...]:
        """What must be confirmed before it is taken; nothing for what is owned or refused."""
        if self.owned is not None or not self.is_allowed:
            return ()
        found = (reason for reason in self.verdict.reasons if reason.rank == Rank.ACKNOWLEDGE)
        return tuple(Acknowledgement(f"{self.unit}-{self.pk}-{reason.code}", reason) for reason in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceLine:
    """What a package that pays has before and after."""

    subscription: Subscription
    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Everything that the buyer is shown. `token` is what the form sends back with the «yes»."""

    key: uuid.UUID
    customer: Customer
    user_id: int
    use: str
    size: str
    territories: list[str]
    unit: str
    at: dt.datetime
    lines: list[QuoteLine]

    @property
    def cost(self) -> int:
        return sum(line.cost for line in self.lines)

    @property
    def is_takeable(self) -> bool:
        """Whether a «yes» would take something: nothing is refused, and not all of it is owned already."""
        return self.cost > 0 and all(line.is_allowed for line in self.lines)

    @property
    def refused(self) -> list[QuoteLine]:
        return [line for line in self.lines if not line.is_allowed]

    @property
    def to_acknowledge(self) -> list[Acknowledgement]:
        return [acknowledgement for line in self.lines for acknowledgement in line.to_acknowledge]

    @property
    def balances(self) -> list[BalanceLine]:
        """The packages that pay, in paying order, with what is left of them before and after."""
        payers = {line.payer.pk: line.payer for line in self.lines if line.payer}
        spent = {pk: sum(line.cost for line in self.lines if line.payer and line.payer.pk == pk) for pk in payers}
        return [
            BalanceLine(
                subscription=balance.subscription,
                unit=balance.unit,
                before=balance.remaining,
                after=balance.remaining - spent[balance.pk],
            )
            for balance in in_paying_order(payers.values())
        ]

    @property
    def shown(self) -> dict[str, object]:
        """What the buyer says yes to, as it is kept with the confirmation: if any of it differs, nothing is taken.

        Of the licence that will be frozen it holds a hash: the terms of 500 photos would make it a book.
        """
        return {
            "use": self.use,
            "size": self.size,
            "territories": self.territories,
            "lines": [
                {
                    "unit": line.unit,
                    "pk": line.pk,
                    "title": line.title,
                    "allowed": line.is_allowed,
                    "refusal": bool(line.refusal),
                    "reasons": sorted(
                        f"{int(reason.rank)} {reason.code} {reason.words} {reason.until or ''}"
                        for reason in line.verdict.reasons
                    ),
                    "owned": line.owned.number if line.owned else "",
                    "held": line.held.number if line.held else "",
                    "gaps": [gap.code for gap in line.gaps],
                    "licence": _hash_of(_licence_of(line)),
                    "subscription": line.payer.subscription_id if line.payer else None,
                    "cost": line.cost,
                }
                for line in self.lines
            ],
            "balances": [
                {"subscription": line.subscription.pk, "unit": line.unit, "before": line.before, "after": line.after}
                for line in self.balances
            ],
        }

    @property
    def fingerprint(self) -> str:
        return _hash_of(self.shown)

    @property
    def token(self) -> str:
        wish = {
            "key": self.key.hex,
            "customer": self.customer.pk,
            "user": self.user_id,
            "use": self.use,
            "size": self.size,
            "unit": self.unit,
            "things": [line.pk for line in self.lines],
            "shown": self.fingerprint,
        }
        return signing.dumps(wish, salt=_SALT, compress=True)


def _licence_of(line: QuoteLine) -> dict[str, Any] | None:
    """All that a purchase of this line would freeze, the file and how long it holds included; None: nothing."""
    if line.payer is None:
        return None
    file = line.thing.sha256 if isinstance(line.thing, Photo) else ""
    return line.licence | {"file": file, "days": line.payer.subscription.licence_days}


def _hash_of(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedWish:
    """What a token says, once its signature has been checked."""

    key: uuid.UUID
    customer_id: int
    user_id: int
    use: str
    size: str
    unit: str
    things: list[int]
    fingerprint: str


def read_token(token: str) -> SignedWish:
    """The wish of a token. Raises BadQuote for one that we have not signed, or whose day is over."""
    try:
        wish = signing.loads(token, salt=_SALT, max_age=_QUOTE_LIVES)
    except signing.BadSignature as error:
        raise BadQuote(_("This offer is too old or has been changed. Open it again.")) from error
    return SignedWish(
        key=uuid.UUID(wish["key"]),
        customer_id=wish["customer"],
        user_id=wish["user"],
        use=wish["use"],
        size=wish.get("size", ""),
        unit=wish["unit"],
        things=wish["things"],
        fingerprint=wish["shown"],
    )
