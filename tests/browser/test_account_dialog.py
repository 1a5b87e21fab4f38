"""What taking would mean, the «yes» and its answer, in a dialog over the public page that it was asked for on."""

import re

import pytest
from playwright.sync_api import Page, expect

from media_library.models import Photo
from subscriptions.models import Balance, Confirmation, Member, Purchase
from tests.articles.photos import make_usable_photo, put
from tests.browser.signing_in import sign_in
from tests.factories.customers import make_customer, make_member, make_sold_photo, make_subscription
from tests.factories.purchases import buy_photo
from tests.factories.stories import make_draft, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyer(page: Page) -> Member:
    customer = make_customer("Вестник „Утро“")
    make_subscription(customer, photos=10, name_bg="Снимки 10")
    buyer = make_member(customer)
    page.goto("/bg/")
    sign_in(page, buyer)
    return buyer


@pytest.fixture
def photo(photo_files) -> Photo:
    return make_usable_photo(
        headline="Мост", presets=("thumb", "preview", "web-640", "web-1280", "web-1920"), with_files=True
    )


def left(member: Member) -> int:
    return Balance.objects.get(subscription__customer=member.customer, unit="photo").remaining


def test_photo_is_taken_without_leaving_its_page(page, buyer, photo):
    page.goto(photo.get_absolute_url())
    page.locator(".photo-offer .button").click()
    dialog = page.get_by_role("dialog", name="Вземане на снимки от баланса")
    expect(dialog).to_contain_text("Сега не се плаща нищо.")
    expect(dialog.locator("tfoot tr").last).to_contain_text("9")
    expect(dialog.locator("h1")).to_be_focused()
    assert left(buyer) == 10

    dialog.get_by_role("button", name="Потвърждение").click()
    taken = page.get_by_role("dialog", name="Взета е 1 снимка")
    expect(taken).to_be_visible()
    number = Purchase.objects.get().number
    expect(taken).to_contain_text(number)
    assert left(buyer) == 9
    # The page behind knows of it at once, and the focus goes to what stands where the button was.
    expect(page.locator(".photo-offer")).to_contain_text(number)
    page.keyboard.press("Escape")
    expect(taken).to_have_count(0)
    expect(page.locator(".photo-offer .button")).to_be_focused()
    assert page.url.endswith(photo.get_absolute_url())


def test_dialog_that_is_closed_takes_nothing_and_gives_the_focus_back(page, buyer, photo):
    page.goto(photo.get_absolute_url())
    opener, dialog = page.locator(".photo-offer .button"), page.get_by_role("dialog")
    for press in (
        lambda: page.keyboard.press("Escape"),
        lambda: dialog.get_by_role("button", name="Затваряне").click(),
        lambda: dialog.get_by_role("link", name="Не сега").click(),
    ):
        opener.click()
        expect(dialog).to_be_visible()
        press()
        expect(dialog).to_have_count(0)
        expect(opener).to_be_focused()
    assert not Confirmation.objects.exists()


def test_what_has_changed_meanwhile_is_shown_inside(page, buyer, photo, complaints):
    page.goto(photo.get_absolute_url())
    page.locator(".photo-offer .button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("tfoot tr").last).to_contain_text("9")
    buy_photo(make_sold_photo(headline="Влак"), member=make_member(buyer.customer))

    dialog.get_by_role("button", name="Потвърждение").click()
    expect(dialog.get_by_role("alert").last).to_contain_text("Нищо не е взето.")
    expect(dialog.locator("tfoot tr").last).to_contain_text("8")
    assert left(buyer) == 9
    dialog.get_by_role("button", name="Потвърждение").click()
    expect(page.get_by_role("dialog", name="Взета е 1 снимка")).to_be_visible()
    assert left(buyer) == 8
    assert ["409" in complaint for complaint in complaints] == [True]
    complaints.clear()


def test_download_under_a_story_shows_first_what_must_be_taken(page, buyer, photo):
    article = make_draft()
    put(article, photo, "supplement")
    publish(article)
    page.goto(article.public.get_absolute_url())
    page.locator(".photo-tick input").check()
    expect(page.locator(".account-bar")).to_be_visible()
    page.locator(".supplement-acts .button-quiet").click()

    dialog = page.get_by_role("dialog", name="Вземане на снимки от баланса")
    dialog.get_by_label("Реклама").check()
    dialog.get_by_role("button", name="Показване за тази употреба").click()
    expect(dialog.get_by_label("Реклама")).to_be_checked()
    expect(dialog).to_contain_text("Мост")


def test_who_was_signed_out_meanwhile_is_asked_to_sign_in(page, buyer, photo):
    page.goto(photo.get_absolute_url())
    page.locator(".photo-offer .button").click()
    confirm = page.get_by_role("dialog").get_by_role("button", name="Потвърждение")
    expect(confirm).to_be_visible()
    page.context.clear_cookies(name="sessionid")

    confirm.click()
    expect(page).to_have_url(re.compile(rf"/bg/account/login/\?next=/bg/account/take/%3Fphoto%3D{photo.pk}$"))
