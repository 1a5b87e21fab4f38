"""A buyer fetches what was bought: one file and a zip, in a dialog, on pages, and without scripts."""

import re
import zipfile

import pytest
from playwright.sync_api import Page, expect

from subscriptions.models import Download, Member, Purchase
from tests.browser.accessibility import find_violations
from tests.browser.test_choosing_photos import sign_in
from tests.factories.purchases import buy_photos, make_buyer, take_sold_photo
from tests.media_library.conftest import photo_storages

__all__ = ["photo_storages"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("photo_storages")]


@pytest.fixture
def buyer() -> Member:
    return make_buyer()


@pytest.fixture
def bought(buyer, tmp_path) -> list[Purchase]:
    names = ("Мост", "Влак", "Буря")
    photos = [
        take_sold_photo(tmp_path / f"{number}.jpg", headline=name, colour=(number * 80, 90, 30))
        for number, name in enumerate(names)
    ]
    return buy_photos(photos, member=buyer)


def fetch(page: Page, buyer: Member, purchases: list[Purchase]) -> tuple[str, str]:
    """The name under which the browser keeps what it is given, and where that lies."""
    page.goto("/bg/")
    sign_in(page, buyer)
    query = "&".join(f"purchase={purchase.number}" for purchase in purchases)
    page.goto(f"/bg/account/downloads/prepare/?{query}")
    page.get_by_label("за печат").check()
    with page.expect_download() as download:
        page.locator("main form button[type=submit]").click()
    return download.value.suggested_filename, str(download.value.path())


def test_one_photo_is_downloaded_under_its_headline(page, buyer, bought):
    name, path = fetch(page, buyer, bought[:1])
    assert name == f"Мост {bought[0].number}.jpg"
    with open(path, "rb") as file:  # noqa: PTH123 (a name from the browser)
        assert file.read(2) == b"\xff\xd8"
    # The page stays, and offers the link once more.
    expect(page.get_by_role("heading", level=1)).to_have_text("Изтеглянето започва")
    assert Download.objects.get().purchase == bought[0]


def test_three_photos_are_a_zip_without_scripts(page_without_scripts, buyer, bought):
    name, path = fetch(page_without_scripts, buyer, bought)
    assert name.endswith(".zip")
    with zipfile.ZipFile(path) as zipped:
        assert zipped.testzip() is None
        assert {entry for entry in zipped.namelist() if entry.endswith(".jpg")} == {
            f"{purchase.title} {purchase.number}.jpg" for purchase in bought
        }
    page_without_scripts.goto("/bg/account/downloads/")
    expect(page_without_scripts.locator("tbody tr")).to_have_count(3)


def test_size_is_chosen_in_a_dialog_by_keyboard_alone(page, buyer, bought):
    page.goto("/bg/")
    sign_in(page, buyer)
    page.goto("/bg/account/purchases/")
    opener = page.locator("a[data-dialog]").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Изтегляне на снимки")
    expect(dialog.locator("h1")).to_be_focused()
    assert not find_violations(page)

    dialog.get_by_role("radio").last.focus()
    page.keyboard.press("ArrowUp")
    expect(dialog.get_by_label("за екран")).to_be_checked()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".jpg")
    started = page.get_by_role("dialog", name="Изтеглянето започва")
    expect(started.locator("h1")).to_be_focused()
    assert Download.objects.get().format == "download-web"
    page.keyboard.press("Escape")
    expect(started).to_have_count(0)
    expect(opener).to_be_focused()
    expect(page).to_have_url(re.compile("/bg/account/purchases/$"))


def test_photos_just_taken_are_downloaded_as_a_zip_in_the_dialog(page, buyer, bought):
    page.goto("/bg/")
    sign_in(page, buyer)
    page.goto(f"/bg/account/take/{bought[0].confirmation.key}/")
    page.get_by_role("main").get_by_role("button", name="Изтегляне").click()
    dialog = page.get_by_role("dialog", name="Изтегляне на снимки")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Изтегляне на 3 снимки в zip").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert Download.objects.filter(in_zip=True).count() == 3
