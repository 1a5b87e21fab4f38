"""Migrations over tables that have rows."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from subscriptions.models import Download, Purchase
from tests.engines import copy_template
from tests.factories.customers import make_member, make_sold_photo, make_subscription
from tests.factories.purchases import buy_photos

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def whole_database():
    """Whatever becomes of the test, the next one finds all tables as they should be."""
    yield
    copy_template(connection)


def _migrate(*targets: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate(list(targets))


def _newest() -> list[tuple[str, str]]:
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


def test_downloads_of_before_get_the_customer_of_their_purchase():
    bought = []
    for _number in range(2):
        member = make_member()
        make_subscription(member.customer)
        bought += buy_photos([make_sold_photo()], member=member)
    for purchase in bought:
        Download.objects.create(
            customer=purchase.customer, purchase=purchase, user=purchase.buyer, format="download-web", bytes=1,
            request_key=f"key-{purchase.pk}",
        )  # fmt: skip
    newest = _newest()

    _migrate(("subscriptions", "0004_final_decisions"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subscriptions_download")
        assert cursor.fetchone() == (2,)
    _migrate(*newest)

    found = dict(Download.objects.values_list("purchase", "customer"))
    assert found == dict(Purchase.objects.values_list("pk", "customer"))
    assert len(found) == 2
