"""A buyer comes upon a story for subscribers, sees what it takes, confirms, and reads on: with scripts and without."""

import pytest
from playwright.sync_api import Page, expect

from subscriptions.models import Balance, Download, Member
from tests.browser.signing_in import sign_in
from tests.factories.bought_stories import make_locked_story
from tests.factories.customers import make_customer, make_member, make_subscription

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyer() -> Member:
    customer = make_customer("Вестник „Утро“")
    make_subscription(customer, stories=3, name_bg="Новини 3")
    return make_member(customer, first_name="Мария", last_name="Стоянова")


def left(member: Member) -> int:
    return Balance.objects.get(subscription__customer=member.customer, unit="story").remaining


def confirm_and_read(page: Page, buyer: Member) -> None:
    """From the page that shows what the story takes, to its full text and a file of it."""
    expect(page.get_by_role("heading", name="Потвърждение")).to_be_visible()
    expect(page.locator(".story-quote tfoot")).to_contain_text("2")
    assert left(buyer) == 3
    page.get_by_role("button", name="Потвърждение: вземане на 1 новина").click()
    expect(page.locator(".story-text")).to_have_text("Пълният текст.")
    assert left(buyer) == 2
    with page.expect_download() as download:
        page.get_by_role("link", name="ninjs").click()
    assert download.value.suggested_filename.endswith("-v1.json")
    assert Download.objects.get().format == "ninjs"


def test_box_of_the_public_page_leads_to_the_full_text(page, buyer):
    story = make_locked_story()
    page.goto("/bg/")
    sign_in(page, buyer)
    page.goto(story.get_absolute_url())
    box = page.locator(".subscribers-box")
    expect(box).to_contain_text("„Новини 3“: 3 преди, 2 след това")

    box.get_by_role("link").click()
    expect(page.get_by_role("dialog", name="Потвърждение")).to_be_visible()
    assert page.url.endswith(story.get_absolute_url())
    confirm_and_read(page, buyer)
    expect(page.locator(".message-success")).to_be_visible()

    page.goto(story.get_absolute_url())
    expect(box).to_contain_text("Имате пълния текст на тази новина")
    box.get_by_role("link").click()
    expect(page.locator(".story-text")).to_have_text("Пълният текст.")


def test_links_and_forms_alone_lead_to_the_full_text(page_without_scripts, buyer):
    page, story = page_without_scripts, make_locked_story()
    page.goto("/bg/")
    sign_in(page, buyer)
    page.goto(story.get_absolute_url())

    page.get_by_role("link", name="Прочетете пълния текст").click()
    confirm_and_read(page, buyer)


def test_visitor_is_led_from_the_box_to_what_a_subscription_is(page):
    page.goto(make_locked_story().get_absolute_url())

    page.get_by_role("link", name="Прочетете пълния текст").click()
    expect(page.get_by_role("link", name="Вход").last).to_be_visible()
    page.get_by_role("link", name="Какво е абонаментът").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Абонаменти")
