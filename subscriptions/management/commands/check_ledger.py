"""`manage.py check_ledger`: prove that each balance is the sum of its entries, and each purchase in the ledger once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from subscriptions.domain.ledger_check import count_checked, find_ledger_errors


class Command(BaseCommand):
    help = "Hold balances, ledger entries and purchases against each other; exits with 1 if anything does not add up."

    def handle(self, *args: Any, **options: Any) -> None:
        # One view of the data for all questions: people go on buying meanwhile.
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            balances, entries, purchases = count_checked()
            errors = 0
            for error in find_ledger_errors():
                errors += 1
                self.stderr.write(f"{error.what}: {error.details}")
        found = f"Checked {balances} balances, {entries} entries, {purchases} purchases: {errors} found wrong."
        if errors:
            raise CommandError(found)
        self.stdout.write(found)
