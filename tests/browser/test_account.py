"""An account from its first day: signing up, a team, a passkey, an app; and no complaint on the console."""

import re

from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect

from media_library.models import Section
from newsroom.models import User
from subscriptions.models import Member
from tests.browser.test_desk import PASSWORD
from tests.factories.people import make_user
from tests.newsroom.sign_in.test_second_factor import code_of

SECURITY = "/bg/account/security/"


def link_in_mail_to(address: str, part: str) -> str:
    """The link with `part` in it of the last mail to this address."""
    message = next(message for message in reversed(mail.outbox) if message.to == [address])
    return re.search(rf"https?://\S*{part}\S*", message.body)[0]


def sign_up(page: Page, *, first_name: str, last_name: str, email: str) -> None:
    page.fill("#id_first_name", first_name)
    page.fill("#id_last_name", last_name)
    page.fill("#id_email", email)
    page.fill("#id_password1", PASSWORD)
    page.click("main .form [type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Проверете пощата си")
    page.goto(link_in_mail_to(email, "confirm-email"))
    page.click("main .form [type=submit]")


def sign_in(page: Page, login: str) -> None:
    page.fill("#id_login", login)
    page.fill("#id_password", PASSWORD)
    page.click("main .form [type=submit]")


def add_authenticator(page: Page) -> None:
    """Give the browser a device that keeps passkeys, and a finger that is always recognised."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_organisation_is_registered_and_a_colleague_joins(page: Page, context: BrowserContext) -> None:
    Section.objects.get_or_create(slug="world", defaults={"name_bg": "Свят", "name_en": "World"})
    page.goto("/bg/account/login/")
    page.get_by_role("link", name="Създаване на профил").click()
    sign_up(page, first_name="Вера", last_name="Колева", email="vera@utro.example")
    sign_in(page, "vera@utro.example")
    page.get_by_role("link", name="Регистриране на организация").click()
    page.fill("#id_name", "Вестник „Утро“")
    page.fill("#id_registration_number", "831901762")
    page.fill("#id_address", "София, ул. Раковски 1")
    page.click("main .form [type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Вестник „Утро“")

    page.get_by_role("navigation", name="Профил").get_by_role("link", name="Екип").click()
    page.fill("#id_email", "petar@utro.example")
    page.click("main .form [type=submit]")
    expect(page.locator(".message")).to_have_text("Поканата пътува към petar@utro.example.")

    invitation = link_in_mail_to("petar@utro.example", "invitations")
    page.get_by_role("button", name="Изход").click()
    expect(page).to_have_url(re.compile(r"/bg/$"))
    assert [cookie["name"] for cookie in context.cookies() if cookie["name"] == "signed_in"] == []
    page.goto(invitation)
    page.get_by_role("main").get_by_role("link", name="Създаване на профил").click()
    expect(page.locator("#id_email")).to_have_value("petar@utro.example")
    sign_up(page, first_name="Петър", last_name="Илиев", email="petar@utro.example")
    sign_in(page, "petar@utro.example")
    page.get_by_role("button", name="Приемане").click()
    expect(page.locator(".message")).to_have_text("Добре дошли. Вече представлявате Вестник „Утро“.")
    assert list(Member.objects.values_list("user__first_name", "role")) == [("Вера", "owner"), ("Петър", "buyer")]


def test_passkey_is_added_and_signs_in_alone(page: Page) -> None:
    add_authenticator(page)
    person = make_user(username="vera", email="vera@newsroom.example")
    page.goto(f"/bg/account/login/?next={SECURITY}")
    sign_in(page, person.username)
    page.get_by_role("link", name="Добавяне на ключ за достъп").click()
    page.fill("#id_name", "Служебен лаптоп")
    page.get_by_role("button", name="Създаване на ключа").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Резервни кодове")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    page.get_by_role("link", name="Към сигурността").click()
    expect(page.locator("tbody th")).to_have_text("Служебен лаптоп")

    page.get_by_role("button", name="Изход").click()
    page.goto(f"/bg/account/login/?next={SECURITY}")
    page.get_by_role("button", name="Вход с ключ за достъп").click()
    expect(page).to_have_url(re.compile(SECURITY))

    # And as a second step behind the password.
    page.get_by_role("button", name="Изход").click()
    page.goto(f"/bg/account/login/?next={SECURITY}")
    sign_in(page, person.username)
    page.get_by_role("button", name="С ключ за достъп или за сигурност").click()
    expect(page).to_have_url(re.compile(SECURITY))


def test_browser_without_the_passkey_is_told_what_to_do(page: Page) -> None:
    add_authenticator(page)
    page.goto("/bg/account/login/")
    page.get_by_role("button", name="Вход с ключ за достъп").click()
    expect(page.locator("form[data-passkey] [role=alert]")).to_contain_text("изберете друг начин")
    expect(page.get_by_role("button", name="Вход с ключ за достъп")).to_be_enabled()


def test_staff_set_up_an_app_before_they_come_to_the_desk(page: Page, settings) -> None:
    settings.REQUIRE_STAFF_MFA = True
    person = make_user(is_superuser=True)
    page.goto("/admin/articles/article/")
    sign_in(page, person.username)
    expect(page.locator(".message")).to_contain_text("нужен втори фактор")
    page.get_by_role("link", name="Включване на приложение").click()
    page.get_by_text("Картинката не се разчита?").click()
    page.fill("#id_code", code_of(page.locator(".code").inner_text()))
    page.get_by_role("button", name="Включване").click()
    page.get_by_role("link", name="Към сигурността").click()
    page.get_by_role("link", name="Към редакцията").click()
    expect(page).to_have_url(re.compile("/admin/articles/article/$"))
    assert User.objects.get().authenticator_set.count() == 2


def test_without_scripts_one_signs_in_and_is_offered_no_passkey(page_without_scripts: Page) -> None:
    page = page_without_scripts
    person = make_user(is_staff=True)
    page.goto(f"/bg/account/login/?next={SECURITY}")
    expect(page.get_by_role("button", name="Вход с ключ за достъп")).to_be_hidden()
    sign_in(page, person.username)
    page.get_by_role("link", name="Добавяне на ключ за достъп").click()
    expect(page.get_by_text("изискват JavaScript")).to_be_visible()
