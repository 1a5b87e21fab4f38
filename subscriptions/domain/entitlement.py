"""The computed answer to «may they?»: does the customer hold a licence that is in force."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsroom.shared.database_clock import database_now
from subscriptions.domain.membership import member_of
from subscriptions.models import Customer, Purchase

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from newsroom.models import User


def photo_licences(customer: Customer, photo_ids: Iterable[int]) -> dict[int, Purchase]:
    """The licences in force on these photos, by the photo's key. Two queries."""
    mine = customer.purchases.in_force(at=database_now()).filter(photo__in=list(photo_ids))
    return {int(purchase.photo_id or 0): purchase for purchase in mine}


def story_licence(customer: Customer, article_id: int) -> Purchase | None:
    """The licence in force on a story; its later versions are included. Two queries."""
    return customer.purchases.in_force(at=database_now()).filter(article=article_id).first()


def is_entitled_to_story(user: User | AnonymousUser, article_id: int) -> bool:
    """Whether the person acts for a customer that has bought the story. To be a superuser is no entitlement."""
    member = member_of(user)
    return member is not None and story_licence(member.customer, article_id) is not None
