"""The licence that a purchase freezes: what the certificate says, whatever changes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from articles.models import PublicStory
from media_library.domain.rights import Reason
from media_library.models import Photo
from subscriptions.models import Customer, Subscription


def next_licence_number(*, at: dt.datetime) -> str:
    """A number that no other licence has: the newsroom's year, and a count that may have gaps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('subscriptions_licence_number')")
        count = int(cursor.fetchone()[0])
    return f"{timezone.localtime(at).year}-{count:07d}"


def end_of_licence(subscription: Subscription, *, at: dt.datetime) -> dt.datetime | None:
    """Until when a licence bought at `at` holds; None: without an end."""
    return at + dt.timedelta(days=subscription.licence_days) if subscription.licence_days else None


def write_licence(
    thing: Photo | PublicStory, *, title: str, reasons: Iterable[Reason], terms: Subscription, customer: Customer
) -> dict[str, Any]:
    """What `Purchase.licence` keeps of a photo or story taken on these terms: `reasons` are its restrictions.

    All but what the buyer acknowledges with the «yes». No query beyond the rows that are given.
    """
    licence: dict[str, Any] = {
        "title": title,
        "customer": {
            "name": customer.name,
            "registration_number": customer.registration_number,
            "country": customer.country,
        },
        "package_bg": terms.name_bg,
        "package_en": terms.name_en,
    }
    if isinstance(thing, PublicStory):
        return licence | _story_words(thing)
    restrictions = [_frozen(reason) for reason in reasons]
    return licence | {"sizes": list(terms.sizes), "restrictions": restrictions} | _photo_words(thing)


def _frozen(reason: Reason) -> dict[str, Any]:
    return {
        "code": reason.code,
        "rank": int(reason.rank),
        "text_bg": reason.text_bg,
        "text_en": reason.text_en,
        "words": reason.words,
    }


def _photo_words(photo: Photo) -> dict[str, Any]:
    licence = photo.granted_licence
    words = {
        "caption_bg": photo.caption_bg,
        "caption_en": photo.caption_en,
        "credit_line_bg": photo.credit_line_bg,
        "credit_line_en": photo.credit_line_en,
        "copyright_notice": str(photo.shown.get("copyright_notice", "")),
        "supplier_bg": photo.supplier.name_bg if photo.supplier else "",
        "supplier_en": photo.supplier.name_en if photo.supplier else "",
    }
    if licence is not None:
        words |= {
            "licence_name_bg": licence.name_bg,
            "licence_name_en": licence.name_en,
            "terms_bg": licence.terms_bg,
            "terms_en": licence.terms_en,
        }
    return words


def _story_words(story: PublicStory) -> dict[str, Any]:
    names = [str(name.get("name_bg") or name.get("guest", "")) for name in story.version.byline]
    return {"language": story.language, "byline": ", ".join(name for name in names if name)}
