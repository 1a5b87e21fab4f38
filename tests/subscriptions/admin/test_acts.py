"""What sales do in the admin: each act says what it will do, is confirmed, and is done once."""

import pytest

from newsroom.shared.database_clock import database_now
from subscriptions.domain.adjusting import ask
from subscriptions.domain.running import approve
from subscriptions.models import Adjustment, LedgerEntry, Package, Subscription
from tests.articles.admin.desk import page_of, problems_in, signed_in
from tests.factories.customers import (
    make_customer,
    make_member,
    make_package,
    make_request,
    make_salesperson,
    make_subscription,
)
from tests.factories.purchases import buy_photo
from tests.factories.stories import make_section
from tests.subscriptions.admin.sales_desk import address, confirm, messages_in, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def sales():
    return make_salesperson()


@pytest.fixture
def client(sales):
    client = signed_in(sales)
    client.cookies["django_language"] = "en"
    return client


def act(subscription, name):
    return address("subscription_act", subscription.pk, name)


def test_request_is_approved_as_the_page_said(client, sales):
    request = make_request(photos=10, stories=5, price_cents=12_345, length_days=30)
    told = words_in(client.get(act(request, "approve")))

    assert "photos: 10, stories: 5" in told
    assert "€123.45 and €24.69 VAT, €148.14 in all" in told

    page = confirm(client, act(request, "approve"))

    request.refresh_from_db()
    assert (request.status, request.approved_by) == ("active", sales)
    assert request.invoices.get().total_cents == 14_814
    assert "The balance is granted and the invoice issued." in messages_in(page)[0]
    assert sorted(LedgerEntry.objects.values_list("amount", flat=True)) == [5, 10]


def test_second_approval_is_told_that_it_is_done(client):
    request = make_request()
    form_was_open = act(request, "approve")
    confirm(client, form_was_open)

    page = client.post(form_was_open, follow=True)

    assert "the subscription is “active”" in messages_in(page)[0]
    assert LedgerEntry.objects.count() == 2


def test_suspension_needs_a_reason_and_is_lifted(client):
    running = make_subscription()
    assert problems_in(client.post(act(running, "suspend"), {"reason": " "})) == ["Reason: This field is required."]

    confirm(client, act(running, "suspend"), reason="Не е платено")
    running.refresh_from_db()
    assert (running.status, running.status_reason) == ("suspended", "Не е платено")

    confirm(client, act(running, "resume"))
    running.refresh_from_db()
    assert running.status == "active"


def test_cancellation_writes_off_what_is_left(client):
    running = make_subscription(photos=7, stories=0)
    assert "what is left is written off: photos: 7" in words_in(client.get(act(running, "cancel")))

    confirm(client, act(running, "cancel"), reason="Прекратен договор")

    running.refresh_from_db()
    assert (running.status, running.balances.get().remaining) == ("cancelled", 0)


def test_renewal_has_the_terms_of_today_and_begins_where_the_other_ends(client):
    running = make_subscription(photos=7, stories=0)
    Package.objects.filter(pk=running.package_id).update(photos=9)
    told = words_in(client.get(act(running, "renew")))
    assert "The package's terms have changed" in told
    assert "photos: 9" in told

    confirm(client, act(running, "renew"))

    renewal = running.renewals.get()
    assert (renewal.photos, renewal.status, renewal.starts_at) == (9, "active", running.ends_at)
    assert "Renew" not in words_in(client.get(address("subscription_change", running.pk)), "//*[@class='act-bar']")


def test_package_that_changes_while_the_renewal_is_confirmed_is_not_sold(client):
    running = make_subscription()
    url = act(running, "renew")
    told = {"seen": client.get(url).context["form"].initial["seen"]}
    Package.objects.filter(pk=running.package_id).update(price_cents=1)

    assert problems_in(client.post(url, told)) == [
        "The package has changed in the meantime. Look at its terms once more."
    ]
    assert not running.renewals.exists()


def test_request_is_noted_down_for_a_customer(client, sales):
    customer, package = make_customer(), make_package()

    confirm(client, address("customer_request", customer.pk), package=package.pk, note="По договор 12")

    noted = Subscription.objects.get(customer=customer)
    assert (noted.status, noted.requested_by, noted.request_note) == ("requested", sales, "По договор 12")


def test_small_grant_is_carried_out_and_a_large_one_decided_by_a_colleague(client, sales):
    balance = make_subscription(photos=10, stories=0).balances.get()
    url = address("adjustment_ask", balance.pk)

    assert "The balance is moved" in messages_in(confirm(client, url, kind="grant", amount="5", reason="Бонус"))[0]
    page = confirm(client, url, kind="adjustment", amount="30", reason="Грешка")
    assert "it waits for a colleague" in messages_in(page)[0]
    waiting = Adjustment.objects.get(state="waiting")
    decide = address("adjustment_decide", waiting.pk)
    assert "You asked for this yourself" in words_in(client.get(decide))
    assert "Somebody else must decide" in problems_in(client.post(decide, {"decision": "approve"}))[0]

    colleague = signed_in(make_salesperson())
    colleague.cookies["django_language"] = "en"
    told = words_in(colleague.get(decide))
    assert "adjustment of +30, photos" in told
    assert "Left now: 15; after it: 45." in told
    assert messages_in(confirm(colleague, decide, decision="approve")) == ["Approved: the balance is moved."]
    balance.refresh_from_db()
    assert (balance.remaining, balance.granted) == (45, 15)


def test_form_sent_twice_moves_the_balance_once(client):
    balance = make_subscription(photos=10, stories=0).balances.get()
    told = {"kind": "grant", "amount": "5", "reason": "r", "request_key": "9a1c3d6e-0000-4000-8000-000000000000"}

    for _time in range(2):
        client.post(address("adjustment_ask", balance.pk), told)

    balance.refresh_from_db()
    assert balance.remaining == 15


def test_refusal_of_what_was_asked_leaves_the_balance(client):
    balance = make_subscription(photos=10, stories=0).balances.get()
    waiting = ask(
        balance.pk, kind=LedgerEntry.Kind.GRANT, amount=40, reason="r", by=make_salesperson(), request_key="k"
    )

    confirm(client, address("adjustment_decide", waiting.pk), decision="refuse")

    balance.refresh_from_db()
    waiting.refresh_from_db()
    assert (balance.remaining, waiting.state) == (10, "refused")


def test_purchase_is_refunded_with_a_reason(client, sales):
    purchase = buy_photo()
    url = address("purchase_refund", purchase.pk)
    assert "The licence ends now." in words_in(client.get(url))

    page = confirm(client, url, reason="Грешна снимка")

    purchase.refresh_from_db()
    assert (purchase.refunded_by, purchase.is_in_force(at=database_now())) == (sales, False)
    assert LedgerEntry.objects.get(kind="refund").reason == "Грешна снимка"
    assert "refunded" in words_in(page)
    assert "already" in messages_in(client.get(url, follow=True))[0]


def test_credit_note_takes_back_a_part_and_then_the_rest(client, sales):
    request = make_request(price_cents=10_000)
    approve(request.pk, by=sales)
    invoice = request.invoices.get()
    url = address("invoice_credit", invoice.pk)
    assert "€100.00 and €20.00 VAT" in words_in(client.get(url))

    page = client.post(url, {"net_cents": "100,01", "reason": "r", "seen_left": "10000"})
    assert "between 0.01 and 100.00 euros" in problems_in(page)[0]
    confirm(client, url, net_cents="40,50", reason="Отстъпка")
    confirm(client, url, reason="Прекратен договор")

    assert list(invoice.credit_notes.order_by("number").values_list("net_cents", "vat_cents")) == [
        (4_050, 810), (5_950, 1_190),
    ]  # fmt: skip
    assert "Nothing is left" in messages_in(client.get(url, follow=True))[0]


def test_credit_note_that_is_sent_twice_is_issued_once(client, sales):
    request = make_request(price_cents=10_000)
    approve(request.pk, by=sales)
    invoice = request.invoices.get()
    url = address("invoice_credit", invoice.pk)
    form = {"net_cents": "10", "reason": "Отстъпка", "seen_left": client.get(url).context["form"]["seen_left"].value()}

    assert client.post(url, form).status_code == 302
    assert "has been issued since this page was opened" in problems_in(client.post(url, form))[0]
    assert invoice.credit_notes.get().net_cents == 1_000


def test_package_is_made_with_a_price_in_euros_and_sections_by_name(client):
    world = make_section("world")
    told = {
        "name_bg": "Пакет", "name_en": "Package", "slug": "package", "sections": [world.pk], "photos": "10",
        "stories": "0", "sizes": ["download-web"], "territories": "bg, RO", "length_days": "30",
        "events": "Бал, в Русе\n", "price_cents": "1 250,50", "vat_rate": "20", "is_offered": "on", "position": "0",
    }  # fmt: skip

    page = client.post(address("package_add"), told)

    assert page.status_code == 302, problems_in(page)
    package = Package.objects.get()
    assert (package.price_cents, package.vat_rate, package.sections) == (125_050, 2_000, [world.pk])
    assert (package.territories, package.events, package.suppliers) == (["BG", "RO"], ["Бал, в Русе"], [])


@pytest.mark.parametrize("price", ["1,250", "-5", "1.2.3", "abc", "٣", "99999999999"])
def test_price_that_can_be_read_two_ways_or_none_is_refused(client, price):
    package = make_package()
    told = {"name_bg": "П", "name_en": "P", "slug": "p", "photos": "1", "stories": "0", "sizes": ["download-web"],
            "length_days": "1", "price_cents": price, "vat_rate": "20", "position": "0"}  # fmt: skip

    page = client.post(address("package_change", package.pk), told)

    assert problems_in(page) == ["Price in euros: Write a number like 1250 or 1250.50."]


def test_changed_package_changes_nothing_that_was_sold(client):
    sold = make_subscription(photos=10, stories=0, price_cents=10_000)
    page = address("package_change", sold.package_id)
    assert "1 time. A change here holds for what is sold from now on" in words_in(client.get(page))

    confirm(client, page, price_cents="5", photos="3", _save="1")

    sold.refresh_from_db()
    sold.package.refresh_from_db()
    assert (sold.price_cents, sold.photos, sold.package.price_cents, sold.package.photos) == (10_000, 10, 500, 3)


def test_customer_is_changed_from_the_side_of_its_page(client, sales):
    customer = make_customer()

    confirm(client, address("customer_change", customer.pk), name="Ново име", territories="BG, RO", _save="1")

    customer.refresh_from_db()
    assert (customer.name, customer.territories) == ("Ново име", ["BG", "RO"])


def test_page_of_a_customer_tells_everything(client):
    purchase = buy_photo()
    customer = purchase.customer
    make_request(customer, name_en="Wanted package")

    told = words_in(client.get(address("customer_change", customer.pk)))

    assert "Wanted package requested" in told
    assert "999 photos left of 1000" in told
    assert f"{purchase.number}" in told
    assert "2 of 10 seats taken" in told
    assert str(purchase.buyer) in told


@pytest.mark.parametrize("packages", [1, 3])
def test_page_of_a_customer_asks_the_same_however_much_there_is(client, django_assert_max_num_queries, packages):
    customer = make_customer()
    for _number in range(packages):
        make_subscription(customer)
        make_member(customer)

    with django_assert_max_num_queries(28):
        client.get(address("customer_change", customer.pk))


def test_list_of_customers_counts_for_all_lines_at_once(client, django_assert_max_num_queries):
    waiting, running = make_customer("Чакащ"), make_customer("Действащ")
    make_request(waiting)
    make_subscription(running, photos=4, stories=6)

    with django_assert_max_num_queries(16):
        page = client.get(address("customer_changelist"))

    lines = [
        [cell.text_content() for cell in row] for row in page_of(page).xpath("//table[@id='result_list']/tbody/tr")
    ]
    assert lines == [
        ["Действащ", "BG", "-", "1", "4", "6", "0 / 10"],
        ["Чакащ", "BG", "-", "request", "–", "–", "1 / 10"],
    ]
    assert "Действащ" not in words_in(client.get(address("customer_changelist") + "?standing=waits"), "//tbody")


def test_front_of_the_admin_shows_what_waits_for_sales(client):
    request = make_request(name_en="Wanted package")
    balance = make_subscription(photos=10, stories=0).balances.get()
    ask(balance.pk, kind=LedgerEntry.Kind.GRANT, amount=40, reason="r", by=make_salesperson(), request_key="k")

    told = words_in(client.get("/admin/"), "//*[@class='desk-trays']")

    assert f"Requests for packages {request.customer}: Wanted package" in told
    assert f"Adjustments to decide on {balance.subscription.customer}: +40" in told
