"""Many buyers at once, each on a connection of its own, against one balance."""

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from subscriptions.domain import purchasing
from subscriptions.domain.ledger_check import find_ledger_errors
from subscriptions.domain.purchasing import QuoteChanged, confirm
from subscriptions.domain.quoting import quote_photos, quote_story
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Balance, Customer, LedgerEntry, Member, Purchase
from tests.at_once import all_at_once
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user
from tests.factories.stories import make_story

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS, UNITS = 64, 10
# `make races` plays 200 rounds; one is enough to see a race that is there.
ROUNDS = int(os.environ.get("PURCHASE_ROUNDS", "1"))


def _buy_until_refused(photo: Photo, *, member: Member) -> str:
    """Do as a person does: confirm, and where something has changed, look at the new quote and confirm that."""
    quote = quote_photos([photo.pk], member=member)
    while quote.is_takeable:
        try:
            confirm(quote.token, member=member)
        except QuoteChanged as change:
            quote = change.quote
        except DatabaseError as error:
            return type(error).__name__
        else:
            return "bought"
    return "refused"


@contextmanager
def _buyers(number: int):
    """The members of one customer, and as many photos; each round brings a fresh customer to them."""
    members = [make_member(make_customer()) for _number in range(number)]
    photos = [make_sold_photo(presets=()) for _number in range(number)]

    def sell_out() -> tuple[Customer, Counter]:
        customer = make_customer()
        make_subscription(customer, photos=UNITS, stories=0)
        Member.objects.filter(pk__in=[member.pk for member in members]).update(customer=customer)
        fresh = list(Member.objects.filter(customer=customer).select_related("customer", "user"))
        acts = [
            lambda member=member, photo=photo: _buy_until_refused(photo, member=member)
            for member, photo in zip(fresh, photos, strict=True)
        ]
        return customer, all_at_once(acts)

    yield sell_out


@pytest.mark.timeout(7200)
def test_more_buyers_than_units_are_served_to_the_last_unit_and_refused_clearly():
    with _buyers(BUYERS) as sell_out:
        for _round in range(ROUNDS):
            customer, outcomes = sell_out()

            assert outcomes == {"bought": UNITS, "refused": BUYERS - UNITS}
            assert Purchase.objects.filter(customer=customer).count() == UNITS
            assert Balance.objects.get(subscription__customer=customer).remaining == 0
    assert list(find_ledger_errors()) == []


def test_without_the_locks_the_race_shows(monkeypatch):
    """The control: if the same sale goes well without its locks, the test above proves nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    with _buyers(16) as sell_out:
        for _round in range(20):
            _customer, outcomes = sell_out()
            if outcomes != {"bought": UNITS, "refused": 16 - UNITS}:
                return
    pytest.fail("320 purchases without a lock never met")


def test_same_confirmation_fifty_times_at_once_is_one_purchase():
    member = make_member()
    make_subscription(member.customer)
    token = quote_photos([make_sold_photo().pk, make_sold_photo().pk], member=member).token

    answers = all_at_once([lambda: str(confirm(token, member=member).pk)] * 50)

    assert list(answers.values()) == [50]
    assert Purchase.objects.count() == 2
    assert LedgerEntry.objects.filter(kind="purchase").count() == 2
    assert Balance.objects.get(unit="photo").remaining == 8


def test_colleagues_who_buy_the_same_photo_at_once_pay_once():
    customer, photo = make_customer(), make_sold_photo()
    make_subscription(customer)
    members = [make_member(customer) for _number in range(8)]

    answers = all_at_once([lambda member=member: _buy_until_refused(photo, member=member) for member in members])

    assert answers == {"bought": 1, "refused": 7}
    assert Balance.objects.get(unit="photo").remaining == 9


def test_colleagues_who_buy_the_same_story_at_once_pay_once():
    customer, story = make_customer(), make_story(access="subscribers")
    make_subscription(customer)

    def buy(member: Member) -> str:
        try:
            confirm(quote_story(story.pk, member=member).token, member=member)
        except QuoteChanged as change:
            return "owned" if change.quote.lines[0].owned else "refused"
        return "bought"

    members = [make_member(customer) for _number in range(8)]
    answers = all_at_once([lambda member=member: buy(member) for member in members])

    assert answers["bought"] == 1
    assert Balance.objects.get(unit="story").remaining == 9


def _wait_for_a_waiter() -> None:
    """Wait until somebody waits for a lock in this database."""
    pause = threading.Event()
    for _attempt in range(1000):
        with connection.cursor() as cursor:
            # Within a transaction the view would show the same picture for ever.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        pause.wait(0.01)
    pytest.fail("Nobody ever waited.")


def test_photo_that_is_being_withdrawn_is_not_sold():
    """The buyer waits for the withdrawal that came first, and is then refused with its reason."""
    member, photo = make_member(), make_sold_photo(released_at=timezone.now())
    make_subscription(member.customer)
    token = quote_photos([photo.pk], member=member).token

    def buy() -> str:
        try:
            confirm(token, member=member)
        except QuoteChanged as change:
            return change.quote.lines[0].verdict.reasons[0].code
        finally:
            connection.close()
        return "bought"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            kill_photo(photo.pk, note_bg="Съдебна заповед", note_en="A court order", by=None)
            buyer = pool.submit(buy)
            _wait_for_a_waiter()
        assert buyer.result(timeout=30) == "killed"
    assert Balance.objects.get(unit="photo").remaining == 10


def test_database_that_goes_away_in_the_middle_takes_nothing_and_later_takes_once(monkeypatch):
    member = make_member()
    make_subscription(member.customer)
    token = quote_photos([make_sold_photo().pk, make_sold_photo().pk], member=member).token
    real_move, calls = purchasing.move, []

    def move_and_lose_the_connection(*args: object, **kwargs: object) -> LedgerEntry:
        entry = real_move(*args, **kwargs)
        calls.append(entry)
        if len(calls) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return entry

    monkeypatch.setattr(purchasing, "move", move_and_lose_the_connection)
    with pytest.raises(OperationalError):
        confirm(token, member=member)
    connection.close()
    assert Balance.objects.get(unit="photo").remaining == 10

    confirm(token, member=member)
    confirm(token, member=member)

    assert Balance.objects.get(unit="photo").remaining == 8
    assert Purchase.objects.count() == 2


def test_colleagues_who_widen_the_same_licence_at_once_pay_once():
    customer, photo = make_customer(), make_sold_photo()
    make_subscription(customer)
    members = [make_member(customer) for _number in range(8)]
    old = confirm(quote_photos([photo.pk], member=members[0]).token, member=members[0]).purchases.get()
    Customer.objects.update(territories=["BG", "DE"])
    for member in members:
        member.customer.refresh_from_db()

    answers = all_at_once([lambda member=member: _buy_until_refused(photo, member=member) for member in members])

    assert answers == {"bought": 1, "refused": 7}
    new = Purchase.objects.get(replaces=old)
    assert list(Purchase.objects.in_force()) == [new]
    assert Balance.objects.get(unit="photo").remaining == 8
    assert list(find_ledger_errors()) == []


def test_licence_that_is_widened_while_it_is_refunded_ends_in_one_of_two_ways():
    """Whichever comes first: the other one sees it, and never are two licences in force, nor a closed one alone."""
    sales = make_user(is_superuser=True)
    for _round in range(8):
        member, photo = make_member(), make_sold_photo(presets=())
        make_subscription(member.customer)
        old = confirm(quote_photos([photo.pk], member=member).token, member=member).purchases.get()
        Customer.objects.filter(pk=member.customer_id).update(territories=["BG", "DE"])
        member.customer.refresh_from_db()
        token = quote_photos([photo.pk], member=member).token

        def widen(token=token, member=member) -> str:
            try:
                return confirm(token, member=member).purchases.get().number
            except QuoteChanged:
                return "changed"

        def refund(old=old) -> str:
            refund_purchase(old.pk, by=sales, reason="Грешка")
            return "refunded"

        answers = all_at_once([widen, refund])

        old.refresh_from_db()
        in_force = list(member.customer.purchases.in_force())
        left = Balance.objects.get(subscription__customer=member.customer, unit="photo").remaining
        assert old.refunded_at is not None
        assert (len(in_force), left) == ((0, 10) if answers["changed"] else (1, 9))
    assert list(find_ledger_errors()) == []
