"""Who may enter a room of the account."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from subscriptions.models import Member
from subscriptions.views.access import member_required
from tests.factories.customers import make_customer, make_member
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db

ORGANISATION = "/bg/account/organisation/"


def show_room(request) -> HttpResponse:
    return HttpResponse(str(request.member.customer))


def enter(user, view=member_required) -> HttpResponse:
    request = RequestFactory().get("/bg/account/room/?page=2")
    request.user = user
    return view(show_room)(request)


def test_member_enters_and_nothing_of_it_is_stored_on_the_way():
    response = enter(make_member(make_customer("Вестник „Утро“")).user)

    assert response.text == "Вестник „Утро“"
    assert response["Cache-Control"] == "private, no-store"


def test_visitor_is_asked_to_sign_in_and_comes_back(client):
    response = client.get(ORGANISATION)

    assert response.status_code == 302
    assert response.url.endswith(f"?next={ORGANISATION}")
    assert response["Cache-Control"] == "private, no-store"


def test_person_without_a_customer_is_led_to_where_one_is_found():
    response = enter(make_user(is_staff=False))

    assert (response.status_code, response["Location"]) == (302, ORGANISATION)


@pytest.mark.parametrize("field", ["removed_at", "is_active"])
def test_whoever_was_removed_is_out_on_the_next_request(field):
    member = make_member()
    assert enter(member.user).status_code == 200
    if field == "removed_at":
        Member.objects.update(removed_at=member.joined_at)
    else:
        member.user.is_active = False
        member.user.save()
    assert enter(member.user).status_code == 302


def test_wrong_role_is_refused_and_told_whom_to_ask():
    view = member_required(roles={"owner"})

    owner = make_member(role="owner", first_name="Вера", last_name="Колева")
    assert enter(owner.user, view).status_code == 200
    for role in ("buyer", "viewer"):
        refused = enter(make_member(owner.customer, role=role).user, view)
        assert (refused.status_code, "Вера Колева" in refused.text) == (403, True)
        assert refused["Cache-Control"] == "private, no-store"


def test_room_is_in_the_language_of_its_address_and_leads_to_itself_in_the_other(client):
    client.force_login(make_member().user)

    page = client.get("/en/account/organisation/").text

    assert '<html lang="en">' in page
    assert f'href="{ORGANISATION}"' in page
    assert 'aria-current="page">Organisation' in page
