"""Links to files: minted for one click of one person, for these files in this size, and alive for a minute."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from django.core import signing
from django.utils.translation import gettext as _

from newsroom.shared.database_clock import database_now
from subscriptions.models import MOST_AT_ONCE, Member, Purchase, Size

_LINK_LIVES = dt.timedelta(seconds=60)
_SALT = "subscriptions.download"


class BadLink(Exception):
    """The link is not ours, or another person's, or older than a minute. The message is for the person."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a link stands for. `key` is its own: however often it is followed, it is one hand-out."""

    purchase_ids: tuple[int, ...]
    size: str
    in_zip: bool
    key: str


def mint(purchases: Iterable[Purchase], *, member: Member, size: str, in_zip: bool) -> str:
    """A new link's token. Whether they may is asked when the link is followed, not here.

    Raises ValueError for no purchase, more than MOST_AT_ONCE, several without a zip, or a size that is none.
    """
    ids = sorted({purchase.pk for purchase in purchases})
    if not 0 < len(ids) <= (MOST_AT_ONCE if in_zip else 1) or size not in Size.values:
        raise ValueError(size)
    # Numbers by their distance from the one before: 500 of them fit into an address.
    steps = [following - before for before, following in zip([0, *ids], ids, strict=False)]
    order = {
        "user": member.user_id,
        "customer": member.customer_id,
        "steps": steps,
        "size": size,
        "zip": in_zip,
        "key": uuid.uuid4().hex,
        "at": database_now().timestamp(),
    }
    return signing.dumps(order, salt=_SALT, compress=True)


def open_link(token: str, *, member: Member, in_zip: bool) -> Order:
    """The order behind a token. Raises BadLink for every other token than a fresh one of this member's."""
    try:
        order = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise BadLink(_("This link was not made by us, or a part of it is missing.")) from error
    if (order["user"], order["customer"]) != (member.user_id, member.customer_id) or order["zip"] != in_zip:
        raise BadLink(_("This link was made for somebody else."))
    # By the database's clock: to turn back that of one web server makes no link live longer.
    age = database_now().timestamp() - order["at"]
    if abs(age) > _LINK_LIVES.total_seconds():
        raise BadLink(_("This link has expired. Links to files live for one minute; ask for a new one."))
    return Order(tuple(accumulate(order["steps"])), order["size"], order["zip"], order["key"])
