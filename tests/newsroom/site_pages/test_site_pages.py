import pytest
from django.conf import settings
from django.test import override_settings
from django.utils.translation import override

from articles.domain.acts import Act
from newsroom.models import SitePage
from newsroom.site_pages.admin import SitePageForm
from newsroom.site_pages.pages import default_text
from tests.factories.people import make_chief_editor, make_editor
from tests.factories.stories import make_section, make_story, publish_change

pytestmark = pytest.mark.django_db
KEYS = ["privacy", "terms", "contacts", "corrections"]


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("key", [*KEYS, "cookies"])
def test_page_about_the_agency_answers_in_both_languages(client, key, language):
    response = client.get(f"/{language}/about/{key}/")
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert not response.cookies
    assert response.headers["Cache-Tag"] == f"pages-{language} chrome"
    assert f'hreflang="{"en" if language == "bg" else "bg"}"' in response.text


@pytest.mark.parametrize("key", ["x", "about", "privacy-", "a" * 5000])
def test_unknown_page_is_404(client, key):
    assert client.get(f"/bg/about/{key}/").status_code == 404


def test_foot_of_a_page_leads_to_every_page_about_the_agency(client):
    front = client.get("/en/").text
    for path in ("corrections/", "about/contacts/", "about/terms/", "about/privacy/", "about/cookies/"):
        assert f'href="/en/{path}"' in front


def test_what_a_chief_editor_writes_stands_on_the_page(client):
    chief, page = make_chief_editor(), SitePage.objects.get(key="terms")
    client.force_login(chief)
    texts = {"text_bg": "<p>Наши условия.</p><script>alert(1)</script>", "text_en": ""}
    address = f"/admin/newsroom/sitepage/{page.pk}/change/"

    assert client.get(address).status_code == 200
    assert client.post(address, texts).status_code == 302

    page.refresh_from_db()
    assert (page.text_bg, page.text_en, page.changed_by) == ("<p>Наши условия.</p>", "", chief)
    shown = client.get("/bg/about/terms/").text
    assert "<p>Наши условия.</p>" in shown
    assert "alert(1)" not in shown
    with override("en"):
        assert str(default_text(SitePage.Key.TERMS, language="en")) in client.get("/en/about/terms/").text


def test_text_that_is_saved_as_it_came_stays_the_one_that_comes_with_newsroom():
    page = SitePage.objects.get(key="privacy")
    form = SitePageForm(instance=page)
    saved = SitePageForm({name: form.initial[name] for name in ("text_bg", "text_en")}, instance=page)
    assert form.initial["text_bg"].startswith("<p>")
    assert saved.is_valid()
    assert (saved.cleaned_data["text_bg"], saved.cleaned_data["text_en"]) == ("", "")


def test_editor_of_a_section_does_not_write_them(client):
    client.force_login(make_editor(make_section()))
    page = SitePage.objects.get(key="terms")
    assert client.get(f"/admin/newsroom/sitepage/{page.pk}/change/").status_code == 403


def test_public_log_of_corrections(client):
    story = make_story(headline="Реката преля")
    publish_change(story.article, Act.CORRECT, note="Реката е Марица.", headline="Марица преля")
    response = client.get("/bg/corrections/")
    assert response.headers["Cache-Tag"] == "news-bg chrome"
    page = response.text
    assert "Марица преля" in page
    assert "Реката е Марица." in page
    assert client.get("/bg/corrections/?page=2").status_code == 404
    assert client.get("/bg/corrections/?before=%00").status_code == 404
    assert "Nothing has been corrected or withdrawn so far." in client.get("/en/corrections/").text


# --- Cookies and counting ---------------------------------------------------------------------------------------


def test_list_of_cookies_names_every_cookie_of_a_sign_in(client):
    person = make_chief_editor(username="chief", email="chief@news.example")
    client.get("/bg/account/login/")
    client.post("/bg/account/login/", {"login": person.username, "password": "correct horse battery"})
    client.get("/bg/account/")
    listed = client.get("/bg/about/cookies/").text
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "signed_in"} <= set(client.cookies)
    for name in client.cookies:
        assert f"<code>{name}</code>" in listed


def test_nothing_is_asked_and_nothing_loaded_while_visits_are_not_counted(client):
    page = client.get("/bg/").text
    assert "consent" not in page
    assert "https://" not in page.replace("https://schema.org", "")


@override_settings(ANALYTICS_SCRIPT_URL="https://count.example/script.js", ANALYTICS_NAME="count.example")
def test_service_that_counts_is_named_in_a_notice_and_not_loaded_by_the_page(client):
    page = " ".join(client.get("/bg/").text.split())
    assert "data-consent-notice hidden>" in page
    assert 'data-analytics-script="https://count.example/script.js"' in page
    assert 'src="https://count.example' not in page
    assert "count.example" in client.get("/bg/about/cookies/").text
