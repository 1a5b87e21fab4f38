"""Sales change the team of a customer: invite, send again, withdraw, give a role, remove; each is confirmed first."""

import pytest
from django.core import mail

from newsroom.shared.database_clock import database_now
from subscriptions.domain.team import invite
from subscriptions.models import Invitation, Member, TeamAct
from tests.articles.admin.desk import problems_in, signed_in
from tests.factories.customers import make_customer, make_member, make_salesperson
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


@pytest.fixture
def owner():
    return make_member(make_customer("Утро", seats=3), role="owner", email="vera@utro.example", first_name="Вера")


def of_team(name, row):
    return address(f"customer_{name}", row.customer_id, row.pk)


def page_of_team(client, customer):
    return words_in(client.get(address("customer_change", customer.pk)), "//section[@aria-labelledby='sales-team']")


def test_first_owner_is_invited_in_the_language_of_the_customer(client, sales, django_capture_on_commit_callbacks):
    customer = make_customer(language="bg")
    with django_capture_on_commit_callbacks(execute=True):
        confirm(client, address("customer_invite", customer.pk), email="Boss@Paper.example")

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.invited_by) == ("boss@paper.example", "owner", sales)
    assert mail.outbox[0].to == ["boss@paper.example"]
    assert f"/bg/account/invitations/{invitation.token}/" in mail.outbox[0].body
    told = page_of_team(client, customer)
    assert "1 of 10 seats taken" in told
    assert "invited boss@paper.example owner" in told


def test_nobody_is_invited_beyond_the_seats(client):
    customer = make_customer(seats=1)
    make_member(customer)

    page = client.post(address("customer_invite", customer.pk), {"email": "a@paper.example", "role": "owner"})

    assert "The contract allows 1 members" in problems_in(page)[0]
    assert not Invitation.objects.exists()


def test_invitation_that_has_run_out_is_sent_again(client, owner, django_capture_on_commit_callbacks):
    invitation = invite("petar@utro.example", role="viewer", by=owner)
    Invitation.objects.update(expires_at=database_now())
    told = page_of_team(client, owner.customer)
    assert "1 of 3 seats taken" in told
    assert "invited, run out petar@utro.example viewer" in told

    with django_capture_on_commit_callbacks(execute=True):
        page = confirm(client, of_team("resend", invitation))

    assert messages_in(page) == ["The invitation is on its way to petar@utro.example."]
    assert invitation.token in mail.outbox[0].body
    assert Invitation.objects.pending().get() == invitation
    assert "went out a moment ago" in problems_in(client.post(of_team("resend", invitation)))[0]


def test_invitation_is_withdrawn_and_its_page_is_gone(client, owner):
    invitation = invite("petar@utro.example", role="viewer", by=owner)

    page = confirm(client, of_team("revoke", invitation))

    assert messages_in(page) == ["The invitation of petar@utro.example is withdrawn."]
    assert not Invitation.objects.open().exists()
    assert client.get(of_team("revoke", invitation)).status_code == 404


def test_role_is_changed_but_not_of_the_only_owner(client, owner):
    assert "needs an owner" in problems_in(client.post(of_team("role", owner), {"role": "buyer"}))[0]
    colleague = make_member(owner.customer, role="viewer", first_name="Петър", last_name="Илиев")
    assert "The role is now “viewer”." in words_in(client.get(of_team("role", colleague)))

    page = confirm(client, of_team("role", colleague), role="owner")

    assert messages_in(page) == ["Петър Илиев: the role is now “owner”."]
    colleague.refresh_from_db()
    assert colleague.role == "owner"


def test_member_is_removed_with_a_reason_that_the_page_keeps(client, sales, owner):
    colleague = make_member(owner.customer, first_name="Петър", last_name="Илиев")
    url = of_team("remove", colleague)
    assert "In the team as “buyer” since" in words_in(client.get(url))
    assert problems_in(client.post(url, {"reason": " "})) == ["Reason: This field is required."]

    page = confirm(client, url, reason="Напусна вестника")

    assert messages_in(page) == ["Петър Илиев is no longer in the team."]
    assert Member.objects.active().get() == owner
    assert TeamAct.objects.get().actor == sales
    told = page_of_team(client, owner.customer)
    assert f"Removed: Петър Илиев (buyer) {sales}: Напусна вестника" in told
    assert client.get(url).status_code == 404


def test_only_owner_stays(client, owner):
    assert "needs an owner" in problems_in(client.post(of_team("remove", owner), {"reason": "r"}))[0]
    assert Member.objects.active().get() == owner


def test_people_of_one_customer_are_not_found_under_another(client, owner):
    other, invitation = make_customer(), invite("petar@utro.example", role="viewer", by=owner)

    addresses = [
        *(address(f"customer_{name}", other.pk, owner.pk) for name in ("role", "remove")),
        *(address(f"customer_{name}", other.pk, invitation.pk) for name in ("resend", "revoke")),
    ]

    assert [client.get(url).status_code for url in addresses] == [404] * 4
