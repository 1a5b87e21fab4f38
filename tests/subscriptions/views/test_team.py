"""The rooms of organisation, team and invitations: who may, and what they do."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import translation

from newsroom.shared.database_clock import database_now
from subscriptions.domain import team
from subscriptions.forms.organisation import OrganisationForm
from subscriptions.models import Customer, Invitation, Member
from subscriptions.views import organisation
from tests.factories.customers import make_customer, make_member
from tests.newsroom.sign_in.people import Browser, make_person

pytestmark = pytest.mark.django_db

NEW = {
    "name": "Вестник „Утро“", "registration_number": "831901762", "vat_number": "", "address": "София, ул. Раковски 1",
    "country": "BG", "language": "bg", "contact_name": "Вера Колева", "contact_email": "vera@utro.example",
    "contact_phone": "",
}  # fmt: skip


def at(name, *args, language="bg"):
    with translation.override(language):
        return reverse(f"subscriptions:{name}", args=args)


def browser_of(user):
    browser = Browser()
    browser.force_login(user)
    return browser


@pytest.fixture
def owner():
    return make_member(make_customer("Утро", seats=5), role="owner", email="vera@utro.example")


@pytest.fixture
def invitation(owner):
    return team.invite("petar@utro.example", role="buyer", by=owner)


def words_in(response):
    return re.findall(r'class="message [^>]*>([^<]*)<', response.text)


# Status by role: owner, buyer, viewer of the customer; stranger is a member of another, nobody acts for none.
ROLES = ("owner", "buyer", "viewer", "stranger", "nobody", "anonymous")
LEAVE_OR_LAND = 302
MATRIX = {
    ("get", "organisation"): (200, 200, 200, 200, 200, 302),
    ("get", "organisation-register"): (302, 302, 302, 302, 200, 302),
    ("post", "organisation-register"): (302, 302, 302, 302, 200, 302),
    ("get", "organisation-change"): (200, 403, 403, 403, 302, 302),
    ("post", "organisation-change"): (200, 403, 403, 403, 302, 302),
    ("get", "team"): (200, 200, 200, 200, 302, 302),
    ("post", "team"): (200, 403, 403, 403, 302, 302),
    ("get", "team-leave"): (200, 200, 200, 200, 302, 302),
    ("post", "team-leave"): (302, 302, 302, 302, 302, 302),
    ("get", "team-role"): (405, 405, 405, 405, 405, 405),
    ("post", "team-role"): (302, 403, 403, 403, 302, 302),
    ("get", "team-remove"): (200, 403, 403, 403, 302, 302),
    ("post", "team-remove"): (302, 403, 403, 403, 302, 302),
    ("get", "team-resend"): (405, 405, 405, 405, 405, 405),
    ("post", "team-resend"): (302, 403, 403, 403, 302, 302),
    ("get", "team-revoke"): (405, 405, 405, 405, 405, 405),
    ("post", "team-revoke"): (302, 403, 403, 403, 302, 302),
    ("get", "invitation"): (200, 200, 200, 200, 200, 200),
    ("post", "invitation"): (302, 302, 302, 302, 302, 302),
}
OF_MEMBER, OF_INVITATION = {"team-role", "team-remove"}, {"team-resend", "team-revoke"}


def arguments(name, colleague, invitation):
    if name in OF_MEMBER:
        return [colleague.pk]
    if name in OF_INVITATION:
        return [invitation.pk]
    return [invitation.token] if name == "invitation" else []


@pytest.mark.parametrize(("method", "name"), MATRIX)
def test_every_address_answers_each_role_as_it_should(owner, invitation, method, name):
    colleague = make_member(owner.customer, role="owner")
    people = {
        "owner": owner.user,
        "buyer": make_member(owner.customer, role="buyer").user,
        "viewer": make_member(owner.customer, role="viewer").user,
        "stranger": make_member(role="buyer").user,
        "nobody": make_person("nobody@utro.example"),
    }
    url = at(name, *arguments(name, colleague, invitation))
    found = []
    for role in reversed(ROLES):  # The owner, who may change something, comes last.
        client = browser_of(people[role]) if role in people else Browser()
        found.append(getattr(client, method)(url).status_code)
    assert dict(zip(ROLES, reversed(found), strict=True)) == dict(zip(ROLES, MATRIX[method, name], strict=True))


@pytest.mark.parametrize("name", sorted(OF_MEMBER | OF_INVITATION))
def test_what_is_anothers_is_404_for_an_owner_too(owner, name):
    stranger = make_member(role="owner")
    theirs = team.invite("x@other.example", role="buyer", by=stranger)
    client = browser_of(owner.user)
    assert client.post(at(name, *arguments(name, stranger, theirs)), {"role": "viewer"}).status_code == 404
    assert client.post(at(name, 999_999)).status_code == 404
    assert Member.objects.get(pk=stranger.pk).role == "owner"
    assert team.find_invitation(theirs.token) is not None


def test_person_registers_an_organisation_and_owns_it():
    client = browser_of(make_person())
    assert client.get(at("team")).url == at("organisation")
    done = client.post(at("organisation-register"), NEW, follow=True)
    assert "Вестник „Утро“" in done.text
    customer = Customer.objects.get()
    assert (customer.territories, customer.seats, customer.members.get().role) == (["BG"], 3, "owner")
    assert client.get(at("team")).status_code == 200


def test_number_that_another_has_registered_bars_nobody_and_tells_nothing(owner):
    """Anyone may give any number: whoever comes first must not shut out the one whose number it is."""
    Customer.objects.update(registration_number=NEW["registration_number"], confirmed_at=database_now())
    page = browser_of(make_person("x@utro.example")).post(at("organisation-register"), NEW, follow=True)
    second = Customer.objects.exclude(pk=owner.customer_id).get()
    assert (second.registration_number, second.is_confirmed) == (NEW["registration_number"], False)
    assert "Утро" not in page.text.replace(NEW["name"], "")


def test_organisation_that_changes_its_number_is_confirmed_no_longer(owner):
    confirmed = {"registration_number": "111111111", "confirmed_at": database_now(), "confirmed_by": owner.user}
    Customer.objects.update(**confirmed)
    client = browser_of(owner.user)
    client.post(at("organisation-change"), NEW | {"registration_number": "111111111"})
    assert Customer.objects.get().is_confirmed
    client.post(at("organisation-change"), NEW)
    customer = Customer.objects.get()
    assert (customer.registration_number, customer.is_confirmed) == (NEW["registration_number"], False)


def test_owner_changes_the_organisation_but_not_what_the_contract_says(owner):
    client = browser_of(owner.user)
    client.post(at("organisation-change"), NEW | {"name": "Утро АД", "seats": "50", "territories": "BG,DE"})
    owner.customer.refresh_from_db()
    assert (owner.customer.name, owner.customer.seats, owner.customer.territories) == ("Утро АД", 5, ["BG"])


@pytest.mark.parametrize("language", ["bg", "en"])
def test_invitation_goes_out_in_the_language_of_the_customer(owner, language):
    Customer.objects.update(language=language)
    browser_of(owner.user).post(at("team"), {"email": "petar@utro.example", "role": "viewer"})
    message = mail.outbox[0]
    assert message.to == ["petar@utro.example"]
    assert f"http://testserver{at('invitation', Invitation.objects.get().token)}" in message.body
    assert bool(re.search("[А-я]", message.body.replace("Утро", "").replace(str(owner), ""))) is (language == "bg")


def test_refusals_are_told_in_the_form(owner, invitation):
    client = browser_of(owner.user)
    again = client.post(at("team", language="en"), {"email": "petar@utro.example", "role": "buyer"})
    assert "has been invited already" in again.text
    Customer.objects.update(seats=2)
    full = client.post(at("team", language="en"), {"email": "maria@utro.example", "role": "buyer"})
    assert "The contract allows 2 members" in full.text
    assert mail.outbox == []


def test_invited_person_signs_in_and_accepts(invitation, owner):
    make_person("petar@utro.example")
    client, url = Browser(), at("invitation", invitation.token)
    page = client.get(url)
    assert f"/bg/account/login/?next=%2Fbg%2Faccount%2Finvitations%2F{invitation.token}%2F" in page.text
    signed_in = client.post("/bg/account/login/", {"login": "petar@utro.example", "password": "correct horse battery"})
    assert signed_in.url == url
    client.post(url)
    assert owner.customer.members.get(user__email="petar@utro.example").role == "buyer"


def test_another_who_has_the_link_is_told_whose_it_is_and_what_to_do(invitation, owner):
    client, url = browser_of(make_person("petar@other.example")), at("invitation", invitation.token, language="en")
    page = client.get(url).text
    assert "The invitation is for petar@utro.example, and you are signed in as petar@other.example." in page
    assert "Accept</button>" not in page
    assert client.post(url).url == url
    assert owner.customer.members.count() == 1


def test_new_person_comes_back_to_the_invitation_after_the_link_in_the_mail(invitation):
    client = Browser()
    client.get(at("invitation", invitation.token))
    client.post("/bg/account/signup/", {"first_name": "Петър", "last_name": "Илиев", "email": "petar@utro.example",
                                        "password1": "correct horse battery"})  # fmt: skip
    link = re.search(r"http://testserver(/\S*confirm-email\S*)", mail.outbox[-1].body)[1]
    client.post(link)
    signed_in = client.post("/bg/account/login/", {"login": "petar@utro.example", "password": "correct horse battery"})
    assert signed_in.url == at("invitation", invitation.token)


def test_invitation_waits_on_the_page_of_who_acts_for_nobody(invitation):
    page = browser_of(make_person("petar@utro.example")).get(at("organisation"))
    assert at("invitation", invitation.token) in page.text
    other = browser_of(make_person("maria@utro.example")).get(at("organisation"))
    assert at("invitation", invitation.token) not in other.text


def test_invitation_that_is_over_says_so(invitation):
    Invitation.objects.update(expires_at=database_now())
    assert Browser().get(at("invitation", invitation.token)).status_code == 410
    assert Browser().get(at("invitation", "nonsense")).status_code == 410


def test_unverified_person_is_told_why_the_invitation_is_not_theirs_yet(invitation):
    user = make_person("petar@utro.example")
    EmailAddress.objects.update(verified=False)
    client = browser_of(user)
    page = client.post(at("invitation", invitation.token, language="en"), follow=True)
    assert "Only an account whose confirmed address is the invited one can accept it." in page.text
    assert not Member.objects.of(user).exists()


def test_removed_member_is_out_on_the_next_request(owner):
    colleague = make_member(owner.customer)
    theirs = browser_of(colleague.user)
    assert theirs.get(at("team")).status_code == 200
    browser_of(owner.user).post(at("team-remove", colleague.pk))
    assert theirs.get(at("team")).url == at("organisation")


def test_last_owner_is_told_to_name_another_first(owner):
    page = browser_of(owner.user).post(at("team-leave", language="en"), follow=True)
    assert words_in(page) == ["The organisation needs an owner. Make somebody else an owner first."]
    assert Member.objects.of(owner.user).exists()


def test_owner_makes_a_colleague_owner(owner):
    colleague = make_member(owner.customer, role="viewer")
    client = browser_of(owner.user)
    client.post(at("team-role", colleague.pk), {"role": "owner"})
    colleague.refresh_from_db()
    assert colleague.role == "owner"
    assert client.post(at("team-role", colleague.pk), {"role": "emperor"}).status_code == 302
    colleague.refresh_from_db()
    assert colleague.role == "owner"


@pytest.mark.parametrize("colleagues", [1, 3])
def test_team_costs_the_same_for_one_colleague_as_for_three(owner, colleagues, django_assert_num_queries):
    for _ in range(colleagues):
        make_member(owner.customer)
    client = browser_of(owner.user)
    with django_assert_num_queries(8):
        client.get(at("team"))


def test_owner_who_changes_an_address_leaves_the_contract_alone(owner, monkeypatch):
    """Sales write other seats and territories while the owner's form is on its way."""

    class OvertakenForm(OrganisationForm):
        def is_valid(self):
            Customer.objects.update(seats=2, territories=["RO"])
            return super().is_valid()

    monkeypatch.setattr(organisation, "OrganisationForm", OvertakenForm)
    assert browser_of(owner.user).post(at("organisation-change"), NEW).status_code == 302

    customer = Customer.objects.get()
    assert (customer.name, customer.seats, customer.territories) == ("Вестник „Утро“", 2, ["RO"])


def test_seats_are_not_offered_over_and_over_to_people_who_never_asked(owner):
    """An account costs nothing, and a letter bears the agency's name."""
    for number in range(15):  # Three times as many as there are seats.
        invitation = team.invite(f"stranger{number}@example.org", role="viewer", by=owner)
        team.revoke_invitation(invitation.pk, by=owner)
    with pytest.raises(team.TooSoon):
        team.invite("stranger@example.org", role="viewer", by=owner)
    Invitation.objects.update(created_at=database_now() - dt.timedelta(days=1))
    team.invite("stranger@example.org", role="viewer", by=owner)
