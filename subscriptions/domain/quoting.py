"""What taking photos or a story would mean: shown before anything is taken, and made anew under the lock."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.models import Article, PublicStory
from media_library.domain.rights import Verdict, facts_for
from media_library.models import Photo
from newsroom.shared.database_clock import database_now
from subscriptions.domain.licensing import end_of_licence, write_licence
from subscriptions.domain.quote import Quote, QuoteLine
from subscriptions.domain.sale_verdict import decide_sale
from subscriptions.domain.who_pays import Holding, Wish, find_payers
from subscriptions.models import MOST_AT_ONCE, Balance, Member, Purchase, Size, StatedUse, Unit


def quote_photos(
    photo_ids: Iterable[int], *, member: Member, use: str = StatedUse.EDITORIAL, size: str = "",
    balances: list[Balance] | None = None, key: uuid.UUID | None = None,
) -> Quote:  # fmt: skip
    """What taking these photos would mean for the member's customer now. As many queries for every number of photos.

    With a `size` only licences that include it will do. `balances` are those that the caller has locked, by default
    what stands in the database. Raises ValueError for an unknown use or size, and for more than MOST_AT_ONCE photos.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if use not in StatedUse.values or (size and size not in Size.values) or len(wanted) > MOST_AT_ONCE:
        raise ValueError(use)
    now = database_now()
    wish = Wish(member.customer, use=use, size=size, at=now)
    photos = (
        Photo.objects.filter(pk__in=wanted).select_related("licence", "supplier__licence").defer("search").in_bulk()
    )
    visible = set(Photo.objects.visible(at=now).filter(pk__in=wanted).values_list("pk", flat=True))
    in_force, times_used = _photo_licences(wish, wanted)
    facts = facts_for(photos.values(), times_used=times_used)
    territories = member.customer.territories
    verdicts = {pk: decide_sale(facts[pk], use=use, territories=territories, at=now) for pk in photos}
    holdings = {pk: Holding(in_force.get(pk), wish) for pk in wanted}
    payable = {
        pk: photos[pk]
        for pk in wanted
        if pk in visible and verdicts[pk].allowed and not holdings[pk].owned and not holdings[pk].refusal
    }
    payers, refusals = find_payers(payable, wish, unit=Unit.PHOTO, holdings=holdings, balances=balances)
    lines = [
        _line_of(
            photos.get(pk, pk),
            is_visible=pk in visible,
            verdict=verdicts.get(pk, Verdict()),
            holding=holdings[pk],
            payer=payers.get(pk),
            refusal=refusals.get(pk, ""),
        )
        for pk in wanted
    ]
    return _quote(lines, wish, member=member, unit=Unit.PHOTO, key=key)


def _line_of(
    photo: Photo | int,
    *,
    is_visible: bool,
    verdict: Verdict,
    holding: Holding,
    payer: Balance | None,
    refusal: str,
) -> QuoteLine:
    """The line of a photo, or of a number that stands for none; of what readers may not see it tells no title."""
    if isinstance(photo, int) or not is_visible:
        pk = photo if isinstance(photo, int) else photo.pk
        unseen = QuoteLine(
            pk=pk,
            unit=Unit.PHOTO,
            title=_("Photo %(number)s") % {"number": pk},
            owned=holding.owned,
            held=holding.held,
            gaps=holding.gaps,
        )
        if holding.owned is not None:
            return unseen
        # Of one that an embargo held until it was withdrawn readers never heard.
        is_held_back = any(reason.code == "embargo" for reason in verdict.reasons)
        if isinstance(photo, Photo) and photo.state == Photo.State.KILLED and photo.released_at and not is_held_back:
            return replace(unseen, verdict=verdict)
        return replace(unseen, refusal=_("This photo is not offered."))
    line = QuoteLine(
        pk=photo.pk,
        unit=Unit.PHOTO,
        title=str(photo),
        thing=photo,
        verdict=verdict,
        owned=holding.owned,
        held=holding.held,
        gaps=holding.gaps,
        payer=payer,
        refusal=holding.refusal or refusal,
    )
    return _with_licence(line, holding.wish)


def quote_story(
    article_id: int, *, member: Member, balances: list[Balance] | None = None, key: uuid.UUID | None = None
) -> Quote:
    """What buying this story would mean for the member's customer now. Raises PublicStory.DoesNotExist."""
    customer, now = member.customer, database_now()
    story = PublicStory.objects.released(at=now).for_lists().get(pk=article_id)
    wish = Wish(customer, use=StatedUse.EDITORIAL, size="", at=now)
    holding = Holding(customer.purchases.in_force(at=now).filter(article=article_id).first(), wish)
    payer, refusal = None, ""
    if story.killed:
        refusal = _("This story has been withdrawn.")
    elif story.version.access != Article.Access.SUBSCRIBERS:
        refusal = _("This story is free. Nothing is taken for it.")
    elif holding.owned is None:
        holdings = {story.pk: holding}
        payers, refusals = find_payers({story.pk: story}, wish, unit=Unit.STORY, holdings=holdings, balances=balances)
        payer, refusal = payers.get(story.pk), refusals.get(story.pk, "")
    line = QuoteLine(
        pk=story.pk,
        unit=Unit.STORY,
        title=story.version.headline,
        thing=story,
        owned=holding.owned,
        held=holding.held,
        gaps=holding.gaps,
        payer=payer,
        refusal=refusal,
    )
    return _quote([_with_licence(line, wish)], wish, member=member, unit=Unit.STORY, key=key)


def _with_licence(line: QuoteLine, wish: Wish) -> QuoteLine:
    """The line with what its purchase would freeze; one that nobody pays for stays as it is."""
    if line.subscription is None or line.thing is None:
        return line
    terms, reasons = line.subscription, line.verdict.reasons
    words = write_licence(line.thing, title=line.title, reasons=reasons, terms=terms, customer=wish.customer)
    return replace(line, licence=words, ends_at=end_of_licence(terms, at=wish.at))


def _quote(lines: list[QuoteLine], wish: Wish, *, member: Member, unit: str, key: uuid.UUID | None) -> Quote:
    return Quote(
        key=key or uuid.uuid4(),
        customer=wish.customer,
        user_id=member.user_id,
        use=wish.use,
        size=wish.size,
        territories=sorted(wish.customer.territories),
        unit=unit,
        at=wish.at,
        lines=lines,
    )


def _photo_licences(wish: Wish, photo_ids: list[int]) -> tuple[dict[int, Purchase], dict[int, int]]:
    """The licences in force by photo, and how often the customer has taken each photo before."""
    in_force: dict[int, Purchase] = {}
    times_used: dict[int, int] = {}
    for purchase in wish.customer.purchases.filter(photo__in=photo_ids, refunded_at__isnull=True):
        photo_id = int(purchase.photo_id or 0)
        times_used[photo_id] = times_used.get(photo_id, 0) + 1
        if purchase.is_in_force(at=wish.at):
            in_force[photo_id] = purchase
    return in_force, times_used
