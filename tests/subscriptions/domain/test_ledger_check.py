"""What the check of the ledger finds, once somebody has got past everything that protects it."""

import pytest
from django.db import connection

from subscriptions.domain.ledger_check import find_ledger_errors
from subscriptions.domain.purchasing import confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.refunding import refund_purchase
from tests.factories.customers import make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.stories import make_story

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ledger() -> None:
    """One customer with a package, two purchases, one of them refunded; and a story."""
    member = make_member()
    make_subscription(member.customer, stories=0)
    photos = [make_sold_photo().pk, make_sold_photo().pk]
    first, _second = confirm(quote_photos(photos, member=member).token, member=member).purchases.all()
    refund_purchase(first.pk, by=make_user(is_superuser=True), reason="Грешна снимка")
    make_story()


def _tamper(statement: str) -> None:
    """Change rows as only the owner of the tables can, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("balance", "ledgerentry", "purchase"):
            cursor.execute(f"ALTER TABLE subscriptions_{table} DISABLE TRIGGER USER")
        cursor.execute(statement)


def test_what_adds_up_is_passed_over():
    assert list(find_ledger_errors()) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE subscriptions_balance SET remaining = remaining + 1", "balance"),
        ("UPDATE subscriptions_balance SET granted = 99", "balance"),
        ("UPDATE subscriptions_balance SET last_number = 9", "balance"),
        ("UPDATE subscriptions_ledgerentry SET amount = 11 WHERE kind = 'grant'", "balance"),
        ("UPDATE subscriptions_ledgerentry SET balance_after = 5 WHERE number = 2", "balance"),
        ("DELETE FROM subscriptions_ledgerentry WHERE kind = 'refund'", "purchase"),
        ("DELETE FROM subscriptions_ledgerentry WHERE number = 3", "purchase"),
        ("UPDATE subscriptions_purchase SET refunded_at = NULL, refunded_by_id = NULL", "purchase"),
        ("UPDATE subscriptions_purchase SET cost = 2", "purchase"),
        (
            "UPDATE subscriptions_purchase SET refunded_at = now(), refunded_by_id = buyer_id "
            "WHERE refunded_at IS NULL",
            "purchase",
        ),
        (
            "UPDATE subscriptions_purchase SET unit = 'story', photo_id = NULL, article_version = 1, "
            "article_id = (SELECT id FROM articles_article LIMIT 1) WHERE refunded_at IS NULL",
            "purchase",
        ),
    ],
)
def test_what_does_not_add_up_is_found(statement, found):
    _tamper(statement)

    assert any(error.what.startswith(found) for error in find_ledger_errors())
