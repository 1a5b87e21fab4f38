"""Grant, buy, widen, refund, expire, kill, in any order that hypothesis thinks of, against a model of a few lines."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from newsroom.shared.database_clock import database_now
from subscriptions.domain.ledger import InsufficientBalance, lock_balances, move
from subscriptions.domain.ledger_check import find_ledger_errors
from subscriptions.domain.purchasing import QuoteChanged, confirm
from subscriptions.domain.quoting import quote_photos
from subscriptions.domain.refunding import refund_purchase
from subscriptions.models import Balance, Customer, LedgerEntry, Purchase, Subscription
from tests.factories.customers import make_member, make_sold_photo, make_subscription
from tests.factories.people import make_user


@contextmanager
def _taken_back() -> Iterator[None]:
    """A transaction of one example, which leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class LedgerMachine(RuleBasedStateMachine):
    """One customer with two packages; `left` and `taken` are what the model believes.

    `taken` are the licences on a photo that are not refunded, each with its payer and its number of countries: the last
    one holds, and those before it have been replaced.
    """

    photos = Bundle("photos")

    def __init__(self) -> None:
        super().__init__()
        self._frame = _taken_back()
        self._frame.__enter__()
        self.keys = 0

    def teardown(self) -> None:
        self._frame.__exit__(None, None, None)

    @initialize(first=st.integers(0, 3), second=st.integers(1, 3))
    def sell_packages(self, first: int, second: int) -> None:
        self.member, self.sales = make_member(), make_user(is_superuser=True)
        now = database_now()
        sizes = [number for number in (first, second) if number]
        self.packages = [
            make_subscription(self.member.customer, photos=number, stories=0, ends_at=now + dt.timedelta(days=day))
            for day, number in enumerate(sizes, start=5)
        ]
        self.left = {package.pk: package.photos for package in self.packages}
        self.taken: dict[int, list[tuple[int, int]]] = {}
        self.countries = ["BG"]
        self.killed: set[int] = set()
        self.over: set[int] = set()

    @rule(target=photos)
    def bring_a_photo(self) -> Photo:
        return make_sold_photo(presets=())

    @rule(wanted=st.lists(photos, min_size=1, max_size=3))
    def buy(self, wanted: list[Photo]) -> None:
        ids = list(dict.fromkeys(photo.pk for photo in wanted))
        new = [pk for pk in ids if pk not in self.taken or self.taken[pk][-1][1] < len(self.countries)]
        payers = [pk for pk in self.left if pk not in self.over for _unit in range(self.left[pk])]
        may = bool(new) and len(new) <= len(payers) and not self.killed & set(new)
        quote = quote_photos(ids, member=self.member)
        assert quote.is_takeable is may
        try:
            confirm(quote.token, member=self.member)
        except QuoteChanged:
            assert not may
        else:
            assert may
            for pk, payer in zip(new, payers, strict=False):
                self.left[payer] -= 1
                self.taken.setdefault(pk, []).append((payer, len(self.countries)))

    @rule(photo=photos)
    def kill(self, photo: Photo) -> None:
        if photo.pk not in self.killed:
            kill_photo(photo.pk, note_bg="Съдебна заповед", note_en="A court order", by=None)
            self.killed.add(photo.pk)

    @rule(country=st.sampled_from(["DE", "RO"]))
    def widen(self, country: str) -> None:
        if country not in self.countries:
            self.countries.append(country)
            Customer.objects.filter(pk=self.member.customer_id).update(territories=self.countries)
            self.member.customer.refresh_from_db()

    @rule(photo=photos)
    def refund(self, photo: Photo) -> None:
        purchase = Purchase.objects.in_force().filter(photo=photo).first()
        assert (purchase is not None) is (photo.pk in self.taken)
        if purchase is not None:
            refund_purchase(purchase.pk, by=self.sales, reason="Грешна снимка")
            refund_purchase(purchase.pk, by=self.sales, reason="Още веднъж")
            payer, _countries = self.taken[photo.pk].pop()
            if not self.taken[photo.pk]:
                del self.taken[photo.pk]
            if payer not in self.over:
                self.left[payer] += 1

    @rule(which=st.integers(0, 1), amount=st.integers(-3, 3).filter(bool))
    def adjust(self, which: int, amount: int) -> None:
        package = self.packages[which % len(self.packages)]
        if package.pk in self.over:
            return
        self.keys += 1
        with transaction.atomic():
            rows = lock_balances(self.member.customer_id, unit="photo")
            balance = next(row for row in rows if row.subscription_id == package.pk)
            try:
                kind, key = LedgerEntry.Kind.ADJUSTMENT, f"adjust:{self.keys}"
                move(balance, kind=kind, amount=amount, reason="Проверка", actor=self.sales, request_key=key)
            except InsufficientBalance:
                assert self.left[package.pk] + amount < 0
            else:
                self.left[package.pk] += amount

    @rule(which=st.integers(0, 1))
    def expire(self, which: int) -> None:
        package = self.packages[which % len(self.packages)]
        if package.pk in self.over:
            return
        with transaction.atomic():
            rows = lock_balances(self.member.customer_id, unit="photo")
            balance = next(row for row in rows if row.subscription_id == package.pk)
            if balance.remaining:
                key = f"expiry:{package.pk}:photo"
                kind = LedgerEntry.Kind.EXPIRY
                move(balance, kind=kind, amount=-balance.remaining, reason="Край", actor=None, request_key=key)
            Subscription.objects.filter(pk=package.pk).update(status=Subscription.Status.EXPIRED)
        self.over.add(package.pk)
        self.left[package.pk] = 0

    @invariant()
    def the_books_agree_with_the_model(self) -> None:
        if not hasattr(self, "left"):
            return
        found = Balance.objects.filter(subscription__in=self.packages).values_list("subscription", "remaining")
        assert dict(found) == self.left
        in_force = Purchase.objects.in_force().filter(customer=self.member.customer)
        held = {pk: licences[-1] for pk, licences in self.taken.items()}
        assert {row.photo_id: (row.subscription_id, len(row.territories)) for row in in_force} == held
        assert list(find_ledger_errors()) == []


@pytest.mark.django_db
def test_no_order_of_acts_makes_the_books_disagree_with_the_model():
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
