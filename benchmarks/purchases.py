"""How many confirmations one package takes, and whether it takes longer as the ledger grows.

Sixteen buyers of one customer confirm one photo each, again and again, from one package: each waits for the one before,
and is shown a new quote where a colleague was quicker. Then the same with more and more entries in the ledger, and the
time that `check_ledger` takes over all of them. Run by `make bench`; the ratio in the last column is what counts.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.engines import temporary_newsroom

SIZES = (10_000, 100_000, 1_000_000)
BUYERS = 16
EACH = 3  # confirmations of one buyer in a round
ROUNDS = 3

# Other customers' history: deterministic, each entry continuing the one before; purchases with their entries.
FILL = """
INSERT INTO subscriptions_customer (id, name, registration_number, vat_number, address, country, territories, language,
        contact_name, contact_email, contact_phone, seats, notes, created_at)
    SELECT 1000 + n, 'Вестник ' || n, '', '', '', 'BG', '{{BG}}', 'bg', '', '', '', 3, '', now()
    FROM generate_series({first} / 1000, {last} / 1000 - 1) n;
INSERT INTO subscriptions_subscription (id, name_bg, name_en, sections, suppliers, events, photos, stories, sizes,
        territories, length_days, price_cents, vat_rate, status, requested_at, request_note, approved_at, starts_at,
        ends_at, status_reason, approved_by_id, customer_id, package_id, requested_by_id)
    SELECT 1000 + n, 'Пакет', 'Package', '{{}}', '{{}}', '{{}}', 2000, 0, '{{download-web}}', '{{}}', 365, 10000, 2000,
        'active', now(), '', now(), now(), now() + interval '1 year', '', {user}, 1000 + n, {package}, {user}
    FROM generate_series({first} / 1000, {last} / 1000 - 1) n;
INSERT INTO subscriptions_balance (id, unit, remaining, granted, last_number, subscription_id)
    SELECT 1000 + n, 'photo', 1001, 2000, 1000, 1000 + n
    FROM generate_series({first} / 1000, {last} / 1000 - 1) n;
INSERT INTO subscriptions_confirmation (id, key, use, quote, at, buyer_id, customer_id)
    SELECT 1000 + n, gen_random_uuid(), 'editorial', '{{}}', now(), {user}, 1000 + n
    FROM generate_series({first} / 1000, {last} / 1000 - 1) n;
INSERT INTO subscriptions_purchase (id, number, unit, cost, photo_sha256, photo_revision, use, territories, licence,
        verification_code, at, buyer_id, confirmation_id, customer_id, photo_id, subscription_id)
    SELECT {base} + n, 'B' || n, 'photo', 1, repeat('0', 64), 0, 'editorial', '{{BG}}', '{{}}', 'b' || n, now(), {user},
        1000 + n / 1000, 1000 + n / 1000, photo.id, 1000 + n / 1000
    FROM generate_series({first}, {last} - 1) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM media_library_photo) photo
        ON photo.place = n % 1000
    WHERE n % 1000 > 0;
INSERT INTO subscriptions_ledgerentry (number, kind, amount, balance_after, reason, request_key, at, actor_id,
        balance_id, purchase_id)
    SELECT n % 1000 + 1, CASE n % 1000 WHEN 0 THEN 'grant' ELSE 'purchase' END,
        CASE n % 1000 WHEN 0 THEN 2000 ELSE -1 END, 2000 - n % 1000, 'Проба', 'bench:' || n, now(), {user},
        1000 + n / 1000, CASE n % 1000 WHEN 0 THEN NULL ELSE {base} + n END
    FROM generate_series({first}, {last} - 1) n;
"""


def main() -> None:
    with temporary_newsroom():
        _measure()


def _measure() -> None:
    from django.core.management import call_command
    from django.db import connection

    from subscriptions.domain.ledger_check import find_ledger_errors
    from tests.factories.customers import make_customer, make_member, make_package, make_sold_photo, make_subscription
    from tests.factories.people import make_user
    from tests.factories.photos import make_licence, make_supplier

    call_command("prepare", verbosity=0)
    user, package = make_user(), make_package()
    supplier = make_supplier(licence=make_licence())
    photos = [make_sold_photo(supplier=supplier, presets=()).pk for _number in range(1_000)]
    customer = make_customer(seats=BUYERS)
    make_subscription(customer, photos=1_000_000, stories=0)
    members = [make_member(customer) for _number in range(BUYERS)]

    rates, checks, filled = [], [], 0
    for size in SIZES:
        with connection.cursor() as cursor:
            # The history is written as it would stand after years; its triggers have nothing to add to it.
            for table in ("ledgerentry", "purchase"):
                cursor.execute(f"ALTER TABLE subscriptions_{table} DISABLE TRIGGER USER")
            cursor.execute(FILL.format(first=filled, last=size, user=user.pk, package=package.pk, base=10_000_000))
            for table in ("ledgerentry", "purchase"):
                cursor.execute(f"ALTER TABLE subscriptions_{table} ENABLE TRIGGER USER")
            cursor.execute("VACUUM ANALYZE")
        filled = size
        rates.append([_confirmations_a_second(members, photos) for _round in range(ROUNDS)])
        start = time.perf_counter()
        errors = list(find_ledger_errors())
        checks.append(time.perf_counter() - start)
        if errors:
            sys.exit(f"The ledger is wrong: {errors[:3]}")
    _print(rates, checks)


def _confirmations_a_second(members: list, photos: list[int]) -> float:
    """One round: every buyer takes photos that the customer has not got, the refunds of the round before behind it."""
    from django.db import connection

    from subscriptions.models import Purchase

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE subscriptions_purchase DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE subscriptions_purchase SET licence_ends_at = at + interval '1 microsecond' WHERE customer_id = %s",
            [members[0].customer_id],
        )
        cursor.execute("ALTER TABLE subscriptions_purchase ENABLE TRIGGER USER")
    before = Purchase.objects.count()
    start = Barrier(len(members) + 1)
    shares = [photos[number :: len(members)][:EACH] for number in range(len(members))]
    with ThreadPoolExecutor(len(members)) as pool:
        done = [pool.submit(_buy_all, member, share, start) for member, share in zip(members, shares, strict=True)]
        start.wait()
        began = time.perf_counter()
        for buyer in done:
            buyer.result()
        taken = time.perf_counter() - began
    bought = Purchase.objects.count() - before
    if bought != len(members) * EACH:
        sys.exit(f"{bought} purchases instead of {len(members) * EACH}")
    return bought / taken


def _buy_all(member: object, photos: list[int], start: Barrier) -> None:
    from django.db import connection

    from subscriptions.domain.purchasing import QuoteChanged, confirm
    from subscriptions.domain.quoting import quote_photos

    try:
        connection.ensure_connection()
        start.wait()
        for photo in photos:
            quote = quote_photos([photo], member=member)
            while True:
                try:
                    confirm(quote.token, member=member)
                    break
                except QuoteChanged as change:
                    quote = change.quote
    finally:
        connection.close()


def _print(rates: list[list[float]], checks: list[float]) -> None:
    print(f"{'One package':<34}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'ratio':>9}")
    medians = [statistics.median(rate) for rate in rates]
    print(
        f"{f'confirmations a second, {BUYERS} buyers':<34}"
        + "".join(f"{rate:>12.1f}" for rate in medians)
        + f"{medians[0] / medians[-1]:>9.2f}"
    )
    spread = "".join(f"{f'{min(rate):.0f}–{max(rate):.0f}':>12}" for rate in rates)
    print(f"{'  from – to':<34}{spread}")
    print(f"{'check_ledger, seconds':<34}" + "".join(f"{seconds:>12.2f}" for seconds in checks))


if __name__ == "__main__":
    main()
