"""Proof that every number can be traced: balances, entries and purchases held against each other by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

# One pass over the ledger for all of it: a million entries are read in seconds.
_BALANCES = """
    SELECT balance.id, balance.subscription_id, balance.unit, balance.remaining, balance.last_number, balance.granted,
           COALESCE(sums.amount, 0), COALESCE(sums.entries, 0), COALESCE(sums.last, 0), COALESCE(sums.granted, 0),
           COALESCE(sums.breaks, 0)
    FROM subscriptions_balance balance
    LEFT JOIN (
        SELECT balance_id, sum(amount) AS amount, count(*) AS entries, max(number) AS last,
               sum(amount) FILTER (WHERE kind = 'grant') AS granted,
               count(*) FILTER (WHERE balance_after <> running) AS breaks
        FROM (
            SELECT balance_id, amount, number, kind, balance_after,
                   sum(amount) OVER (PARTITION BY balance_id ORDER BY number) AS running
            FROM subscriptions_ledgerentry
        ) entry
        GROUP BY balance_id
    ) sums ON sums.balance_id = balance.id
    WHERE balance.remaining <> COALESCE(sums.amount, 0)
       OR balance.last_number <> COALESCE(sums.last, 0)
       OR COALESCE(sums.entries, 0) <> COALESCE(sums.last, 0)
       OR balance.granted <> COALESCE(sums.granted, 0)
       OR COALESCE(sums.breaks, 0) > 0
    ORDER BY balance.id
"""
_PURCHASES = """
    SELECT purchase.number, purchase.cost, purchase.refunded_at IS NOT NULL,
           count(*) FILTER (WHERE entry.kind = 'purchase'),
           COALESCE(sum(entry.amount) FILTER (WHERE entry.kind = 'purchase'), 0),
           count(*) FILTER (WHERE entry.kind = 'refund'),
           COALESCE(sum(entry.amount) FILTER (WHERE entry.kind = 'refund'), 0),
           count(*) FILTER (WHERE balance.subscription_id <> purchase.subscription_id OR balance.unit <> purchase.unit)
    FROM subscriptions_purchase purchase
    LEFT JOIN subscriptions_ledgerentry entry ON entry.purchase_id = purchase.id
    LEFT JOIN subscriptions_balance balance ON balance.id = entry.balance_id
    GROUP BY purchase.id
    HAVING count(*) FILTER (WHERE entry.kind = 'purchase') <> 1
        OR COALESCE(sum(entry.amount) FILTER (WHERE entry.kind = 'purchase'), 0) <> -purchase.cost
        OR count(*) FILTER (WHERE entry.kind = 'refund') <> (purchase.refunded_at IS NOT NULL)::int
        OR COALESCE(sum(entry.amount) FILTER (WHERE entry.kind = 'refund'), 0)
           <> purchase.cost * (purchase.refunded_at IS NOT NULL)::int
        OR count(*) FILTER (
               WHERE balance.subscription_id <> purchase.subscription_id OR balance.unit <> purchase.unit) > 0
    ORDER BY purchase.number
"""


@dataclass(frozen=True, slots=True)
class LedgerError:
    """One thing that does not add up: what it is, and the figures that contradict each other."""

    what: str
    details: str


def find_ledger_errors() -> Iterator[LedgerError]:
    """Everything in the ledger that does not add up. Two queries, whose memory does not grow with the ledger's length.

    Every balance is the sum of its entries, which are numbered without a gap and continue each other; every purchase
    has exactly one entry of its cost, on a balance of the package that paid; every refund exactly one, and none else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES)
        for pk, subscription, unit, remaining, last, granted, *found in cursor.fetchall():
            amount, entries, last_found, granted_found, breaks = found
            yield LedgerError(
                f"balance {pk} (subscription {subscription}, {unit})",
                f"remaining {remaining}, sum of entries {amount}; last number {last}, {entries} up to {last_found}; "
                f"granted {granted}, entries say {granted_found}; {breaks} do not continue the one before",
            )
        cursor.execute(_PURCHASES)
        for number, cost, is_refunded, *found in cursor.fetchall():
            bought, taken, refunds, returned, strange = found
            yield LedgerError(
                f"purchase {number}",
                f"cost {cost}, {bought} entries that take {-taken}; {'refunded' if is_refunded else 'not refunded'}, "
                f"{refunds} entries that return {returned}; {strange} on a balance of another package",
            )


def count_checked() -> tuple[int, int, int]:
    """How many balances, entries and purchases there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM subscriptions_balance), (SELECT count(*) FROM subscriptions_ledgerentry), "
            "(SELECT count(*) FROM subscriptions_purchase)"
        )
        balances, entries, purchases = cursor.fetchone()
    return balances, entries, purchases
