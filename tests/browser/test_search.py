"""Readers look for stories: by the keyboard, with and without scripts, and with axe at their side."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import find_violations, find_violations_at
from tests.factories.stories import make_story, make_tag


@pytest.fixture
def stories(live_server, transactional_db):
    tag = make_tag("Буря в морето", "Sea storm", slug="burya-v-moreto")
    return [
        make_story(hours_ago=1, headline="Буря край Шабла", tags=[tag]),
        make_story(hours_ago=2, headline="Бурята отмина", language="bg"),
    ]


def test_suggestions_work_by_the_keyboard(page, stories):
    page.goto("/bg/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("бур")
    options = page.locator(".suggestions [role=option]")
    expect(options).to_have_count(3)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    chosen = page.locator(".suggestions [aria-selected=true]")
    expect(chosen).to_have_text("Буря край Шабла")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("бур")
    field.press("ArrowDown")
    expect(options).to_have_count(3)
    field.press("ArrowUp")
    expect(page.locator(".suggestions [aria-selected=true]")).to_have_text("Бурята отмина")
    field.press("Enter")
    page.wait_for_url(f"**{stories[1].get_absolute_url()}")


def test_words_alone_are_searched_for_by_enter(page, stories):
    page.goto("/bg/search/")
    page.get_by_role("combobox").fill("burya")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/bg/search/?q=burya")
    expect(page.locator(".found mark")).to_have_count(2)


def test_form_works_without_scripts(page_without_scripts, stories):
    page = page_without_scripts
    page.goto("/bg/search/")
    page.get_by_role("searchbox").fill("буря")
    page.locator(".photo-filters summary").click()
    page.locator("#id_period").select_option("week")
    page.locator(".photo-search-line button").click()
    page.wait_for_url("**/bg/search/?q=*&period=week")
    expect(page.locator(".found")).to_have_count(2)


def test_search_is_accessible(page, complaints, stories):
    addresses = ["/bg/search/", "/bg/search/?q=буря", "/en/search/?q=буря&sort=best", "/bg/search/photos/"]
    assert find_violations_at(page, *addresses) == []
    page.goto("/bg/search/?section=none")
    assert complaints.pop().startswith("Failed to load resource")
    page.goto("/bg/search/")
    page.get_by_role("combobox").press_sequentially("бур")
    expect(page.locator(".suggestions [role=option]")).to_have_count(3)
    assert find_violations(page) == []
