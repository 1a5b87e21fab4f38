"""What taking photos or a story would mean: shown before anything is taken, and made anew under the lock."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from articles.models import Article, PublicStory
from media_library.domain.rights import Verdict, facts_for
from media_library.models import Photo
from newsroom.shared.database_clock import database_now
from subscriptions.domain.covering import covers, in_paying_order
from subscriptions.domain.paying import assign_balances
from subscriptions.domain.quote import Quote, QuoteLine
from subscriptions.domain.sale_verdict import decide_sale, is_use_included
from subscriptions.models import Balance, Customer, Member, Purchase, StatedUse, Unit

MOST_AT_ONCE = 500


def quote_photos(
    photo_ids: Iterable[int], *, member: Member, use: str = StatedUse.EDITORIAL, balances: list[Balance] | None = None,
    key: uuid.UUID | None = None,
) -> Quote:  # fmt: skip
    """What taking these photos would mean for the member's customer now. As many queries for every number of photos.

    `balances` are those that the caller has locked, by default what stands in the database. Raises ValueError for an
    unknown use, and for more than MOST_AT_ONCE photos.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if use not in StatedUse.values or len(wanted) > MOST_AT_ONCE:
        raise ValueError(use)
    customer, now = member.customer, database_now()
    photos = (
        Photo.objects.filter(pk__in=wanted).select_related("licence", "supplier__licence").defer("search").in_bulk()
    )
    visible = set(Photo.objects.visible(at=now).filter(pk__in=wanted).values_list("pk", flat=True))
    owned, times_used = _photo_licences(customer, wanted, at=now)
    facts = facts_for(photos.values(), times_used=times_used)
    verdicts = {pk: decide_sale(facts[pk], use=use, territories=customer.territories, at=now) for pk in photos}
    payable = {pk: photos[pk] for pk in wanted if pk in visible and pk not in owned and verdicts[pk].allowed}
    payers, refusals = _find_payers(payable, customer, unit=Unit.PHOTO, balances=balances, at=now)
    return Quote(
        key=key or uuid.uuid4(),
        customer=customer,
        user_id=member.user_id,
        use=use,
        territories=sorted(customer.territories),
        unit=Unit.PHOTO,
        at=now,
        lines=[
            _line_of(
                photos.get(pk, pk),
                is_visible=pk in visible,
                verdict=verdicts.get(pk, Verdict()),
                owned=owned.get(pk),
                payer=payers.get(pk),
                refusal=refusals.get(pk, ""),
                use=use,
            )
            for pk in wanted
        ],
    )


def _line_of(
    photo: Photo | int,
    *,
    is_visible: bool,
    verdict: Verdict,
    owned: Purchase | None,
    payer: Balance | None,
    refusal: str,
    use: str,
) -> QuoteLine:
    """The line of a photo, or of a number that stands for none; of what readers may not see it tells no title."""
    if isinstance(photo, int) or not is_visible:
        pk = photo if isinstance(photo, int) else photo.pk
        title = _("Photo %(number)s") % {"number": pk}
        if owned is not None:
            return QuoteLine(pk=pk, unit=Unit.PHOTO, title=title, owned=owned)
        # Of one that an embargo held until it was withdrawn readers never heard.
        is_held_back = any(reason.code == "embargo" for reason in verdict.reasons)
        if isinstance(photo, Photo) and photo.state == Photo.State.KILLED and photo.released_at and not is_held_back:
            return QuoteLine(pk=pk, unit=Unit.PHOTO, title=title, verdict=verdict)
        return QuoteLine(pk=pk, unit=Unit.PHOTO, title=title, refusal=_("This photo is not offered."))
    if owned is not None and not is_use_included(use, in_use=owned.use):
        refusal = _("You hold licence %(number)s for it, for another use. Ask us to widen that.")
        refusal %= {"number": owned.number}
        owned = None
    return QuoteLine(
        pk=photo.pk,
        unit=Unit.PHOTO,
        title=str(photo),
        thing=photo,
        verdict=verdict,
        owned=owned,
        payer=payer,
        refusal=refusal,
    )


def quote_story(
    article_id: int, *, member: Member, balances: list[Balance] | None = None, key: uuid.UUID | None = None
) -> Quote:
    """What buying this story would mean for the member's customer now. Raises PublicStory.DoesNotExist."""
    customer, now = member.customer, database_now()
    story = PublicStory.objects.released(at=now).for_lists().get(pk=article_id)
    owned = customer.purchases.in_force(at=now).filter(article=article_id).first()
    payer, refusal = None, ""
    if story.killed:
        refusal = _("This story has been withdrawn.")
    elif story.version.access != Article.Access.SUBSCRIBERS:
        refusal = _("This story is free. Nothing is taken for it.")
    elif owned is None:
        payers, refusals = _find_payers({story.pk: story}, customer, unit=Unit.STORY, balances=balances, at=now)
        payer, refusal = payers.get(story.pk), refusals.get(story.pk, "")
    line = QuoteLine(
        pk=story.pk,
        unit=Unit.STORY,
        title=story.version.headline,
        thing=story,
        owned=owned,
        payer=payer,
        refusal=refusal,
    )
    return Quote(
        key=key or uuid.uuid4(),
        customer=customer,
        user_id=member.user_id,
        use=StatedUse.EDITORIAL,
        territories=sorted(customer.territories),
        unit=Unit.STORY,
        at=now,
        lines=[line],
    )


def _photo_licences(
    customer: Customer, photo_ids: list[int], *, at: dt.datetime
) -> tuple[dict[int, Purchase], dict[int, int]]:
    """The licences in force by photo, and how often the customer has taken each photo before."""
    owned: dict[int, Purchase] = {}
    times_used: dict[int, int] = {}
    for purchase in customer.purchases.filter(photo__in=photo_ids, refunded_at__isnull=True):
        photo_id = int(purchase.photo_id or 0)
        times_used[photo_id] = times_used.get(photo_id, 0) + 1
        if purchase.is_in_force(at=at):
            owned[photo_id] = purchase
    return owned, times_used


def _find_payers(
    things: Mapping[int, Photo | PublicStory],
    customer: Customer,
    *,
    unit: str,
    balances: list[Balance] | None,
    at: dt.datetime,
) -> tuple[dict[int, Balance], dict[int, str]]:
    """Who pays for each thing; and for each that nobody pays for, why."""
    if balances is None:
        mine = Balance.objects.filter(subscription__customer=customer, unit=unit)
        balances = list(mine.select_related("subscription").order_by("pk"))
    running = in_paying_order(balance for balance in balances if balance.subscription.is_running(at=at))
    candidates = {
        pk: [
            balance
            for balance in running
            if covers(balance.subscription, thing, territories=customer.territories, at=at)
        ]
        for pk, thing in things.items()
    }
    payers = assign_balances(candidates)
    refusals = {}
    for pk in things:
        if pk not in payers:
            refusals[pk] = (
                _("The packages that cover it have nothing left.")
                if candidates[pk]
                else _("No running package of yours covers it.")
            )
    return payers, refusals
