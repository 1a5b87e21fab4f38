"""Stories that a customer has bought: by the real act, or long ago."""

import datetime as dt
import uuid
from itertools import count

from articles.models import PublicStory
from newsroom.shared.database_clock import database_now
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_story
from subscriptions.models import Confirmation, Member, Purchase, Subscription
from tests.factories.stories import make_story

_numbers = count(1)


def make_locked_story(**fields: object) -> PublicStory:
    """A public story whose text is for subscribers."""
    return make_story(**({"access": "subscribers", "body": "<p>Пълният текст.</p>"} | fields))


def buy_story(story: PublicStory, *, member: Member) -> Purchase:
    return confirm(quote_story(story.pk, member=member).token, member=member).purchases.get()


def make_purchase(
    member: Member,
    story: PublicStory,
    *,
    subscription: Subscription,
    at: dt.datetime | None = None,
    licence_ends_at: dt.datetime | None = None,
    cost: int = 1,
) -> Purchase:
    """The row of a licence on a story that was bought at some moment; the ledger is left alone."""
    confirmation = Confirmation.objects.create(
        key=uuid.uuid4(), customer=member.customer, buyer=member.user, use="editorial", quote={}
    )
    return Purchase.objects.create(
        number=f"1999-{next(_numbers):07d}",
        confirmation=confirmation,
        customer=member.customer,
        buyer=member.user,
        subscription=subscription,
        unit="story",
        cost=cost,
        article_id=story.pk,
        article_version=1,
        territories=["BG"],
        licence={"title": story.version.headline},
        at=at or database_now(),
        licence_ends_at=licence_ends_at,
    )
