"""`check_ledger` as it is called."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.customers import make_subscription

pytestmark = pytest.mark.django_db(transaction=True)


def test_command_counts_what_it_checked_and_fails_where_something_is_wrong():
    make_subscription(photos=10, stories=3)
    out, err = StringIO(), StringIO()

    call_command("check_ledger", stdout=out)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE subscriptions_balance SET remaining = 11 WHERE unit = 'photo'")
    with pytest.raises(CommandError, match="1 found wrong"):
        call_command("check_ledger", stderr=err)

    assert out.getvalue() == "Checked 2 balances, 2 entries, 0 purchases: 0 found wrong.\n"
    assert "remaining 11, sum of entries 10" in err.getvalue()
