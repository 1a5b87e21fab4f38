"""Guessing is limited for the account and the address together, and shuts out nobody but the one who guesses."""

import datetime as dt

import pytest

from tests.newsroom.sign_in.people import PASSWORD, Browser, is_signed_in, make_person, sign_in

pytestmark = pytest.mark.django_db

ATTACKER, OWNER = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.4"}


def guess(times, login="vera@utro.example", **address):
    return [sign_in(Browser(), login, f"guess number {number}", **address).status_code for number in range(times)]


def test_sixth_guess_from_one_address_is_answered_429_even_with_the_right_password():
    make_person()
    assert guess(6, **ATTACKER) == [200] * 5 + [429]
    assert sign_in(Browser(), "vera@utro.example", PASSWORD, **ATTACKER).status_code == 429


def test_attacker_shuts_out_himself_and_not_the_owner():
    make_person()
    assert guess(8, **ATTACKER)[-1] == 429
    owner = Browser()
    assert sign_in(owner, "vera@utro.example", **OWNER).status_code == 302
    assert is_signed_in(owner)


def test_attackers_from_many_addresses_do_not_shut_out_the_owner():
    make_person()
    for number in range(12):
        guess(5, REMOTE_ADDR=f"203.0.113.{number}")
    assert sign_in(Browser(), "vera@utro.example", **OWNER).status_code == 302


def test_colleagues_behind_one_address_are_not_shut_out_with_the_one_who_guesses():
    make_person()
    make_person("petar@utro.example")
    guess(8, **OWNER)
    assert sign_in(Browser(), "petar@utro.example", **OWNER).status_code == 302


def test_address_that_tries_one_account_after_another_is_shut_out():
    make_person()
    codes = [guess(1, f"victim{number}@utro.example", **ATTACKER)[0] for number in range(51)]
    assert codes == [200] * 50 + [429]
    assert sign_in(Browser(), "vera@utro.example", **OWNER).status_code == 302


def test_addresses_of_one_ipv6_network_count_as_one():
    make_person()
    codes = [guess(1, REMOTE_ADDR=f"2001:db8:1:2::{number}")[0] for number in range(1, 7)]
    assert codes == [200] * 5 + [429]


def test_it_works_again_when_the_page_said(time_machine):
    make_person()
    time_machine.move_to(dt.datetime(2026, 3, 2, 12, 4, tzinfo=dt.UTC), tick=False)
    guess(5, **ATTACKER)
    refused = sign_in(Browser(), "vera@utro.example", **ATTACKER)
    assert "14:14" in refused.text  # in Sofia
    assert refused["Retry-After"] == "600"
    time_machine.move_to(dt.datetime(2026, 3, 2, 12, 14, 1, tzinfo=dt.UTC), tick=False)
    assert sign_in(Browser(), "vera@utro.example", **ATTACKER).status_code == 302


@pytest.mark.parametrize(("language", "heading"), [("bg", "Твърде много опити"), ("en", "Too many attempts")])
def test_page_says_what_to_do_in_the_language_of_the_address(language, heading):
    make_person()
    guess(5, **ATTACKER)
    page = sign_in(Browser(), "vera@utro.example", url=f"/{language}/account/login/", **ATTACKER)
    assert page.status_code == 429
    assert heading in page.text
    assert f'href="/{language}/account/password/reset/"' in page.text


def test_right_password_does_not_wash_guesses_away():
    make_person()
    guess(4, **ATTACKER)
    assert sign_in(Browser(), "vera@utro.example", **ATTACKER).status_code == 302
    assert guess(2, **ATTACKER) == [200, 429]


@pytest.mark.parametrize(("behind_proxy", "last"), [(True, 200), (False, 429)])
def test_header_of_a_proxy_tells_the_address_only_where_there_is_one(settings, behind_proxy, last):
    settings.BEHIND_PROXY = behind_proxy
    make_person()
    codes = [guess(1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")[0] for number in range(6)]
    assert codes == [200] * 5 + [last]


def test_forged_hops_before_that_of_our_own_proxy_are_not_believed(settings):
    settings.BEHIND_PROXY = True
    make_person()
    codes = [guess(1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 203.0.113.7")[0] for number in range(6)]
    assert codes == [200] * 5 + [429]


def test_limits_of_sign_up_answer_in_the_design(client):
    codes = [client.post("/bg/account/signup/", {}).status_code for _ in range(21)]
    assert codes == [200] * 20 + [429]
