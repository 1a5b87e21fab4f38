"""Readers look for a photo, with and without scripts, on a desk and on a phone."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override
from playwright.sync_api import expect

from media_library.models import Photo
from tests.factories.photos import make_licence, make_photo, make_supplier

SHAPES = [(6000, 4000), (4000, 6000), (4000, 4000), (6000, 2500), (6000, 3375)]


@pytest.fixture
def photos(live_server, transactional_db, settings, tmp_path):
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    options = {"location": tmp_path, "base_url": "/media/"}
    settings.STORAGES = settings.STORAGES | {"renditions": {"BACKEND": backend, "OPTIONS": options}}
    supplier = make_supplier(licence=make_licence(uses=["publish", "sell"]))
    return [
        make_photo(
            with_files=True,
            indexed=True,
            headline=f"Буря край Шабла {number}",
            persons=["Владимир Путин"] if number == 3 else [],
            width=SHAPES[number % len(SHAPES)][0],
            height=SHAPES[number % len(SHAPES)][1],
            supplier=supplier,
            arrived_at=timezone.now() - dt.timedelta(hours=number),
        )
        for number in range(12)
    ]


def said(msgid):
    with override("bg"):
        return gettext(msgid)


def boxes_of(page):
    return page.locator(".tile img").evaluate_all(
        "pictures => pictures.map(picture => { const box = picture.getBoundingClientRect();"
        " return [box.left, box.top, box.width, box.height].map(Math.round) })"
    )


def test_rows_are_justified_and_nothing_is_squeezed(page, photos):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/bg/photos/")
    boxes = boxes_of(page)
    rows = {}
    for left, top, width, height in boxes:
        rows.setdefault(top, []).append((left, width, height))
    full = list(rows.values())[:-1]
    assert len(full) > 1
    ends = {max(left + width for left, width, _ in row) for row in full}
    assert max(ends) - min(ends) <= 2
    assert all(max(row)[2] - min(row)[2] <= 2 for row in [[(0, 0, tile[2]) for tile in row] for row in full])
    for (_left, _top, width, height), photo in zip(boxes, photos, strict=True):
        assert width / height == pytest.approx(photo.width / photo.height, rel=0.04)


def test_facts_come_with_focus(page, photos):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/bg/photos/")
    facts = page.locator(".tile").nth(1).locator(".tile-facts")
    expect(facts).to_have_css("opacity", "0")
    page.locator(".tile-link").nth(0).focus()
    page.keyboard.press("Tab")  # to the link that puts the first photo aside
    page.keyboard.press("Tab")
    expect(facts).to_have_css("opacity", "1")


def test_phone_shows_the_facts_and_has_targets_for_fingers(browser, live_server, photos, complaints):
    with browser.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as context:
        page = context.new_page()
        page.goto("/bg/photos/?person=putin")
        expect(page.locator(".tile-title")).to_be_visible()
        expect(page.locator(".tile-facts")).to_have_css("position", "static")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        page.locator(".photo-filters summary").click()
        targets = page.locator(
            ".photo-search :is(input:not([type=hidden]), select, button, summary), .chip, .photo-sorts a"
        )
        heights = targets.evaluate_all("found => found.map(target => target.getBoundingClientRect().height)")
        assert min(heights) >= 43.5


def test_reader_without_scripts_searches_filters_and_takes_the_filter_off(page_without_scripts, photos):
    page = page_without_scripts
    page.goto("/bg/photos/")
    page.get_by_role("searchbox").fill("бурята")
    page.get_by_role("button", name=said("Search")).click()
    page.wait_for_url("**/bg/photos/?q=%D0%B1%D1%83%D1%80%D1%8F%D1%82%D0%B0")
    expect(page.locator(".tile")).to_have_count(12)
    page.locator(".photo-filters summary").click()
    page.get_by_label(said("Person"), exact=True).fill("putin")
    page.get_by_role("button", name=said("Show")).click()
    expect(page.locator(".tile")).to_have_count(1)
    page.locator(".chip").nth(1).click()
    expect(page.locator(".tile")).to_have_count(12)


def test_photo_opens_with_its_facts(page, photos):
    page.goto("/bg/photos/?person=putin")
    page.locator(".tile-link").click()
    photo = Photo.objects.get(persons=["Владимир Путин"])
    expect(page.get_by_role("heading", level=1)).to_have_text(photo.headline)
    expect(page.locator(".photo-terms")).to_have_text(said("for editorial use"))
    page.get_by_role("link", name="Владимир Путин").click()
    expect(page.locator(".tile")).to_have_count(1)
