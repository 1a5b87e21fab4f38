"""Who reaches which address of the desk of sales."""

import pytest
from django.test import Client

from newsroom.models import User
from newsroom.roles import PHOTO_EDITORS
from subscriptions.domain.adjusting import ask
from subscriptions.domain.running import approve
from subscriptions.domain.team import invite
from subscriptions.models import LedgerEntry
from tests.articles.admin.desk import found_in, signed_in
from tests.factories.customers import make_member, make_request, make_salesperson
from tests.factories.people import make_chief_editor, make_journalist, make_user
from tests.factories.purchases import buy_photo
from tests.subscriptions.admin.sales_desk import address

pytestmark = pytest.mark.django_db
BOOKS = [
    "balance",
    "ledgerentry",
    "purchase",
    "download",
    "invoice",
    "adjustment",
    "customer",
    "subscription",
    "package",
]
REPORTS = ["sold", "used-by-customer", "used-by-package", "ending", "photos", "photographers", "downloads"]


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "sales": make_salesperson(),
        "superuser": make_user(is_superuser=True),
        "chief": make_chief_editor(),
        "journalist": make_journalist(),
        "photo": make_user(PHOTO_EDITORS),
        "nobody": make_user(),
        "member": make_member(role="owner").user,
        "anonymous": None,
    }


def statuses(people, url, data=None) -> dict[str, int]:
    answers = {}
    for name, person in people.items():
        client = signed_in(person) if person else Client()
        answers[name] = (client.get(url) if data is None else client.post(url, data)).status_code
    return answers


def expect(default: int = 403, **others: int) -> dict[str, int]:
    """Sales and superusers come in; who is no staff is sent to sign in."""
    usual = dict.fromkeys(["chief", "journalist", "photo", "nobody"], default)
    return {"sales": 200, "superuser": 200, **usual, "member": 302, "anonymous": 302} | others


@pytest.fixture
def addresses() -> dict[str, str]:
    """Every address of the desk that is no list, with rows behind it."""
    purchase = buy_photo()
    request = make_request(purchase.customer)
    billed = make_request(purchase.customer)
    approve(billed.pk, by=make_salesperson())
    balance = purchase.subscription.balances.get(unit="photo")
    waiting = ask(
        balance.pk, kind=LedgerEntry.Kind.GRANT, amount=100, reason="r", by=make_salesperson(), request_key="k"
    )
    seated = make_member(purchase.customer, role="owner")
    offered = invite("a@customer.example", role="buyer", by=seated)
    return {
        "customer": address("customer_change", purchase.customer_id),
        "customer add": address("customer_add"),
        "invite": address("customer_invite", purchase.customer_id),
        "send again": address("customer_resend", purchase.customer_id, offered.pk),
        "withdraw": address("customer_revoke", purchase.customer_id, offered.pk),
        "role": address("customer_role", purchase.customer_id, seated.pk),
        "remove": address("customer_remove", purchase.customer_id, seated.pk),
        "note down": address("customer_request", purchase.customer_id),
        "package": address("package_change", billed.package_id),
        "package add": address("package_add"),
        "subscription": address("subscription_change", purchase.subscription_id),
        "approve": address("subscription_act", request.pk, "approve"),
        "cancel": address("subscription_act", request.pk, "cancel"),
        "suspend": address("subscription_act", billed.pk, "suspend"),
        "renew": address("subscription_act", billed.pk, "renew"),
        "purchase": address("purchase_change", purchase.pk),
        "refund": address("purchase_refund", purchase.pk),
        "invoice": address("invoice_change", billed.invoices.get().pk),
        "pdf": address("invoice_pdf", billed.invoices.get().pk, "bg"),
        "credit": address("invoice_credit", billed.invoices.get().pk),
        "ask": address("adjustment_ask", balance.pk),
        "decide": address("adjustment_decide", waiting.pk),
    }


@pytest.mark.parametrize("book", BOOKS)
def test_list_is_for_sales(people, book):
    assert statuses(people, address(f"{book}_changelist")) == expect()


def test_pages_are_for_sales(people, addresses):
    assert {name: statuses(people, url) for name, url in addresses.items()} == dict.fromkeys(addresses, expect())


def test_acts_are_refused_to_others_when_posted(people, addresses):
    told = {
        "reason": "r", "kind": "grant", "amount": "5", "decision": "approve", "email": "a@b.example", "role": "owner",
        "request_key": "9a1c3d6e-0000-4000-8000-000000000000", "seen": "x", "name": "x",
    }  # fmt: skip
    others = {name: person for name, person in people.items() if name not in {"sales", "superuser"}}
    refused = {"chief": 403, "journalist": 403, "photo": 403, "nobody": 403, "member": 302, "anonymous": 302}
    before = LedgerEntry.objects.count()

    for name, url in addresses.items():
        assert (name, statuses(others, url, told)) == (name, refused)
    assert LedgerEntry.objects.count() == before


@pytest.mark.parametrize("report", REPORTS)
def test_reports_are_for_sales_and_chief_editors(people, report):
    allowed = expect(chief=200)

    assert statuses(people, address("subscription_report", report)) == allowed
    assert statuses(people, address("subscription_report_csv", report)) == allowed
    assert statuses(people, address("subscription_reports")) == allowed


@pytest.mark.parametrize(
    "book", ["balance", "ledgerentry", "purchase", "download", "invoice", "adjustment", "subscription"]
)
def test_books_are_neither_added_to_nor_deleted_from(people, addresses, book):
    client = signed_in(people["superuser"])

    assert client.get(f"/admin/subscriptions/{book}/add/").status_code in {403, 404}
    assert client.post(f"/admin/subscriptions/{book}/1/delete/").status_code in {403, 404}
    assert client.post(f"/admin/subscriptions/{book}/1/change/").status_code == 404


@pytest.mark.parametrize("book", BOOKS)
def test_number_that_nobody_has_is_not_found(people, book):
    assert signed_in(people["sales"]).get(f"/admin/subscriptions/{book}/987654321/change/").status_code == 404


def test_act_that_does_not_exist_is_not_found(people, addresses):
    client = signed_in(people["sales"])
    page = addresses["subscription"].removesuffix("change/")

    assert [client.get(f"{page}act/{act}/").status_code for act in ("expire", "request", "fly")] == [404] * 3
    assert client.get(address("subscription_report", "nothing")).status_code == 404


def test_menu_leads_sales_through_their_desk_and_chief_editors_to_the_reports(people):
    def menu(name, path, nav):
        client = signed_in(people[name])
        client.cookies["django_language"] = "en"
        return [
            link.text_content().strip() for link in found_in(client.get(path), f"//nav[contains(@class,'{nav}')]//a")
        ]

    customers = address("customer_changelist")
    assert menu("sales", "/admin/", "desk-menu") == ["Photos", "Customers", "Sections"]
    assert menu("sales", customers, "desk-submenu") == [
        "Customers", "Subscriptions", "Packages", "Adjustments", "Balances", "Ledger entries", "Purchases", "Downloads",
        "Invoices", "Reports",
    ]  # fmt: skip
    assert "Sales reports" in menu("chief", "/admin/", "desk-menu")
    assert set(menu("journalist", "/admin/", "desk-menu")) == {"Stories", "Photos", "Authors", "Sections", "Tags"}
