"""Signing up, in and out; forgotten passwords; changed addresses."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from newsroom.models import User
from tests.newsroom.sign_in.people import LOGIN, PASSWORD, Browser, is_signed_in, link_in, make_person, sign_in

pytestmark = pytest.mark.django_db

SIGN_UP = "/bg/account/signup/"
VERA = {"first_name": "Вера", "last_name": "Колева", "email": "Vera@Utro.example", "password1": PASSWORD}


def sign_up(client, url=SIGN_UP, **changes):
    return client.post(url, VERA | changes)


def test_person_signs_up_opens_the_link_and_signs_in(client):
    sent = sign_up(client)
    assert (sent.status_code, sent.url) == (302, "/bg/account/confirm-email/")
    assert not is_signed_in(client)

    page = client.get(link_in(mail.outbox[0], "confirm-email"))
    assert "vera@utro.example" in page.text
    client.post(page.request["PATH_INFO"])
    assert EmailAddress.objects.get().verified

    assert sign_in(client, "vera@utro.example").status_code == 302
    assert is_signed_in(client)
    assert str(User.objects.get()) == "Вера Колева"


def test_opening_the_link_alone_confirms_nothing(client):
    """Scanners of mail open links before people do."""
    sign_up(client)
    client.get(link_in(mail.outbox[0], "confirm-email"))
    assert not EmailAddress.objects.get().verified


def test_unverified_person_is_sent_a_new_link_instead_of_being_let_in(client):
    make_person(is_verified=False)
    assert sign_in(client, "vera@utro.example").url == "/bg/account/confirm-email/"
    assert not is_signed_in(client)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["bg", "en"])
def test_mail_is_plain_text_in_the_language_of_the_page(client, settings, language):
    sign_up(client, url=f"/{language}/account/signup/")
    message = mail.outbox[0]
    assert message.subject.endswith(settings.AGENCY_NAME[language])
    assert f"/{language}/account/confirm-email/" in message.body
    assert message.alternatives == []
    assert "&" not in message.body
    assert bool(re.search("[А-я]", message.body)) is (language == "bg")


def test_sign_up_tells_nobody_who_has_an_account(client):
    make_person("taken@utro.example")
    answers = [sign_up(Browser(), email=email) for email in ("taken@utro.example", "free@utro.example")]

    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].url == answers[1].url
    assert User.objects.count() == 2
    told = {message.to[0]: message.body for message in mail.outbox}
    assert "/password/reset/" in told["taken@utro.example"]
    assert "/confirm-email/" in told["free@utro.example"]


def test_forgotten_password_tells_nobody_who_has_an_account(client):
    make_person("taken@utro.example")
    answers = [
        client.post("/bg/account/password/reset/", {"email": email}) for email in ("taken@utro.example", "no@utro.bg")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/bg/account/password/reset/done/")}
    assert [message.to for message in mail.outbox] == [["taken@utro.example"], ["no@utro.bg"]]


def test_forgotten_password_is_replaced_once(client):
    make_person()
    client.post("/bg/account/password/reset/", {"email": "vera@utro.example"})
    link = link_in(mail.outbox[0], "password/reset/key")

    form = client.get(link, follow=True)
    done = client.post(form.request["PATH_INFO"], {"password1": "a sentence of my own"})

    assert done.url == "/bg/account/password/reset/key/done/"
    assert sign_in(Browser(), "vera@utro.example").status_code == 200
    assert sign_in(client, "vera@utro.example", "a sentence of my own").status_code == 302
    assert words_of(Browser().get(link, follow=True)) == "Нова парола"
    assert 'name="password1"' not in Browser().get(link, follow=True).text


def words_of(response):
    return re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.text, re.DOTALL)[1]


def test_changed_password_ends_the_sessions_elsewhere(client):
    user = make_person()
    elsewhere = Browser()
    for each in (client, elsewhere):
        sign_in(each, user.email)

    changed = client.post(
        "/bg/account/password/change/", {"oldpassword": PASSWORD, "password1": "a sentence of my own"}
    )

    assert changed.url == "/bg/account/security/"
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert mail.outbox[-1].to == [user.email]


def test_changed_address_holds_once_its_link_was_opened(client):
    user = make_person()
    sign_in(client, user.email)

    client.post("/bg/account/email/", {"action_add": "1", "email": "new@utro.example"})
    user.refresh_from_db()
    assert user.email == "vera@utro.example"
    client.post(link_in(mail.outbox[-1], "confirm-email"))

    user.refresh_from_db()
    assert user.email == "new@utro.example"
    assert sign_in(Browser(), "new@utro.example").status_code == 302
    assert sign_in(Browser(), "vera@utro.example").status_code == 200


def test_signing_out_takes_a_form_and_leads_to_the_front_page(client):
    sign_in(client, make_person().email)
    assert client.get("/en/account/logout/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/en/account/logout/").url == "/en/"
    assert not is_signed_in(client)


def test_next_is_kept_and_foreign_addresses_are_not(client):
    user = make_person()
    here = client.post(f"{LOGIN}?next=/bg/account/email/", {"login": user.email, "password": PASSWORD})
    assert here.url == "/bg/account/email/"
    foreign = Browser().post(f"{LOGIN}?next=https://evil.example/", {"login": user.email, "password": PASSWORD})
    assert foreign.url.startswith("/bg/account/")


def test_closed_account_is_told_so(client):
    make_person(is_active=False)
    assert sign_in(client, "vera@utro.example").url == "/bg/account/inactive/"


def test_staff_sign_in_by_user_name_without_a_verified_address(client):
    make_person(username="ivan", is_staff=True, is_verified=False)
    assert sign_in(client, "ivan").url == "/admin/"


def test_mail_server_that_fails_breaks_no_sign_up(client, settings, caplog):
    settings.EMAIL_BACKEND = "tests.newsroom.sign_in.people.NoServer"
    assert sign_up(client).status_code == 302
    assert User.objects.count() == 1
    assert "the server is away" in caplog.text


PAGES = [
    "login", "signup", "logout", "inactive", "reauthenticate", "email", "confirm-email", "confirm-email/nonsense",
    "password/change", "password/reset", "password/reset/done", "password/reset/key/done",
    "password/reset/key/1-nonsense", "security", "2fa/totp/activate", "2fa/webauthn/add", "organisation",
]  # fmt: skip


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_private_in_the_design_and_without_inline_code(client, language, page):
    url = f"/{language}/account/{page}/"
    with_session = Browser()
    sign_in(with_session, make_person().email)
    for each in (client, with_session):
        response = each.get(url)
        if response.status_code != 200:
            continue
        assert response.text.count("<h1") == 1
        assert f'<html lang="{language}">' in response.text
        assert "css/account.css" in response.text
        assert not re.search(r"<script(?![^>]*(src=|application/json))|<style| style=| on[a-z]+=\"", response.text)
        assert re.search("no-store|private", response.headers.get("Cache-Control", "")), url
    assert {each.get(url).status_code for each in (client, with_session)} & {200}
