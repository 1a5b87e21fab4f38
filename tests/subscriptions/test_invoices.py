"""The room of invoices: whose they are, and who may see them."""

import io

import pytest
from django.utils.html import escape
from pypdf import PdfReader

from subscriptions.domain.invoicing import issue_credit_note, issue_invoice
from tests.factories.customers import make_customer, make_member, make_salesperson, make_subscription
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
LIST = "/bg/account/invoices/"


def page_for(client, member):
    client.force_login(member.user)
    return client.get(LIST)


def test_list_shows_the_documents_of_the_customer_alone_and_what_was_taken_back(client):
    member, other = make_member(role="owner"), make_member(role="owner")
    invoice = issue_invoice(make_subscription(member.customer, name_bg="Голям", price_cents=10_000), by=make_user())
    issue_invoice(make_subscription(other.customer, name_bg="Чужд"), by=make_user())
    note = issue_credit_note(invoice.pk, by=make_salesperson(), reason="Договорът е прекратен", net_cents=1_000)
    response = page_for(client, member)
    text = response.content.decode()
    for words in (invoice.number, note.number, "Голям", "Договорът е прекратен", "120,00\u00a0€", "−12,00\u00a0€"):
        assert escape(words) in text, words
    assert "Чужд" not in text
    assert response["Cache-Control"] == "private, no-store"


def test_list_is_read_with_the_same_queries_however_long(client, django_assert_num_queries):
    counts = []
    for number in (1, 3):
        member = make_member(role="owner")
        for _each in range(number):
            issue_invoice(make_subscription(member.customer), by=make_user())
        client.force_login(member.user)
        with django_assert_num_queries(5) as captured:
            client.get(LIST)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_long_list_has_pages_and_no_others(client):
    member = make_member(role="owner")
    for _each in range(21):
        issue_invoice(make_subscription(member.customer), by=make_user())
    assert "?page=2" in page_for(client, member).content.decode()
    assert client.get(f"{LIST}?page=2").status_code == 200
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_empty_room_says_what_will_be_here(client):
    assert "Фактурите за вашите пакети" in page_for(client, make_member(role="owner")).content.decode()


@pytest.mark.parametrize(("language", "title"), [("bg", "Фактура № 0000000001"), ("en", "Invoice No. 0000000001")])
def test_document_is_in_the_language_of_the_address(client, language, title):
    member = make_member(role="owner")
    invoice = issue_invoice(make_subscription(member.customer), by=make_user())
    client.force_login(member.user)
    response = client.get(f"/{language}/account/invoices/{invoice.number}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="invoice-0000000001.pdf"'
    assert PdfReader(io.BytesIO(response.content)).metadata.title == title


@pytest.mark.parametrize(
    ("role", "own", "foreign"), [("owner", 200, 404), ("buyer", 403, 403), ("viewer", 403, 403), (None, 302, 302)]
)
def test_owners_get_their_own_documents_alone(client, role, own, foreign):
    customer, other = make_customer(), make_customer()
    mine, theirs = (issue_invoice(make_subscription(each), by=make_user()) for each in (customer, other))
    client.force_login(make_member(customer, role=role).user if role else make_user())
    assert client.get(LIST).status_code == own
    assert client.get(f"{LIST}{mine.number}.pdf").status_code == own
    assert client.get(f"{LIST}{theirs.number}.pdf").status_code == foreign
    assert client.get(f"{LIST}9999999999.pdf").status_code == foreign


def test_nobody_who_is_not_signed_in_sees_anything(client):
    invoice = issue_invoice(make_subscription(), by=make_user())
    for address in (LIST, f"{LIST}{invoice.number}.pdf"):
        response = client.get(address)
        assert response.status_code == 302
        assert "next=" in response["Location"]


def test_who_is_no_owner_is_not_shown_the_way_to_the_invoices(client):
    customer = make_customer()
    for role, is_shown in (("owner", True), ("buyer", False), ("viewer", False)):
        client.force_login(make_member(customer, role=role).user)
        assert (f'href="{LIST}"' in client.get("/bg/account/organisation/").content.decode()) == is_shown
