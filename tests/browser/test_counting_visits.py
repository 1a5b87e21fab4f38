"""The notice of a service that counts visits: nothing is loaded before a yes, and a no is as easy."""

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings

SCRIPT = "https://count.example/script.js"


@pytest.fixture
def loaded(page: Page, settings: Settings) -> list[str]:
    """What the page has loaded from the service, which answers with an empty script."""
    settings.ANALYTICS_SCRIPT_URL, settings.ANALYTICS_NAME = SCRIPT, "count.example"
    policy = django_settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    directives = policy | {"script-src": [*policy["script-src"], "https://count.example"]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    found: list[str] = []

    def answer(route: Route) -> None:
        found.append(route.request.url)
        route.fulfill(body="", content_type="text/javascript")

    page.route("https://count.example/**", answer)
    return found


def test_nothing_is_loaded_before_a_yes_which_holds_on_the_next_page(page: Page, loaded: list[str]) -> None:
    page.goto("/bg/")
    notice = page.locator("[data-consent-notice]")
    expect(notice).to_be_visible()
    assert loaded == []

    with page.expect_request(SCRIPT):
        notice.get_by_role("button", name="Приемане").click()
    expect(notice).to_be_hidden()
    with page.expect_request(SCRIPT):
        page.goto("/bg/news/")
    expect(notice).to_be_hidden()
    assert loaded == [SCRIPT, SCRIPT]


def test_no_is_kept_and_can_be_taken_back_on_the_page_of_cookies(page: Page, loaded: list[str]) -> None:
    page.goto("/bg/")
    notice = page.locator("[data-consent-notice]")
    notice.get_by_role("button", name="Отказ").press("Enter")
    expect(notice).to_be_hidden()

    page.goto("/bg/about/cookies/")
    expect(notice).to_be_hidden()
    expect(page.get_by_text("Отказали сте.")).to_be_visible()
    assert loaded == []

    with page.expect_request(SCRIPT):
        page.get_by_role("button", name="Приемане").click()
    expect(page.get_by_text("Съгласили сте се.")).to_be_visible()
