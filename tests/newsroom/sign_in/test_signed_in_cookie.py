"""The mark that scripts of public pages may read: it comes and goes with the session."""

import pytest

from tests.newsroom.sign_in.people import PASSWORD, Browser, make_person, sign_in

pytestmark = pytest.mark.django_db


def test_mark_comes_with_the_session_and_holds_no_secret(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    mark = sign_in(client, make_person().email).cookies["signed_in"]
    assert (mark.value, mark["samesite"], mark["httponly"], mark["secure"], mark["path"]) == ("1", "Lax", "", True, "/")
    assert mark["max-age"] == ""  # until the browser is closed, as the session


def test_mark_stays_as_long_as_the_session_that_was_asked_to_stay(client, settings):
    answer = client.post("/bg/account/login/", {"login": make_person().email, "password": PASSWORD, "remember": "on"})
    assert answer.cookies["signed_in"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert answer.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize("way_out", ["/bg/account/logout/", "/admin/logout/"])
def test_mark_goes_with_signing_out(client, way_out):
    sign_in(client, make_person(is_staff=True).email)
    assert client.post(way_out).cookies["signed_in"]["max-age"] == 0


def test_mark_goes_when_the_session_is_gone(client):
    user = make_person()
    sign_in(client, user.email)
    user.set_password("changed elsewhere")
    user.save()
    assert client.get("/bg/account/login/").cookies["signed_in"]["max-age"] == 0


def test_mark_is_given_again_to_a_session_that_has_lost_it(client):
    sign_in(client, make_person().email)
    del client.cookies["signed_in"]
    assert client.get("/bg/account/security/").cookies["signed_in"].value == "1"


def test_visitors_get_none_and_public_pages_set_none(client):
    assert "signed_in" not in Browser().get("/bg/account/login/").cookies
    client.force_login(make_person())
    assert not client.get("/bg/").cookies
