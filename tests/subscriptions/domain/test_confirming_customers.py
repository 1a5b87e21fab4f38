"""Of several organisations that give one registration number, sales confirm one."""

import pytest
from django.db import IntegrityError, transaction

from newsroom.shared.database_clock import database_now
from subscriptions.domain.confirming_customers import NumberChanged, NumberContested, confirm_customer
from subscriptions.domain.running import approve
from subscriptions.domain.subscription_acts import NotPermitted
from subscriptions.forms.contracts import CustomerForm
from subscriptions.models import Balance, Customer
from tests.at_once import all_at_once
from tests.factories.customers import make_customer, make_request, make_salesperson
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
NUMBER = "831901762"


@pytest.fixture
def sales():
    return make_salesperson()


def _two() -> tuple[Customer, Customer]:
    """Somebody who came first, and the one whose number it is."""
    return make_customer("Измамник", registration_number=NUMBER), make_customer("Утро", registration_number=NUMBER)


def test_approval_confirms_whom_nobody_contests(sales):
    customer = make_customer(registration_number=NUMBER)

    approve(make_request(customer).pk, by=sales)

    customer.refresh_from_db()
    assert (customer.is_confirmed, customer.confirmed_by) == (True, sales)


def test_nothing_is_approved_while_two_give_one_number(sales):
    first, second = _two()

    for customer, other in ((first, second), (second, first)):
        with pytest.raises(NumberContested, match=other.name):
            approve(make_request(customer).pk, by=sales)

    assert not Customer.objects.filter(confirmed_at__isnull=False).exists()
    assert not Balance.objects.exists()


def test_sales_decide_and_the_other_stays_out(sales):
    first, second = _two()

    assert confirm_customer(second.pk, by=sales, seen=NUMBER).confirmed_by == sales
    assert confirm_customer(second.pk, by=make_salesperson(), seen="").confirmed_by == sales
    approve(make_request(second).pk, by=sales)

    with pytest.raises(NumberContested, match="Утро"):
        confirm_customer(first.pk, by=sales, seen=NUMBER)
    with pytest.raises(NumberContested, match="Утро"):
        approve(make_request(first).pk, by=sales)


def test_number_that_was_changed_since_it_was_shown_is_not_confirmed(sales):
    customer = make_customer(registration_number=NUMBER)

    with pytest.raises(NumberChanged):
        confirm_customer(customer.pk, by=sales, seen="203456789")


def test_only_sales_confirm():
    with pytest.raises(NotPermitted):
        confirm_customer(make_customer().pk, by=make_user(), seen="")


def test_same_number_in_another_country_is_another_organisation(sales):
    confirm_customer(make_customer(registration_number=NUMBER).pk, by=sales, seen=NUMBER)
    other = make_customer(registration_number=NUMBER, country="RO")

    assert confirm_customer(other.pk, by=sales, seen=NUMBER).is_confirmed


def test_database_holds_one_confirmed_customer_a_number(sales):
    first, second = _two()
    confirm_customer(first.pk, by=sales, seen=NUMBER)

    with pytest.raises(IntegrityError, match="customer_registered_once"), transaction.atomic():
        Customer.objects.filter(pk=second.pk).update(confirmed_at=database_now())


def test_sales_add_no_second_customer_with_a_confirmed_number(sales):
    confirm_customer(make_customer("Утро", registration_number=NUMBER).pk, by=sales, seen=NUMBER)
    told = {"name": "Утро 2", "registration_number": NUMBER, "country": "BG", "territories": "BG", "language": "bg"}

    form = CustomerForm(told | {"seats": "3"})

    assert "registration_number" in form.errors


@pytest.mark.django_db(transaction=True)
def test_two_sales_who_confirm_two_at_once_confirm_one():
    sales = make_salesperson()
    for _round in range(5):
        Customer.objects.update(registration_number="")
        acts = [lambda pk=customer.pk: confirm_customer(pk, by=sales, seen=NUMBER) for customer in _two()]

        assert all_at_once(acts, refusals=(NumberContested,)) == {"Customer": 1, "NumberContested": 1}
        assert Customer.objects.filter(registration_number=NUMBER, confirmed_at__isnull=False).count() == 1
