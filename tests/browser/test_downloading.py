"""A buyer fetches what was bought: one file and a zip, with scripts and without."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from subscriptions.models import Download, Member, Purchase
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
