import pytest
from django.db import connection
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path
from django.utils.translation import gettext, override

from newsroom import views
from newsroom.urls import urlpatterns as real_patterns
from tests.factories.stories import make_section, make_story


def break_down(request):
    raise RuntimeError("Something broke.")


urlpatterns = [*real_patterns, path("bg/broken/", break_down), path("en/broken/", break_down)]
handler400, handler403 = views.refuse_request, views.refuse_access
handler404, handler500 = views.say_not_found, views.say_broken


def words(msgid, language):
    with override(language):
        return gettext(msgid)


def test_root_leads_to_the_bulgarian_front_page(client):
    response = client.get("/", headers={"Accept-Language": "en"})
    assert (response.status_code, response.headers["Location"]) == (302, "/bg/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bg", "en"])
def test_front_page_of_a_new_agency_says_what_will_be_here(client, language):
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    empty = words("The agency has not published anything yet. The first story will stand here.", language)
    assert empty in response.text


@pytest.mark.django_db
def test_most_urgent_story_of_the_day_leads_and_then_the_newest(client):
    make_story(headline="Важна", urgency=2, hours_ago=20)
    make_story(headline="Вчерашна и най-важна", urgency=1, hours_ago=25)
    for number in range(5):
        make_story(headline=f"Редовна {number}", urgency=5, hours_ago=number + 1)
    page = client.get("/bg/").text
    order = [headline for headline in sorted(HEADLINES, key=page.index) if headline in page.split('class="columns"')[0]]
    assert order[:5] == ["Важна", "Редовна 0", "Редовна 1", "Редовна 2", "Редовна 3"]


HEADLINES = ["Важна", "Вчерашна и най-важна", *(f"Редовна {number}" for number in range(5))]


@pytest.mark.django_db
def test_no_story_stands_twice_outside_the_rolling_list(client):
    for number in range(14):
        make_story(headline=f"Новина {number:02}", section=make_section(("world", "bulgaria")[number % 2]))
    top, rest = client.get("/bg/").text.split('<section class="rail"')
    columns = rest.split('class="columns"')[1]
    shown = [f"Новина {number:02}" for number in range(14)]
    assert [(top + columns).count(f">{headline}</a>") for headline in shown] == [1] * 14
    assert sum(headline in top for headline in shown) == 5


@pytest.mark.parametrize("language", ["bg", "en"])
def test_page_for_500_asks_the_database_nothing(language):
    with override_settings(ROOT_URLCONF=__name__):
        response = Client(raise_request_exception=False).get(f"/{language}/broken/")
    assert response.status_code == 500
    assert words("Something broke on our side", language) in response.text
    assert f'<html lang="{language}">' in response.text


def test_page_for_500_survives_broken_templates(monkeypatch, rf: RequestFactory):
    monkeypatch.setattr(views, "render_to_string", break_down)
    response = views.say_broken(rf.get("/bg/"))
    assert (response.status_code, "500" in response.text) == (500, True)


@pytest.mark.parametrize("language", ["bg", "en"])
def test_page_for_400_is_in_the_design_of_the_site(client, language):
    response = client.get(f"/{language}/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert words("The request can’t be understood", language) in response.text


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "500"])
def test_pages_for_errors_need_neither_database_nor_request(name):
    text = get_template(f"{name}.html").render({})
    assert text.count("<h1") == 1
    assert "<style" not in text


@pytest.mark.django_db
def test_page_for_404_costs_one_query(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/bg/none/").status_code == 404
    assert len(queries) == 1
