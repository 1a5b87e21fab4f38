"""A working day at the photo desk, in a real browser: three files are dropped, one is worded, edited and released."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from media_library.models import Photo
from newsroom.roles import PHOTO_EDITORS
from tests.browser.test_desk import sign_in
from tests.factories.people import make_user
from tests.factories.photos import make_licence, make_photo, make_rendition, make_supplier
from tests.media_library.photo_files import make_jpeg

pytestmark = pytest.mark.django_db(transaction=True)

DROP = """(files) => {
    const data = new DataTransfer();
    for (const [name, content] of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "image/jpeg" }));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
}"""


@pytest.fixture(autouse=True)
def photo_storages(settings, tmp_path: Path) -> Path:
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "originals": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "originals", "base_url": None}},
        "renditions": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "media", "base_url": "/media/"}},
    }
    return tmp_path


def drop(page: Page, **files: bytes) -> None:
    page.evaluate(DROP, [(f"{name}.jpg", base64.b64encode(content).decode()) for name, content in files.items()])


def test_three_files_are_dropped_one_hostile_and_one_is_worded_edited_and_released(page: Page) -> None:
    make_supplier("own", name_bg="Собствени", licence=make_licence())
    sign_in(page, make_user(PHOTO_EDITORS))
    page.goto("/admin/media_library/photo/add/")
    page.select_option("#id_supplier", label="Собствени")

    good = make_jpeg(iim={"2:105": "Празник на морето", "2:80": "Мария Георгиева"})
    drop(page, sea=good, hostile=b"<!doctype html><script>alert(1)</script>", bare=make_jpeg(colour=(9, 9, 9)))

    rows = page.locator(".upload-row")
    expect(rows).to_have_count(3)
    expect(page.locator(".upload-row.is-taken")).to_have_count(2)
    expect(page.locator(".upload-row.is-refused button")).to_have_count(0)
    sea, bare = rows.filter(has_text="sea.jpg"), rows.filter(has_text="bare.jpg")
    expect(sea.locator("[name=headline]")).to_have_value("Празник на морето")
    expect(sea.locator("[name=creator]")).to_be_hidden()

    # The rest by keyboard: word the bare one, give it its author, open it.
    bare.locator("[name=headline]").focus()
    page.keyboard.type("Площадът вечер")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type("Иван Петров")
    page.keyboard.press("Tab")
    expect(bare.locator("[data-credit]")).to_contain_text("Иван Петров")
    expect(bare.locator("[name=headline]")).to_have_class("is-saved")

    page.once("dialog", lambda dialog: dialog.accept())
    photo = Photo.objects.get(uploaded_name="bare.jpg")
    Photo.objects.filter(pk=photo.pk).update(processing=Photo.Processing.DONE)
    make_rendition(photo, "preview", with_file=True)
    bare.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/photo/{photo.pk}/change/")

    mark = page.locator(".focal-mark")
    mark.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.locator("#restrictions-group .add-row a").focus()
    page.keyboard.press("Enter")
    page.select_option("[name=restrictions-0-kind]", "no_sales")
    page.fill("[name=restrictions-0-territories_out]", "jp")
    page.locator("#id_caption_bg").fill("Площадът след залез.")
    page.locator(".act-bar [value=release]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".badge-released")).to_be_visible()

    photo.refresh_from_db()
    assert (photo.headline, photo.caption_bg) == ("Площадът вечер", "Площадът след залез.")
    assert (photo.state, photo.focal_x, photo.focal_y) == (Photo.State.RELEASED, 0.6, 0.48)
    assert photo.supplier.slug == "own"
    assert photo.restrictions.get().territories_out == ["JP"]


def test_the_same_file_leads_to_the_first_and_a_broken_connection_is_tried_again(
    page: Page, complaints: list[str]
) -> None:
    sign_in(page, make_user(PHOTO_EDITORS))
    page.goto("/admin/media_library/photo/add/")
    content = make_jpeg()
    drop(page, first=content)
    expect(page.locator(".upload-row.is-taken")).to_have_count(1)
    drop(page, second=content)
    link = page.locator(".upload-row.is-duplicate a")
    expect(link).to_have_attribute("href", f"/admin/media_library/photo/{Photo.objects.get().pk}/change/")

    page.route("**/photo/upload/", lambda route: route.abort())
    drop(page, third=make_jpeg(colour=(1, 1, 1)))
    again = page.locator(".upload-row.is-refused button")
    expect(again).to_be_visible()
    page.unroute("**/photo/upload/")
    complaints.clear()
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".upload-row.is-taken")).to_have_count(2)
    assert Photo.objects.count() == 2


def test_bar_of_acts_never_covers_the_field_in_focus(page: Page) -> None:
    photo = make_photo(with_files=True)
    sign_in(page, make_user(PHOTO_EDITORS))
    page.set_viewport_size({"width": 1280, "height": 600})
    page.goto(f"/admin/media_library/photo/{photo.pk}/change/")
    page.locator("#id_headline").focus()
    covered = []
    for _ in range(40):
        page.keyboard.press("Tab")
        covered += page.evaluate(
            """() => {
                const field = document.activeElement, bar = document.querySelector(".act-bar");
                if (bar.contains(field)) return [];
                const hidden = field.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
                return hidden ? [field.name || field.className] : [];
            }"""
        )
    assert covered == []


def test_preview_opens_large_by_keyboard_and_escape_closes_it(page: Page) -> None:
    photo = make_photo(with_files=True)
    sign_in(page, make_user(PHOTO_EDITORS))
    page.goto(f"/admin/media_library/photo/{photo.pk}/change/")
    large = page.locator("#photo_large")
    expect(large).to_be_hidden()
    page.locator("[data-enlarge]").focus()
    page.keyboard.press("Enter")
    expect(large.locator("img")).to_be_visible()
    expect(large.get_by_role("button")).to_be_focused()
    page.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(page.locator("[data-enlarge]")).to_be_focused()


@pytest.mark.parametrize("address", ["photo/add/", "photo/{}/change/"])
def test_search_field_of_the_tags_has_their_name(page: Page, address: str) -> None:
    photo = make_photo(with_files=True)
    sign_in(page, make_user(PHOTO_EDITORS))
    page.goto(f"/admin/media_library/{address.format(photo.pk)}")
    expect(page.get_by_role("searchbox", name="Етикети")).to_be_visible()


def test_photo_page_has_no_sideways_scrolling_on_a_phone(page: Page) -> None:
    photo = make_photo(headline="Дълга" * 40, with_files=True)
    photo.restrictions.create(kind="no_sales")
    photo.leases.create(effect="allow")
    sign_in(page, make_user(PHOTO_EDITORS))
    page.set_viewport_size({"width": 390, "height": 844})
    of_photo = [f"photo/{photo.pk}/{page_name}/" for page_name in ("change", "kill", "file")]
    shared = [f"{model}/add/" for model in ("supplier", "licence", "party", "creditrule")]
    for path in ["", "photo/", "photo/add/", *of_photo, "party/review/", *shared]:
        page.goto(f"/admin/media_library/{path}" if path else "/admin/")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (path, over) == (path, 0)
