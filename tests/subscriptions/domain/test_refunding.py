"""What a refund gives back, and what it ends."""

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction

from newsroom.shared.database_clock import database_now
from subscriptions.domain.entitlement import photo_licences
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.refunding import NotRefundable, refund_purchase
from subscriptions.models import Balance, LedgerEntry, Member, Purchase, Subscription
from tests.factories.customers import make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
REFUSALS = (IntegrityError, InternalError, ProgrammingError)


@pytest.fixture
def buyer() -> Member:
    member = make_member()
    make_subscription(member.customer, stories=0)
    return member


@pytest.fixture
def purchase(buyer) -> Purchase:
    return confirm(quote_photos([make_sold_photo().pk], member=buyer).token, member=buyer).purchases.get()


def test_refund_gives_the_unit_back_and_ends_the_licence(buyer, purchase):
    sales = make_user(is_superuser=True)

    refunded = refund_purchase(purchase.pk, by=sales, reason=" Грешна снимка ")

    assert (refunded.refunded_by, refunded.is_in_force(at=database_now())) == (sales, False)
    assert photo_licences(buyer.customer, [purchase.photo_id]) == {}
    entry = LedgerEntry.objects.get(kind="refund")
    assert (entry.amount, entry.balance_after, entry.reason, entry.purchase) == (1, 10, "Грешна снимка", purchase)


def test_second_refund_is_the_first(purchase):
    sales = make_user(is_superuser=True)
    first = refund_purchase(purchase.pk, by=sales, reason="Грешна снимка")

    assert refund_purchase(purchase.pk, by=sales, reason="Пак").refunded_at == first.refunded_at
    assert Balance.objects.get().remaining == 10


def test_refunded_photo_can_be_bought_again(buyer, purchase):
    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="Грешна снимка")

    confirm(quote_photos([purchase.photo_id], member=buyer).token, member=buyer)

    assert Balance.objects.get().remaining == 9


@pytest.mark.parametrize("status", ["expired", "cancelled"])
def test_refund_to_a_package_that_is_over_brings_nothing_back_to_life(purchase, status):
    with transaction.atomic():
        Subscription.objects.update(status=status)

    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="Съдебна заповед")

    kinds = LedgerEntry.objects.order_by("number").values_list("kind", "balance_after")
    assert list(kinds) == [("grant", 10), ("purchase", 9), ("refund", 10), ("expiry", 9)]


def test_refund_needs_a_reason_and_the_permission(purchase):
    with pytest.raises(NotRefundable):
        refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="  ")
    with pytest.raises(NotRefundable):
        refund_purchase(purchase.pk, by=make_user(), reason="Грешна снимка")
    assert Balance.objects.get().remaining == 9


def test_refund_can_not_be_taken_back(purchase):
    refund_purchase(purchase.pk, by=make_user(is_superuser=True), reason="Грешна снимка")

    with pytest.raises(REFUSALS), transaction.atomic():
        Purchase.objects.update(refunded_at=None, refunded_by=None)
