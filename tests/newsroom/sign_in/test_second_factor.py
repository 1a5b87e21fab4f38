"""Codes of an app, recovery codes, and what staff need for the admin."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, hotp_value, yield_hotp_counters_from_time
from django.core import mail

from tests.newsroom.sign_in.people import PASSWORD, Browser, is_signed_in, make_person, sign_in

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECURITY = "/bg/account/security/"
AUTHENTICATE = "/bg/account/2fa/authenticate/"
STORIES = "/admin/articles/article/"


def code_of(secret=SECRET, *, steps=0) -> str:
    counter = list(yield_hotp_counters_from_time())[1]
    return f"{hotp_value(secret, counter + steps):06}"


def make_protected(**fields):
    user = make_person(**fields)
    TOTP.activate(user, SECRET)
    return user


def make_staff(**fields):
    return make_person("ivan@newsroom.example", username="ivan", is_staff=True, **fields)


@pytest.fixture
def required(settings):
    settings.REQUIRE_STAFF_MFA = True


def test_app_is_set_up_and_recovery_codes_come_with_it(client):
    user = make_person()
    sign_in(client, user.email)
    secret = client.get("/bg/account/2fa/totp/activate/").context["form"].secret

    done = client.post("/bg/account/2fa/totp/activate/", {"code": code_of(secret)})

    assert done.url == "/bg/account/2fa/recovery-codes/"
    assert len(client.get(done.url).context["unused_codes"]) == 10
    assert "attachment" in client.get("/bg/account/2fa/recovery-codes/download/")["Content-Disposition"]
    assert mail.outbox[-1].to == [user.email]
    page = client.get(SECURITY)
    assert (page.context["codes_left"], page.context["app"].type) == (10, "totp")


def test_password_alone_no_longer_opens_the_account(client):
    user = make_protected()
    assert sign_in(client, user.email).url == AUTHENTICATE
    assert not is_signed_in(client)
    assert client.post(AUTHENTICATE, {"code": "000000"}).status_code == 200
    assert client.post(AUTHENTICATE, {"code": code_of()}).status_code == 302
    assert is_signed_in(client)


def test_code_works_once(client):
    user = make_protected()
    code = code_of()
    again = Browser()
    for each in (client, again):
        sign_in(each, user.email)
        each.post(AUTHENTICATE, {"code": code})
    assert (is_signed_in(client), is_signed_in(again)) == (True, False)


def test_recovery_code_works_once(client):
    user = make_protected()
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    again = Browser()
    for each in (client, again):
        sign_in(each, user.email)
        each.post(AUTHENTICATE, {"code": code})
    assert (is_signed_in(client), is_signed_in(again)) == (True, False)


def test_security_is_changed_only_by_who_proved_who_it_is_lately(client, time_machine):
    sign_in(client, make_person().email)
    assert client.get("/bg/account/2fa/totp/activate/").status_code == 200
    time_machine.move_to(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=301))
    asked = client.get("/bg/account/2fa/totp/activate/")
    assert asked.url.startswith("/bg/account/reauthenticate/")
    assert client.post(asked.url, {"password": PASSWORD}).status_code == 302
    assert client.get("/bg/account/2fa/totp/activate/").status_code == 200


@pytest.mark.django_db(transaction=True)  # That a factor was set up is remembered once it is stored.
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, required):
    sign_in(client, make_staff(is_superuser=True).username)
    for url in ("/admin/", STORIES, f"{STORIES}add/"):
        assert client.get(url).url == SECURITY

    assert "втори фактор" in client.get(SECURITY).text
    secret = client.get("/bg/account/2fa/totp/activate/").context["form"].secret
    client.post("/bg/account/2fa/totp/activate/", {"code": code_of(secret)})
    assert client.get(SECURITY).context["desk_url"] == f"{STORIES}add/"
    assert client.get(STORIES).status_code == 200


def test_staff_with_a_second_factor_must_have_used_it_in_this_session(client, required):
    user = make_staff(is_superuser=True)
    TOTP.activate(user, SECRET)
    client.force_login(user)

    asked = client.get(f"{STORIES}?q=1")

    assert asked.url == "/bg/account/2fa/reauthenticate/?next=%2Fadmin%2Farticles%2Farticle%2F%3Fq%3D1"
    done = client.post(asked.url, {"code": code_of(), "next": f"{STORIES}?q=1"})
    assert done.url == f"{STORIES}?q=1"
    assert client.get(STORIES).status_code == 200


def test_staff_who_signed_in_by_both_are_let_in_and_come_where_they_wanted(client, required):
    user = make_staff(is_superuser=True)
    TOTP.activate(user, SECRET)

    asked = client.get(STORIES, follow=True)
    assert asked.redirect_chain[-1][0] == "/bg/account/login/?next=%2Fadmin%2Farticles%2Farticle%2F"
    client.post("/bg/account/login/", {"login": "ivan", "password": PASSWORD, "next": STORIES})
    assert client.post(AUTHENTICATE, {"code": code_of()}).url == STORIES
    assert client.get(STORIES).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, required):
    user = make_staff()
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/admin/").url == SECURITY


def test_staff_who_give_their_factor_up_are_out_of_the_admin(client, required):
    user = make_staff()
    TOTP.activate(user, SECRET)
    sign_in(client, "ivan")
    client.post(AUTHENTICATE, {"code": code_of()})
    assert client.get("/admin/").status_code == 200
    client.post("/bg/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert client.get("/admin/").url == SECURITY


def test_what_was_sent_without_a_factor_is_not_done(client, required):
    client.force_login(make_staff(is_superuser=True))
    sent = client.post("/admin/media_library/tag/add/", {"name": "Китай"})
    assert sent.url == SECURITY


def test_staff_may_sign_out_without_a_factor(client, required):
    client.force_login(make_staff())
    assert client.post("/admin/logout/").status_code == 200
    assert not is_signed_in(client)


def test_locally_staff_need_no_factor(client):
    sign_in(client, make_staff().username)
    assert client.get("/admin/").status_code == 200


def test_customers_are_refused_the_admin(client, required):
    sign_in(client, make_person().email)
    assert client.get("/admin/", follow=True).status_code == 403


def test_guesses_of_the_code_are_limited(client):
    user = make_protected()
    sign_in(client, user.email)
    for _ in range(5):
        client.post(AUTHENTICATE, {"code": "000000"})
    assert client.post(AUTHENTICATE, {"code": code_of()}).status_code == 200
    assert not is_signed_in(client)


def test_clock_of_the_telephone_may_be_half_a_minute_off(client):
    user = make_protected()
    sign_in(client, user.email)
    assert client.post(AUTHENTICATE, {"code": code_of(steps=-1)}).status_code == 302
