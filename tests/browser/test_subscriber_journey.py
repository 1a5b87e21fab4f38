"""A subscriber from the first day: a package, photos of a story with their licence in them, a story, a refusal."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import PublicStory
from media_library.domain.metadata import read_blocks, read_metadata
from media_library.domain.metadata.xmp import find_values, read_xmp
from media_library.models import Restriction, Section
from subscriptions.domain.running import approve
from subscriptions.models import Balance, Customer, Download, Purchase, Subscription
from tests.articles.photos import put
from tests.browser.test_account import sign_in, sign_up
from tests.factories.bought_stories import make_locked_story
from tests.factories.customers import make_package, make_salesperson
from tests.factories.purchases import take_sold_photo
from tests.factories.stories import make_draft, publish
from tests.media_library.conftest import photo_storages

__all__ = ["photo_storages"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("photo_storages")]

EMAIL = "vera@utro.example"
CUSTOMER = "Вестник „Утро“"
NAMES = ("Мост", "Влак", "Буря")


@pytest.fixture
def story(tmp_path: Path) -> str:
    """The address of a story with three photos in «В допълнение», whose files are real."""
    article = make_draft()
    for number, name in enumerate(NAMES):
        photo = take_sold_photo(tmp_path / f"{number}.jpg", headline=name, colour=(number * 80, 90, 30))
        put(article, photo, "supplement")
    publish(article)
    return PublicStory.objects.get(article=article).get_absolute_url()


def room(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Профил").get_by_role("link", name=name).click()


def register(page: Page) -> None:
    """A new user with a confirmed address, who registers an organisation."""
    page.goto("/bg/account/signup/")
    sign_up(page, first_name="Вера", last_name="Колева", email=EMAIL)
    sign_in(page, EMAIL)
    page.get_by_role("link", name="Регистриране на организация").click()
    page.fill("#id_name", CUSTOMER)
    page.fill("#id_registration_number", "831901762")
    page.fill("#id_address", "София, ул. Раковски 1")
    page.click("main .form [type=submit]")
    expect(page.get_by_role("heading", level=1)).to_have_text(CUSTOMER)


def ask_for_package(page: Page) -> None:
    room(page, "Пакети")
    page.get_by_role("button", name="Заяви този пакет").click()
    expect(page.locator(".table .badge").last).to_have_text("заявен")


def licence_in(content: bytes, path: Path) -> tuple[list[str], list[str], str]:
    """Licensee, number of the licence, and credit that the metadata of a file name."""
    path.write_bytes(content)
    blocks = read_blocks(path)
    (packet,) = [block.content for block in blocks if block.kind == "xmp"]
    said = read_xmp(packet).properties
    licensees, numbers = (
        [value.text for value in find_values(said, name)]
        for name in ("plus:Licensee/plus:LicenseeName", "plus:LicenseID")
    )
    return licensees, numbers, read_metadata(blocks).values["creators"].value[0]["name"]


@pytest.mark.timeout(300)  # A whole day's work in one go.
def test_new_subscriber_gets_photos_and_a_story_and_is_refused_what_the_territory_forbids(page, story, tmp_path):
    Section.objects.get_or_create(slug="world", defaults={"name_bg": "Свят", "name_en": "World"})
    make_package(name_bg="Всекидневник", photos=10, stories=3)
    register(page)
    ask_for_package(page)
    approve(Subscription.objects.get().pk, by=make_salesperson())
    page.goto("/bg/account/")
    expect(page.locator(".balance-number")).to_have_text(["10", "3"])

    take_three_photos(page, story)
    read_files_of_zip(page, tmp_path)
    see_statement(page)
    buy_story_and_read_on(page)
    see_refusal(page, tmp_path)


def take_three_photos(page: Page, story: str) -> None:
    """From «В допълнение» to the licences, with the balance shown before and after."""
    page.goto(story)
    expect(page.locator(".account-bar")).to_contain_text(CUSTOMER)
    for tick in page.locator(".photo-tick input").all():
        tick.check()
    page.locator(".supplement-acts .button-quiet").click()
    dialog = page.get_by_role("dialog", name="Вземане на снимки от баланса")
    expect(dialog).to_contain_text("Сега не се плаща нищо.")
    expect(dialog.locator("tfoot tr").last).to_have_text(re.compile(r"Баланс на „Всекидневник“.*10\s+→.*7", re.DOTALL))
    assert not Purchase.objects.exists()
    dialog.get_by_role("button", name="Потвърждение").click()
    expect(page.get_by_role("dialog", name="Взети са 3 снимки")).to_be_visible()
    assert Balance.objects.get(unit="photo").remaining == 7


def read_files_of_zip(page: Page, folder: Path) -> None:
    """The second confirmation, and what the files of the zip say of their licence."""
    page.get_by_role("dialog").get_by_role("button", name="Изтегляне").click()
    sizes = page.get_by_role("dialog", name="Изтегляне на снимки")
    with page.expect_download() as download:
        sizes.get_by_role("button", name="Изтегляне на 3 снимки в zip").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as zipped:
        assert zipped.testzip() is None
        numbers = dict(Purchase.objects.values_list("licence__title", "number"))
        assert {"manifest.csv", "licence.txt"} < set(zipped.namelist())
        for name in NAMES:
            content = zipped.read(f"{name} {numbers[name]}.jpg")
            assert licence_in(content, folder / "left.jpg") == ([CUSTOMER], [numbers[name]], "Мария Георгиева")
    assert Download.objects.filter(in_zip=True).count() == 3


def see_statement(page: Page) -> None:
    page.goto("/bg/account/statement/")
    photos = page.locator(".statement-account").filter(has_text="Всекидневник: снимки")
    for number in Purchase.objects.values_list("number", flat=True):
        expect(photos).to_contain_text(number)
    expect(photos.locator("tfoot tr")).to_have_text(re.compile(r"краен баланс\s+\+7\s+7"))


def buy_story_and_read_on(page: Page) -> None:
    page.goto(make_locked_story(headline="За абонати").get_absolute_url())
    box = page.locator(".subscribers-box")
    expect(box).to_contain_text("„Всекидневник“: 3 преди, 2 след това")
    box.get_by_role("link").click()
    page.get_by_role("button", name="Потвърждение: вземане на 1 новина").click()
    expect(page.locator(".story-text")).to_have_text("Пълният текст.")
    assert Balance.objects.get(unit="story").remaining == 2


def see_refusal(page: Page, folder: Path) -> None:
    """A customer who publishes in Japan too is told why a photo can't be taken, and nothing is."""
    Customer.objects.update(territories=["BG", "JP"])
    photo = take_sold_photo(folder / "forbidden.jpg", headline="Токио", colour=(7, 7, 7))
    Restriction.objects.create(photo=photo, kind="territory", effect="deny", territories_out=["JP"], words="JAPAN OUT")
    page.goto(f"/bg/account/take/?photo={photo.pk}")
    row = page.locator(".take-refused")
    expect(row).to_contain_text("Снимката не може да се използва на тази територия: Япония.")
    expect(row).to_contain_text("JAPAN OUT")
    expect(page.get_by_role("button", name="Потвърждение")).to_have_count(0)
    page.goto(photo.get_absolute_url())
    expect(page.locator(".photo-offer, [data-offer]").first).to_contain_text("Япония")
    assert Balance.objects.get(unit="photo").remaining == 7
