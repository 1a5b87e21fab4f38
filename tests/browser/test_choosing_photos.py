"""A buyer chooses photos of a story and takes them: by mouse, by keyboard alone, and without scripts."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from articles.models import PublicStory
from subscriptions.models import Balance, Member, Purchase, Selection
from tests.articles.photos import make_usable_photo, put
from tests.browser.signing_in import sign_in
from tests.factories.customers import make_customer, make_member, make_subscription
from tests.factories.stories import make_draft, publish

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(photo_files) -> str:
    """The address of a story with three more photos."""
    article = make_draft()
    for name in ("Мост", "Влак", "Буря"):
        photo = make_usable_photo(headline=name, caption_bg=f"{name} край Дунав.", indexed=True, with_files=True)
        put(article, photo, "supplement")
    publish(article)
    return PublicStory.objects.get(article=article).get_absolute_url()


@pytest.fixture
def buyer() -> Member:
    customer = make_customer("Вестник „Утро“")
    make_subscription(customer, photos=10, name_bg="Снимки 10")
    return make_member(customer, first_name="Мария", last_name="Стоянова")


@pytest.fixture
def signed_in(page: Page, buyer: Member) -> Page:
    page.goto("/bg/")
    sign_in(page, buyer)
    return page


def left(member: Member) -> int:
    return Balance.objects.get(subscription__customer=member.customer, unit="photo").remaining


def test_three_photos_of_a_story_are_put_aside_and_taken(signed_in, story, buyer):
    page = signed_in
    page.goto(story)
    expect(page.locator(".account-bar")).to_contain_text("Вестник „Утро“")
    for tick in page.locator(".photo-tick input").all():
        tick.check()
    page.locator(".supplement-acts .button").click()
    expect(page.locator("[role=status]")).to_contain_text("Избрани са 3 снимки.")
    expect(page.locator(".account-bar a b")).to_have_text("3")
    expect(page.locator(".photo-tick-state").first).to_have_text("избрана")
    assert page.url.endswith(story)

    page.locator(".account-bar a", has_text="3").click()
    expect(page.locator(".choice")).to_have_count(3)
    page.get_by_role("button", name="Преглед преди вземане").click()
    expect(page.locator("tfoot tr").last).to_contain_text("7")
    page.get_by_role("button", name="Потвърждение: вземане на 3 снимки от баланса").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Взети са 3 снимки")
    for number in Purchase.objects.values_list("number", flat=True):
        expect(page.locator("table")).to_contain_text(number)
    assert left(buyer) == 7
    # Back on the story the licences stand by the photos, and nothing is put aside any more.
    page.goto(story)
    expect(page.locator(".photo-tick-state").first).to_contain_text("имате лиценз")
    expect(page.locator(".account-bar a b")).to_have_text("0")


def test_photo_is_chosen_in_the_library_and_taken_by_keyboard_alone(signed_in, story, buyer):
    page = signed_in
    page.goto("/bg/photos/")
    button = page.locator("button[data-choose]").first
    expect(button).to_have_text("Избиране: Буря")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("Снимката е избрана. В подборката има 1 снимка.")
    expect(button).to_be_focused()
    expect(button).to_contain_text("махане")
    page.keyboard.press("Space")
    expect(page.locator("[role=status]")).to_have_text("Снимката е махната от подборката.")

    page.locator(".tile-link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".photo-offer")).to_contain_text("остават 10, след това – 9")
    page.locator(".photo-offer .button").focus()
    page.keyboard.press("Enter")
    confirm = page.get_by_role("button", name="Потвърждение")
    expect(confirm).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if confirm.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Взета е 1 снимка")).to_be_visible()
    assert left(buyer) == 9


def test_everything_goes_without_scripts(page_without_scripts, story, buyer):
    page = page_without_scripts
    page.goto(story)
    sign_in(page, buyer)
    page.locator(".photo-tick input").nth(1).check()
    page.locator(".supplement-acts .button").click()
    assert not Selection.objects.exists()
    page.locator("main form .button").click()
    expect(page.locator(".choice-title")).to_have_text("Влак")
    page.get_by_role("button", name="Преглед преди вземане").click()
    page.get_by_role("button", name="Потвърждение").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Взета е 1 снимка")
    assert left(buyer) == 9


def test_reader_who_is_not_signed_in_loads_none_of_it(page, story):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(story)
    page.wait_for_load_state("networkidle")

    assert [url for url in asked if "signed_in.js" in url]
    assert not [url for url in asked if "account" in url]
    expect(page.locator("[data-account]")).to_be_hidden()


def test_bar_comes_with_the_sign_in_and_goes_with_the_sign_out(page, buyer):
    EmailAddress.objects.create(user=buyer.user, email=buyer.user.email, verified=True, primary=True)
    page.goto("/bg/")
    page.locator("[data-sign-in] a").click()
    page.locator("input[name=login]").fill(buyer.user.email)
    page.locator("input[name=password]").fill("correct horse battery")
    page.keyboard.press("Enter")
    expect(page.locator(".account-side")).to_contain_text("Мария Стоянова")

    page.goto("/bg/")
    expect(page.locator(".account-bar")).to_contain_text("Мария Стоянова")
    expect(page.locator("[data-sign-in]")).to_be_hidden()
    page.locator(".account-bar form button").click()
    page.wait_for_load_state()

    page.goto("/bg/")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    expect(page.locator(".account-bar")).to_have_count(0)
