"""Photos in a story, in a real browser: chosen, ordered, cropped and published, by mouse and by keyboard alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from articles.models import Article, ArticlePhoto
from media_library.domain.photo_acts import kill_photo
from media_library.models import Photo
from tests.articles.photos import forbid, make_usable_photo, marker, put, standing
from tests.browser.test_desk import open_story, press, sign_in
from tests.factories.people import make_chief_editor, make_editor
from tests.factories.stories import make_draft, make_section

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def photo_files(settings: Settings, tmp_path: Path) -> None:
    """Files for the pictures, so that the browser misses none."""
    backend = "newsroom.shared.content_store.ContentFileSystemStorage"
    settings.STORAGES = settings.STORAGES | {
        "renditions": {"BACKEND": backend, "OPTIONS": {"location": tmp_path / "media", "base_url": "/media/"}},
    }


def make_picture(headline: str, **fields: object) -> Photo:
    return make_usable_photo(headline=headline, indexed=True, with_files=True, **fields)


def open_picker(page: Page) -> None:
    page.locator("[data-open-picker]").click()
    expect(page.locator("[data-name=q]")).to_be_focused()
    expect(page.locator(".picker-photo").first).to_be_visible()


def cards(page: Page, place: str) -> list[str]:
    return page.locator(f"#photos-{place} + ol .photo-card-title").all_text_contents()


def test_photo_is_placed_in_four_clicks_and_goes_out(page: Page) -> None:
    photo = make_picture("Мостът на Дунав", caption_bg="Мостът в мъгла.")
    make_picture("Планина")
    article = make_draft()
    sign_in(page, make_chief_editor())
    open_story(page, article)

    open_picker(page)  # One.
    page.keyboard.type("мост")
    expect(page.locator(".picker-photo")).to_have_count(1)
    page.locator(".picker-photo").click()  # Two.
    expect(page.locator("[data-picker]")).to_be_hidden()
    expect(page.locator("[data-open-picker]")).to_be_focused()
    expect(page.locator(".photo-card [data-caption]")).to_have_value("Мостът в мъгла.")
    press(page, "publish")
    expect(page.locator(".badge-published")).to_be_visible()

    assert ArticlePhoto.objects.get().caption == ""
    page.goto(page.locator(".story-links a", has_text=re.compile("сайта|site")).get_attribute("href"))
    expect(page.locator(".photo-lead figcaption")).to_contain_text("Мостът в мъгла.")
    page.wait_for_load_state("networkidle")
    assert page.locator(".photo-lead .photo-image").evaluate("image => image.complete && image.naturalWidth > 0")
    assert standing(article) == [(photo.pk, "lead", 0)]


def test_everything_is_done_by_keyboard(page: Page) -> None:
    first, second, third = (make_picture(name) for name in ("Първа", "Втора", "Трета"))
    article = make_draft()
    sign_in(page, make_chief_editor())
    open_story(page, article)
    status = page.locator("[data-photo-status]")

    for name in ("Първа", "Втора", "Трета"):
        page.locator("[data-open-picker]").focus()
        page.keyboard.press("Enter")
        expect(page.locator("[data-name=q]")).to_be_focused()
        page.keyboard.insert_text(name)
        page.keyboard.press("ArrowDown")
        expect(page.locator(".picker-photo", has_text=name)).to_be_focused()
        page.keyboard.press("Enter")
        expect(status).to_contain_text(name)
        page.keyboard.press("Escape")  # The lead closes the dialog by itself; for the supplement it stays.
        expect(page.locator("[data-picker]")).to_be_hidden()
    assert (cards(page, "lead"), cards(page, "supplement")) == (["Първа"], ["Втора", "Трета"])

    earlier = page.locator("#photos-supplement + ol .photo-card").nth(1).locator('[data-act="earlier"]')
    earlier.focus()
    page.keyboard.press("ArrowUp")
    expect(status).to_contain_text("1")
    assert cards(page, "supplement") == ["Трета", "Втора"]
    assert page.evaluate("document.activeElement.closest('.photo-card').dataset.photo") == str(third.pk)

    page.locator('#photos-lead + ol [data-act="crop"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-crop-box]")).to_be_focused()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowRight")
    page.locator("[data-focal]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-crop-values]")).to_contain_text("51 %")
    page.locator("[data-crop-apply]").focus()
    page.keyboard.press("Enter")
    expect(page.locator('#photos-lead + ol [data-act="crop"]')).to_be_focused()
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_be_visible()

    assert standing(article) == [(first.pk, "lead", 0), (third.pk, "supplement", 0), (second.pk, "supplement", 1)]
    row = ArticlePhoto.objects.get(place="lead")
    assert (row.crop, row.focal_x, row.focal_y) == ("10,0,1000,990", 0.5, 0.51)


def test_frame_and_focal_point_follow_the_mouse(page: Page) -> None:
    article = make_draft()
    put(article, make_picture("Мост"))
    sign_in(page, make_chief_editor())
    open_story(page, article)

    page.locator('[data-act="crop"]').click()
    page.locator('[data-aspect="1:1"]').click()
    expect(page.locator('[data-aspect="1:1"]')).to_have_attribute("aria-pressed", "true")
    stage = page.locator("[data-crop-stage]").bounding_box()
    page.mouse.move(stage["x"] + stage["width"] * 0.5, stage["y"] + stage["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.2, stage["y"] + stage["height"] * 0.3, steps=5)
    page.mouse.up()
    page.mouse.click(stage["x"] + stage["width"] * 0.25, stage["y"] + stage["height"] * 0.75)
    page.locator("[data-crop-apply]").click()
    press(page, "save")

    row = ArticlePhoto.objects.get()
    assert row.crop == "0,0,667,1000"
    assert (round(row.focal_x, 2), round(row.focal_y, 2)) == (0.25, 0.75)


def test_photo_in_the_text_is_inserted_deleted_and_brought_back(page: Page) -> None:
    photo = make_picture("Мост")
    article = make_draft(body="<p>Първи абзац.</p><p>Втори абзац.</p>")
    sign_in(page, make_chief_editor())
    open_story(page, article)

    page.locator(".ProseMirror[contenteditable] p").first.click()
    page.locator(".prose-menubar button[data-name='photo']").click()
    page.locator(".picker-photo").click()
    expect(page.locator(".ProseMirror .photo-node img")).to_be_visible()
    assert cards(page, "body") == ["Мост"]
    page.wait_for_timeout(600)  # What is done within half a second is undone at once.
    page.locator(".ProseMirror .photo-node img").click()
    page.keyboard.press("Delete")
    expect(page.locator(".photo-card")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".photo-card")).to_have_count(1)
    press(page, "save")

    article.refresh_from_db()
    assert article.body == f"<p>Първи абзац.</p>{marker(photo)}<p>Втори абзац.</p>"
    assert standing(article) == [(photo.pk, "body", 0)]
    page.locator(".photo-card [data-place]").select_option("supplement")
    expect(page.locator(".ProseMirror .photo-node")).to_have_count(0)
    press(page, "save")
    assert standing(article) == [(photo.pk, "supplement", 0)]


def test_photos_of_the_supplement_are_dragged_into_order(page: Page) -> None:
    article = make_draft()
    for name in ("Първа", "Втора", "Трета"):
        put(article, make_picture(name), "supplement")
    sign_in(page, make_chief_editor())
    open_story(page, article)
    pictures = page.locator("#photos-supplement + ol .photo-card-picture")

    pictures.nth(2).drag_to(pictures.nth(0))

    assert cards(page, "supplement") == ["Трета", "Първа", "Втора"]
    press(page, "save")
    names = ArticlePhoto.objects.order_by("position").values_list("photo__headline", flat=True)
    assert list(names) == ["Трета", "Първа", "Втора"]


def test_photo_that_may_not_be_used_says_why_and_stays_where_it_is(page: Page) -> None:
    forbid(make_picture("Лице"))
    article = make_draft(section=make_section())
    sign_in(page, make_editor(article.section))
    open_story(page, article)

    open_picker(page)
    page.locator(".picker-photo").focus()
    page.keyboard.press("Enter")

    expect(page.locator("[data-picker-status]")).to_contain_text("CLIENTS ONLY")
    expect(page.locator("[data-picker]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".photo-card")).to_have_count(0)


def test_chief_editor_confirms_the_reasons_before_placing_it_all_the_same(page: Page) -> None:
    forbid(make_picture("Лице"))
    article, chief = make_draft(), make_chief_editor()
    sign_in(page, chief)
    open_story(page, article)

    open_picker(page)
    page.locator(".picker-photo").click()
    expect(page.locator("[data-warning-reasons]")).to_contain_text("CLIENTS ONLY")
    page.locator("[data-warning-no]").click()
    expect(page.locator("[data-picker]")).to_be_visible()
    page.locator(".picker-photo").click()
    page.locator("[data-warning-yes]").click()
    press(page, "save")

    assert ArticlePhoto.objects.get().overridden_by == chief


def test_caption_is_the_photos_own_until_it_is_written_anew(page: Page) -> None:
    article = make_draft()
    put(article, make_picture("Мост", caption_bg="Мостът.", caption_en="The bridge."))
    sign_in(page, make_chief_editor())
    open_story(page, article)
    caption = page.locator(".photo-card [data-caption]")

    page.select_option("#id_language", "en")
    expect(caption).to_have_value("The bridge.")
    page.select_option("#id_language", "bg")
    caption.fill("Мостът след бурята.")
    press(page, "save")
    assert ArticlePhoto.objects.get().caption == "Мостът след бурята."

    page.locator(".photo-card [data-caption]").fill("Мостът.")
    press(page, "save")
    assert ArticlePhoto.objects.get().caption == ""


def test_placed_photo_is_unsaved_work_and_looking_for_one_is_not(page: Page) -> None:
    make_picture("Мост")
    article = make_draft()
    sign_in(page, make_chief_editor())
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    open_story(page, article)
    open_picker(page)
    page.keyboard.insert_text("мост")
    page.locator("[data-close]").click()
    page.locator(".breadcrumbs a").first.click()
    expect(page).to_have_url(re.compile(r"/article/$"))
    assert asked == []

    open_story(page, article)
    open_picker(page)
    page.locator(".picker-photo").click()
    page.locator(".breadcrumbs a").first.click()
    expect(page).to_have_url(re.compile(r"/article/$"))
    assert asked == ["beforeunload"]


def test_without_scripts_the_photos_are_read_and_stay(page_without_scripts: Page) -> None:
    page = page_without_scripts
    photo, article = make_picture("Мостът"), make_draft()
    put(article, photo)
    sign_in(page, make_chief_editor())
    page.goto(f"/admin/articles/article/{article.pk}/change/")

    expect(page.locator("[data-listed]")).to_contain_text("Мостът")
    page.fill("#id_headline", "Ново заглавие")
    page.locator(".act-bar [value=save]").click()

    assert Article.objects.get().headline == "Ново заглавие"
    assert standing(article) == [(photo.pk, "lead", 0)]


def test_dialogs_fit_a_phone_and_the_dark(page: Page) -> None:
    article = make_draft()
    put(article, make_picture("Мост", caption_bg="Много дълъг надпис " * 20))
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page, make_chief_editor())
    open_story(page, article)

    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    open_picker(page)
    assert page.locator("[data-picker]").evaluate("dialog => dialog.scrollWidth - dialog.clientWidth") <= 0
    page.keyboard.press("Escape")
    page.locator('[data-act="crop"]').click()
    assert page.locator("[data-crop]").evaluate("dialog => dialog.scrollWidth - dialog.clientWidth") <= 0


def test_several_photos_go_into_the_supplement_without_leaving_the_picker(page: Page) -> None:
    article = make_draft()
    put(article, make_picture("Водеща"))
    make_picture("Втора")
    make_picture("Трета")
    sign_in(page, make_chief_editor())
    open_story(page, article)

    open_picker(page)
    for name in ("Втора", "Трета"):
        page.locator(".picker-photo", has_text=name).click()
        expect(page.locator("[data-picker-status]")).to_contain_text(name)
        expect(page.locator(".picker-photo", has_text=name).locator("[data-in-story]")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(page.locator("[data-picker]")).to_be_hidden()
    assert cards(page, "supplement") == ["Втора", "Трета"]


def test_withdrawn_photo_leaves_only_its_notice_and_the_way_out(page: Page) -> None:
    article = make_draft()
    put(article, photo := make_picture("Лице"))
    put(article, make_picture("Друга"), "supplement")
    kill_photo(photo.pk, note_bg="По решение на съда.", note_en="By a court.", by=None)
    sign_in(page, make_chief_editor())
    open_story(page, article)
    card = page.locator(f"#photo-{photo.pk}")

    expect(card).to_contain_text(re.compile("По решение на съда|By a court"))
    expect(card.locator("textarea, select, [data-act=crop]")).to_have_count(0)
    press(page, "publish")
    expect(page.locator(".photo-card-wrong")).to_have_count(1)
    page.locator("[data-wrong-photo]").click()
    expect(card).to_be_focused()
    card.locator("[data-act=remove]").click()
    expect(page.locator(".photo-card")).to_have_count(1)


def test_buttons_of_the_text_have_the_desks_names(page: Page) -> None:
    sign_in(page, make_chief_editor())
    open_story(page, make_draft())

    for name, title in (("heading2", "Subheading|Подзаглавие"), ("history:undo", "Undo|Отмяна|Отмени")):
        expect(page.locator(f'.prose-menubar [data-name="{name}"]')).to_have_attribute(
            "title", re.compile(f"^({title})")
        )
    expect(page.locator(".prose-menubar")).to_have_attribute("role", "toolbar")
