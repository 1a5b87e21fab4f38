"""The desk of sales: a request approved, units granted, four eyes, a refund, a credit note, reports."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from subscriptions.domain.running import approve, request_package
from subscriptions.models import Adjustment, Balance, Download, Invoice, Member, Purchase, Subscription
from tests.browser.accessibility import find_violations
from tests.browser.signing_in import bring_session
from tests.factories.customers import make_customer, make_member, make_package, make_salesperson
from tests.factories.purchases import buy_photo, take_sold_photo
from tests.media_library.conftest import photo_storages

__all__ = ["photo_storages"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("photo_storages")]


@pytest.fixture
def owner() -> Member:
    return make_member(make_customer("Вестник „Утро“"), role="owner", first_name="Вера", last_name="Колева")


@pytest.fixture
def running(owner) -> Subscription:
    package = make_package(name_bg="Всекидневник", photos=10, stories=5, price_cents=10_000)
    return approve(request_package(package, member=owner).pk, by=make_salesperson())


def desk_of(page: Page, path: str) -> None:
    """Open a page of the desk as a person of sales who has not been here before."""
    page.context.clear_cookies()
    page.goto("/admin/login/")
    bring_session(page, make_salesperson())
    page.goto(f"/admin/{path}")


def customer_page(owner: Member) -> str:
    return f"subscriptions/customer/{owner.customer_id}/change/"


def confirm(page: Page, button: str) -> None:
    """Read the confirmation, which must be in order for everyone, and press its button."""
    expect(page.get_by_role("heading", name="Какво ще стане")).to_be_visible()
    assert not find_violations(page)
    page.locator(".sales-confirmation").get_by_role("button", name=button).click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key until the link or button of this name has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("name => document.activeElement.textContent.trim().startsWith(name)", name):
            return
    pytest.fail(f"“{name}” is not reached with the Tab key")


def test_request_is_approved_and_the_customer_has_balance_and_invoice(page: Page, owner: Member) -> None:
    make_package(name_bg="Всекидневник", photos=10, stories=5, price_cents=10_000)
    page.goto("/bg/")
    bring_session(page, owner.user)
    page.goto("/bg/account/packages/")
    page.get_by_role("button", name="Заяви този пакет").click()
    expect(page.get_by_text("заявен", exact=True)).to_be_visible()

    desk_of(page, "")
    page.locator(".desk-trays").get_by_role("link", name=re.compile("Вестник „Утро“")).click()
    page.get_by_role("link", name="Одобряване").first.click()
    expect(page.locator(".sales-will")).to_contain_text("снимки: 10")
    confirm(page, "Одобряване")

    page.goto(f"/admin/{customer_page(owner)}")
    expect(page.locator(".sales-balances strong")).to_have_text(["10", "5"])
    expect(page.locator("[aria-labelledby=sales-invoices]")).to_contain_text(Invoice.objects.get().number)
    assert Invoice.objects.get().total_cents == 12_000


def test_units_are_granted_with_a_reason_by_keyboard_alone(page: Page, owner: Member, running: Subscription) -> None:
    desk_of(page, customer_page(owner))
    tab_to(page, "Предоставяне или корекция")
    page.keyboard.press("Enter")
    page.wait_for_url("**/adjustment/ask/**")
    page.locator("#id_amount").focus()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("Бонус по договор")
    tab_to(page, "Промяна на баланса")
    page.keyboard.press("Enter")

    expect(page.locator(".messagelist .success")).to_contain_text("Балансът е променен")
    photos = Balance.objects.get(unit="photo")
    assert (photos.remaining, photos.entries.order_by("number").last().reason) == (13, "Бонус по договор")


def test_large_adjustment_is_carried_out_by_a_second_person(page: Page, owner: Member, running: Subscription) -> None:
    desk_of(page, customer_page(owner))
    page.get_by_role("link", name="Предоставяне или корекция").first.click()
    page.locator("input[name=kind][value=adjustment]").check()
    page.fill("#id_amount", "40")
    page.fill("#id_reason", "Грешка при продажбата")
    confirm(page, "Промяна на баланса")
    assert Balance.objects.get(unit="photo").remaining == 10
    page.goto(f"/admin/{customer_page(owner)}")
    page.get_by_role("link", name="Реши").click()
    expect(page.get_by_role("button", name="Оттегли")).to_be_visible()
    expect(page.get_by_role("button", name="Одобряване")).to_have_count(0)
    assert Adjustment.objects.get().state == "waiting"

    desk_of(page, customer_page(owner))
    page.get_by_role("link", name="Реши").click()
    confirm(page, "Одобряване")
    assert Balance.objects.get(unit="photo").remaining == 50


def test_refund_ends_the_licence_and_further_downloads(
    page: Page, owner: Member, running: Subscription, tmp_path
) -> None:
    purchase = buy_photo(take_sold_photo(tmp_path / "bridge.jpg"), member=owner)
    desk_of(page, customer_page(owner))
    page.locator("[aria-labelledby=sales-purchases]").get_by_role("link", name=purchase.number).click()
    assert not find_violations(page)
    page.get_by_role("link", name="Възстановяване").click()
    page.fill("#id_reason", "Грешна снимка")
    confirm(page, "Възстановяване")
    expect(page.locator(".story-state .badge")).to_have_text("възстановена")
    assert Balance.objects.get(unit="photo").remaining == 10

    page.context.clear_cookies()
    page.goto("/bg/")
    bring_session(page, owner.user)
    page.goto(f"/bg/account/downloads/prepare/?purchase={purchase.number}")
    expect(page.locator("main")).to_contain_text("Покупката е възстановена и лицензът по нея е прекратен.")
    expect(page.get_by_role("radio")).to_have_count(0)
    assert not Download.objects.exists()


def test_credit_note_takes_a_part_of_an_invoice_back(page: Page, owner: Member, running: Subscription) -> None:
    desk_of(page, customer_page(owner))
    page.locator("[aria-labelledby=sales-invoices] tbody a").first.click()
    assert not find_violations(page)
    page.get_by_role("link", name="Кредитно известие").click()
    page.fill("#id_net_cents", "40,50")
    page.fill("#id_reason", "Отстъпка")
    confirm(page, "Издаване на кредитното известие")
    assert running.invoices.get(credits__isnull=True).credit_notes.get().net_cents == 4_050


def test_report_is_read_as_a_table_and_taken_as_csv(page: Page, owner: Member, running: Subscription) -> None:
    buy_photo(member=owner)
    desk_of(page, "subscriptions/subscription/reports/used-by-customer/")
    expect(page.locator(".sales-report tbody tr").first).to_contain_text("Вестник „Утро“")
    assert not find_violations(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("CSV")).click()
    table = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert [row for row in table if "Вестник „Утро“" in row]
    assert Purchase.objects.count() == 1
