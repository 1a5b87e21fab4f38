"""A working day at the desk, in a real browser under the real content policy: write, paste, submit, publish, update."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Version
from newsroom.models import User
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
PASTED = Path(__file__).parent / "pasted"
WORD_AS_STORED = (
    "<h2>Решенията</h2>"
    "<p><strong>Президентът</strong> заяви, че <em>няма</em> "
    '<a href="https://example.org/x" rel="noopener noreferrer">промяна</a>.</p>'
    "<ul><li><p>първа точка</p></li><li><p>втора точка</p></li></ul>"
    "<table><tbody><tr><td><p>Глас</p></td><td><p>12</p></td></tr></tbody></table>"
)
PASTE = """(editor, html) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "plain");
    editor.focus();
    editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def sign_in(page: Page, person: User) -> None:
    page.context.clear_cookies()
    page.goto("/admin/")
    page.fill("#id_login", person.username)
    page.fill("#id_password", PASSWORD)
    page.click("main .form [type=submit]")
    expect(page.locator("#logout-form")).to_be_visible()


def open_story(page: Page, article: Article) -> None:
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    expect(page.locator(".prose-editor[data-ready]")).to_be_visible()


def choose(page: Page, field: str, term: str) -> None:
    """Type into an autocomplete, and take the first answer."""
    page.locator(f".field-{field} .select2-selection").click()
    # Playwright types Cyrillic without pressing keys, which select2 needs to keep its place.
    page.locator(f".field-{field} .select2-search__field").fill(term)
    page.locator(".select2-results__option--highlighted", has_text=term).click()


def press(page: Page, act: str) -> None:
    page.locator(f".act-bar [value={act}]").click()
    page.wait_for_load_state()


def test_story_goes_from_the_journalist_to_the_readers_and_is_updated(page: Page) -> None:
    world = make_section("world")
    journalist, editor = make_journalist(), make_editor(world, initials_bg="РД")
    make_author("Николай Станоев", user=journalist)
    make_author("Ана Бонева")
    make_tag("Китай")

    sign_in(page, journalist)
    page.goto("/admin/articles/article/add/")
    page.select_option("#id_section", label="Свят")
    page.fill("#id_headline", "Започна срещата на върха в Пекин")
    page.fill("#id_lead", "Лидерите разговарят за търговията.")
    choose(page, "byline", "Ана")
    choose(page, "tags", "Китай")
    editor_field = page.locator(".ProseMirror[contenteditable]")
    editor_field.click()
    page.keyboard.type("Срещата започна в сряда.")
    press(page, "submit")
    expect(page.locator(".messagelist")).to_be_visible()

    article = Article.objects.get()
    assert (article.state, article.body) == ("submitted", "<p>Срещата започна в сряда.</p>")
    assert [entry.author.name_bg for entry in article.byline.all()] == ["Николай Станоев", "Ана Бонева"]

    sign_in(page, editor)
    open_story(page, article)
    press(page, "publish")
    expect(page.locator(".badge-published")).to_be_visible()

    open_story(page, article)
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Лидерите приеха декларация.")
    press(page, "update")
    expect(page.locator(".changes ins").first).to_contain_text("Лидерите приеха декларация")
    page.fill("#id_public_note", "Добавя декларацията.")
    page.locator("#content .act-proposed").click()
    expect(page.locator(".messagelist")).to_be_visible()
    assert Version.objects.get(number=2).kind == "update"

    page.goto(page.locator(".story-links a", has_text=re.compile("сайта|site")).get_attribute("href"))
    expect(page.locator("h1")).to_contain_text(re.compile("ОБНОВЕНА|UPDATED"))


@pytest.mark.parametrize(
    ("pasted", "stored"),
    [("word.html", WORD_AS_STORED), ("google_docs.html", "<p><strong>Важно</strong><em> и наклонено</em></p>")],
    ids=["Word", "Google Docs"],
)
def test_pasted_markup_comes_out_clean(page: Page, pasted: str, stored: str) -> None:
    article = make_draft(body="")
    sign_in(page, make_chief_editor())
    open_story(page, article)

    page.locator(".ProseMirror[contenteditable]").evaluate(PASTE, (PASTED / pasted).read_text())
    press(page, "save")

    article.refresh_from_db()
    assert article.body == stored


def test_every_button_of_the_editor_does_its_work(page: Page) -> None:
    article = make_draft(body="<p>Едно изречение.</p>")
    sign_in(page, make_chief_editor())
    open_story(page, article)
    field = page.locator(".ProseMirror[contenteditable]")

    def button(name: str) -> None:
        page.locator(f".prose-menubar button[data-name='{name}']").click()

    field.click()
    page.wait_for_timeout(100)  # The editor settles its selection a moment after it got the focus.
    page.keyboard.press("Control+End")
    for name, text in (("heading2", "Подзаглавие"), ("bulletList", "точка"), ("blockquote", "цитат")):
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        button(name)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    button("table")
    page.keyboard.type("клетка")
    button("table:addRowAfter")
    field.locator("p", has_text="Едно изречение.").click(click_count=3)
    button("bold")
    button("italic")
    button("link")
    page.locator(".prose-editor-dialog input[name=href]").fill("example.org")
    page.locator(".prose-editor-dialog button[type=submit]").click()
    expect(field.locator("a")).to_have_count(1)
    press(page, "save")

    article.refresh_from_db()
    link = '<a href="https://example.org" rel="noopener noreferrer"><strong><em>Едно изречение.</em></strong></a>'
    assert link in article.body
    assert "<h2>Подзаглавие</h2>" in article.body
    assert "<ul><li><p>точка</p>" in article.body
    assert "<blockquote><p>цитат</p>" in article.body
    assert article.body.count("<tr>") == 4
    assert "style" not in article.body


def test_counts_follow_the_writing(page: Page) -> None:
    article = make_draft(headline="Кратко", lead="Две думи", body="<p>и още три</p>")
    sign_in(page, make_chief_editor())
    open_story(page, article)
    headline, text = page.locator(".field-headline .counts"), page.locator(".field-body .counts")

    expect(headline).to_have_text(re.compile(r"^6 "))
    expect(text).to_have_text(re.compile(r"^5 "))
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" дума" * 355)
    expect(text).to_have_text(re.compile(r"^360 .* 2 "))
    page.fill("#id_headline", "а" * 111)
    expect(headline).to_have_class(re.compile("counts-warning"))
    page.evaluate("window.onbeforeunload = null")


def test_unsaved_work_is_not_lost_by_leaving(page: Page) -> None:
    article = make_draft()
    sign_in(page, make_chief_editor())
    open_story(page, article)
    page.on("dialog", lambda dialog: dialog.dismiss())

    page.fill("#id_headline", "Още непазено")
    with page.expect_event("dialog") as asked:
        page.locator(".breadcrumbs a").first.click()

    assert asked.value.type == "beforeunload"
    assert page.url.endswith("/change/")


def test_untouched_story_is_left_without_a_question(page: Page) -> None:
    article = make_draft(body="<blockquote>Казано.</blockquote><table><tbody><tr><td>1</td></tr></tbody></table>")
    sign_in(page, make_chief_editor())
    open_story(page, article)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.mouse.click(5, 400)
    page.locator(".breadcrumbs a").first.click()
    expect(page).to_have_url(re.compile(r"/article/$"))

    assert asked == []


def test_control_s_saves_without_a_question(page: Page) -> None:
    article = make_draft()
    sign_in(page, make_chief_editor())
    open_story(page, article)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))

    page.fill("#id_headline", "Записано с клавиш")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_be_visible()

    article.refresh_from_db()
    assert article.headline == "Записано с клавиш"
    assert asked == []


def test_editor_makes_a_tag_without_leaving_the_story(page: Page) -> None:
    article = make_draft()
    sign_in(page, make_chief_editor())
    open_story(page, article)

    with page.expect_popup() as popup:
        page.locator(".field-tags .add-related").click()
    popup.value.fill("#id_name", "Япония")
    popup.value.locator("input[name=_save]").click()
    expect(page.locator(".field-tags .select2-selection__choice")).to_contain_text("Япония")
    press(page, "save")

    assert [tag.slug for tag in article.tags.all()] == ["yaponia"]


def test_errors_lead_into_the_fields(page: Page) -> None:
    article = make_draft(lead="", body="")
    sign_in(page, make_chief_editor())
    open_story(page, article)
    page.fill("#id_headline", "Запазеното заглавие")
    press(page, "publish")

    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.locator("#id_headline")).to_have_value("Запазеното заглавие")
    page.locator("[data-error-summary] a[data-field=id_body]").click()
    expect(page.locator(".ProseMirror[contenteditable]")).to_be_focused()


def test_pages_of_the_desk_raise_no_complaint_in_either_theme_or_width(page: Page) -> None:
    story = make_story(authors=[make_author()], tags=[make_tag()])
    sign_in(page, make_chief_editor())
    base = f"/admin/articles/article/{story.pk}"

    for scheme, width in (("light", 390), ("dark", 1440)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        for url in ("/admin/", "/admin/articles/article/", f"{base}/change/", f"{base}/act/kill/", f"{base}/history/"):
            page.goto(url)
            page.wait_for_load_state("networkidle")
            overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert (url, width, overflow <= 0) == (url, width, True)
