"""The buyer's «yes»: everything of a quote is taken, or nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.models import Article
from media_library.models import Photo
from subscriptions.domain.ledger import lock_balances, lock_customer, move
from subscriptions.domain.licensing import next_licence_number
from subscriptions.domain.membership import recheck
from subscriptions.domain.quote import Acknowledgement, BadQuote, Quote, QuoteLine, SignedWish, read_token
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.replacing import close_replaced
from subscriptions.models import Confirmation, LedgerEntry, Member, Purchase, Unit


class MayNotBuy(Exception):
    """The member's role does not let it take anything. The message is for the person."""


class QuoteChanged(Exception):
    """What the buyer was shown is no longer so, or can't be taken at all. Nothing was taken; `quote` is the new one."""

    def __init__(self, quote: Quote) -> None:
        super().__init__(_("Something has changed since this was shown. Nothing was taken; look at it again."))
        self.quote = quote


class MustAcknowledge(Exception):
    """There are terms that the buyer has not confirmed. Nothing was taken."""

    def __init__(self, quote: Quote, missing: Sequence[Acknowledgement]) -> None:
        super().__init__(_("Confirm the terms that are marked. Nothing was taken."))
        self.quote = quote
        self.missing = missing


def confirm(token: str, *, member: Member, acknowledged: Iterable[str] = ()) -> Confirmation:
    """Take what the quote behind `token` shows from the balances, and freeze the licences.

    `acknowledged` are the keys of the reasons that the buyer has confirmed. The same token again, however often and
    from wherever, returns the same confirmation. Raises BadQuote, MayNotBuy, NotAMember, MustAcknowledge, and
    QuoteChanged when anything that the buyer was shown is no longer so.
    """
    wish, confirmed = read_token(token), set(acknowledged)
    if (wish.user_id, wish.customer_id) != (member.user_id, member.customer_id):
        raise BadQuote(_("This offer was made to somebody else. Open it again."))
    with transaction.atomic():
        # Lock first: entitlement, rights and balance are decided on rows that can no longer move.
        customer = lock_customer(member.customer_id)
        done = Confirmation.objects.filter(key=wish.key).first()
        if done is not None:
            return done
        member = recheck(member)
        if not member.may_buy:
            raise MayNotBuy(_("Your role lets you look and put photos aside. An owner or a buyer confirms."))
        member.customer = customer
        quote = _quote_under_lock(wish, member=member)
        if quote.fingerprint != wish.fingerprint or not quote.is_takeable:
            raise QuoteChanged(quote)
        missing = [wanted for wanted in quote.to_acknowledge if wanted.key not in confirmed]
        if missing:
            raise MustAcknowledge(quote, missing)
        return _take(quote, member=member, acknowledged=confirmed)


def _quote_under_lock(wish: SignedWish, *, member: Member) -> Quote:
    """The same quote, made anew of rows that are held: a photo or story can't be withdrawn before we are done."""
    balances = lock_balances(member.customer_id, unit=wish.unit)
    if wish.unit == Unit.STORY:
        list(Article.objects.select_for_update(no_key=True).filter(pk__in=wish.things).values_list("pk"))
        return quote_story(wish.things[0], member=member, balances=balances, key=wish.key)
    held = Photo.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=wish.things)
    list(held.order_by("pk").values_list("pk"))
    return quote_photos(wish.things, member=member, use=wish.use, size=wish.size, balances=balances, key=wish.key)


def _take(quote: Quote, *, member: Member, acknowledged: set[str]) -> Confirmation:
    confirmation = Confirmation.objects.create(
        key=quote.key,
        customer=quote.customer,
        buyer=member.user,
        use=quote.use,
        quote=quote.shown | {"acknowledged": sorted(acknowledged)},
    )
    for line in quote.lines:
        if line.payer is not None:
            _take_one(line, quote=quote, confirmation=confirmation, acknowledged=acknowledged)
    return confirmation


def _take_one(line: QuoteLine, *, quote: Quote, confirmation: Confirmation, acknowledged: set[str]) -> Purchase:
    balance, photo = line.payer, line.thing
    if balance is None:
        raise ValueError(line.pk)
    if line.held is not None:
        close_replaced(line.held, at=quote.at)
    purchase = Purchase(
        number=next_licence_number(at=quote.at),
        confirmation=confirmation,
        customer=quote.customer,
        buyer=confirmation.buyer,
        subscription=balance.subscription,
        unit=line.unit,
        cost=line.cost,
        use=quote.use,
        territories=quote.territories,
        licence=line.licence | {"acknowledged": _acknowledged(line, acknowledged)},
        at=quote.at,
        licence_ends_at=line.ends_at,
        replaces=line.held,
    )
    if isinstance(photo, Photo):
        purchase.photo, purchase.photo_sha256, purchase.photo_revision = photo, photo.sha256, photo.revision
    elif photo is not None:
        purchase.article_id, purchase.article_version = photo.article_id, photo.version.number
    purchase.save(force_insert=True)
    move(
        balance,
        kind=LedgerEntry.Kind.PURCHASE,
        amount=-line.cost,
        reason=_reason(purchase, language=quote.customer.language),
        actor=confirmation.buyer,
        request_key=f"purchase:{purchase.number}",
        purchase=purchase,
    )
    return purchase


def _acknowledged(line: QuoteLine, acknowledged: set[str]) -> list[str]:
    return sorted(acknowledged & {wanted.key for wanted in line.to_acknowledge})


def _reason(purchase: Purchase, *, language: str) -> str:
    """What the ledger says of it, in the customer's language."""
    words = {"number": purchase.number, "title": purchase.title[:400]}
    with override(language):
        if purchase.replaces is None:
            return _("Licence %(number)s: %(title)s") % words
        words["old"] = purchase.replaces.number
        return _("Licence %(number)s in place of %(old)s: %(title)s") % words
