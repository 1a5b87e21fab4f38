import datetime as dt
import re

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.domain.searching import search_page
from articles.domain.searching.counting import Counts
from articles.domain.searching.vocabulary import learn_words
from media_library.domain import library
from tests.articles.pages import visible_text, words
from tests.factories.photos import make_photo
from tests.factories.stories import (
    make_author,
    make_draft,
    make_killed_story,
    make_section,
    make_story,
    make_tag,
    publish,
)

pytestmark = pytest.mark.django_db


def headlines(response):
    return [
        re.sub(r"<[^>]+>|\s+", " ", found).split()
        for found in re.findall(r'<h3 class="row-headline">.*?<a [^>]*>(.*?)</a>', response.text, re.DOTALL)
    ]


def test_search_shows_the_form_and_how_to_search(client):
    make_story()
    response = client.get("/bg/search/")
    assert response.status_code == 200
    assert 'name="q"' in response.text
    assert headlines(response) == []
    assert words("An asterisk stands for any ending.") in response.text


def test_found_words_are_marked_in_any_form_and_nothing_is_markup(client):
    make_story(headline="Президентите <b>Буш</b> & Путин", lead="", body="<p>Среща &amp; <em>президент</em>.</p>")
    response = client.get("/bg/search/?q=президент+putin")
    assert "<mark>Президентите</mark> &lt;b&gt;Буш&lt;/b&gt; &amp; <mark>Путин</mark>" in response.text
    assert "Среща &amp; <mark>президент</mark>." in response.text


def test_masthead_leads_to_the_search(client):
    for language in ("bg", "en"):
        assert f'href="/{language}/search/"' in client.get(f"/{language}/").text
    assert words("Advanced search") == "Подробно търсене"


def test_body_of_a_story_for_subscribers_is_found_and_not_shown(client):
    make_story(access="subscribers", lead="Само начало.", body="<p>Тайната дума е таралеж.</p>")
    response = client.get("/bg/search/?q=таралеж")
    assert len(headlines(response)) == 1
    assert "Само начало." in response.text
    assert "Тайната" not in response.text


def test_pages_lead_to_each_other_and_back(client, settings):
    settings.LIST_PAGE_SIZE = 2
    for hours in range(1, 6):
        make_story(hours_ago=hours, headline=f"Буря {hours}")

    def go(response, rel):
        link = re.search(rf'rel="{rel}"\s+href="([^"]+)"', response.text)
        return client.get(link[1].replace("&amp;", "&")) if link else None

    first = client.get("/bg/search/?q=буря")
    second = go(first, "next")
    third = go(second, "next")
    assert [headlines(page) for page in (first, second, third)] == [
        [["Буря", "1"], ["Буря", "2"]], [["Буря", "3"], ["Буря", "4"]], [["Буря", "5"]],
    ]  # fmt: skip
    assert go(third, "next") is None
    assert go(first, "prev") is None
    assert headlines(go(third, "prev")) == headlines(second)
    assert headlines(go(go(third, "prev"), "prev")) == headlines(first)


def test_every_filter_is_kept_in_the_address_and_can_be_taken_off(client):
    make_story(section=make_section("bulgaria"), tags=[make_tag("Търговия", slug="trade")], authors=[make_author()])
    query = (
        "?q=среща&section=bulgaria&kind=original&language=bg&since=2020-01-01&until=2100-01-01"
        "&author=станоев&place=пекин&tag=trade"
    )
    response = client.get(f"/bg/search/{query}")
    assert len(headlines(response)) == 1
    assert response.text.count('class="chip"') == 9
    assert headlines(client.get("/bg/search/?period=today"))
    assert not headlines(client.get(f"/bg/search/{query}&person=никой"))


def test_form_with_empty_fields_is_sent_on(client):
    response = client.get("/bg/search/?q=a&section=&author=+")
    assert (response.status_code, response.headers["Location"]) == (302, "/bg/search/?q=a")


def test_facets_count_and_lead_on(client):
    make_story(section=make_section("bulgaria"))
    make_story()
    make_story(language="en", headline="Среща")
    response = client.get("/bg/search/?q=среща")
    assert 'href="/bg/search/?q=%D1%81%D1%80%D0%B5%D1%89%D0%B0&amp;section=world"' in response.text
    assert re.search(r'section=world">Свят</a>\s*<span class="facet-count">2</span>', response.text)
    assert re.search(r'language=en">английски</a>\s*<span class="facet-count">1</span>', response.text)


def test_more_than_ten_thousand_are_not_counted(client, monkeypatch):
    make_story()
    monkeypatch.setattr(
        search_page, "count_matches", lambda _search: Counts(total=10_000, is_capped=True, facets={}, sample=100)
    )
    assert "над 10 000 новини" in client.get("/bg/search/?q=среща").text.replace("\xa0", " ")


def test_withdrawn_and_embargoed_stories_are_not_found(client):
    make_killed_story()
    publish(make_draft(embargo_until=timezone.now() + dt.timedelta(hours=1)))
    for query in ("q=среща", "section=world", "period=today", "q=среща&sort=best"):
        response = client.get(f"/bg/search/?{query}")
        assert response.status_code == 200
        assert headlines(response) == []
        assert words("No story is like that. Take a filter off, write fewer words, or write them otherwise.") in (
            visible_text(response)
        )


@pytest.mark.parametrize("query", ["?q=среща", "?q=среща&sort=best", "?section=world", ""])
def test_as_many_queries_for_few_stories_as_for_many(
    client, django_assert_num_queries, django_assert_max_num_queries, query
):
    for hours in range(1, 6):  # Who finds fewer is asked what was meant.
        make_story(hours_ago=hours)
    with django_assert_max_num_queries(30) as few:
        client.get(f"/bg/search/{query}")
    for hours in range(6, 12):
        make_story(hours_ago=hours, tags=[make_tag(f"Етикет {hours}", "")], authors=[make_author()])
    with django_assert_num_queries(len(few)):
        client.get(f"/bg/search/{query}")


# --- What is wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("section=none", "There is no “%(value)s” to choose here."),
        ("kind=kill", "There is no “%(value)s” to choose here."),
        ("tag=none", "There is no tag “%(value)s”."),
        ("since=0000-01-01", "This is not a day. Write it like 03.09.2025."),
        ("since=0001-01-01", "Write a year between %(first)s and %(last)s."),
        ("since=2025-02-30", "This is not a day. Write it like 03.09.2025."),
        ("since=2025-02-02&until=2025-02-01", "The last day is before the first one."),
    ],
)
@pytest.mark.parametrize("language", ["bg", "en"])
def test_what_is_wrong_is_said_and_nothing_is_looked_for(client, language, query, message):
    make_story()
    response = client.get(f"/{language}/search/?{query}")
    said = words(message, language) % {"value": "none" if "none" in query else "kill", "first": 1826, "last": 2100}
    assert response.status_code == 400
    assert said in response.text.replace("&quot;", '"')
    assert headlines(response) == []


@pytest.mark.parametrize("path", ["search/", "search/photos/"])
def test_search_of_a_hundred_kilobytes_is_refused_politely(client, path):
    response = client.get(f"/bg/{path}?q={'а' * 100_000}")
    assert response.status_code == 400
    assert words("That search is too wide to be answered at once.") in response.text
    assert len(response.content) < 60_000


@pytest.mark.parametrize("path", ["search/", "search/photos/"])
def test_search_that_takes_too_long_says_so(client, settings, path, monkeypatch):
    make_story()

    def sleep(*_args, **_kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    read_page = library._read_page

    def sleep_over_photos(photos, *args, **kwargs):
        return read_page(photos, *args, **kwargs) if photos.query.is_empty() else sleep()

    settings.SEARCH_TIME_LIMIT = 50
    monkeypatch.setattr(search_page.StorySearch, "newest", sleep)
    monkeypatch.setattr(library, "_read_page", sleep_over_photos)
    response = client.get(f"/bg/{path}?q=среща")
    assert response.status_code == 400
    assert words("That search is too wide to be answered at once.") in response.text


@pytest.mark.parametrize(
    "query",
    ["page=0", "page=2", "before=x", "before=AAAA", "after=x", "page=1&before=x", "before=MC4x", "sort=best&page=99"],
)
def test_page_that_there_is_not_is_404(client, query):
    make_story()
    response = client.get(f"/bg/search/?q=среща&{query}")
    assert response.status_code == 404


NAMES = (
    "q", "section", "kind", "language", "period", "since", "until", "author", "person", "place", "tag", "photo", "sort",
    "page", "before", "after", "taken_from", "taken_to", "photographer", "supplier", "licence", "orientation", "x",
)  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                ["\x00", "\ud800", "9" * 30, "-1", "2025-13-45", "0000-00-00", "world", "best", "-", '"', "'\\"]
            ),
        ),
        max_size=4,
    ),
    st.sampled_from(["search/", "search/photos/"]),
)
def test_anything_may_be_asked_for(client, query, path):
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in query.items()}
    response = client.get(f"/bg/{path}", encoded)
    assert response.status_code in {200, 302, 400, 404}


# --- Photos -----------------------------------------------------------------------------------------------------


def test_photos_are_searched_by_the_filters_of_the_library(client):
    make_photo(indexed=True, headline="Буря край Шабла", creators=["Ева Марин"])
    response = client.get("/bg/search/photos/?q=буря&photographer=marin")
    assert response.status_code == 200
    assert "Буря край Шабла" in response.text
    assert 'action="/bg/search/photos/"' in response.text
    assert client.get("/bg/search/photos/?section=none").status_code == 400
    assert 'href="/bg/search/?q=%D0%B1%D1%83%D1%80%D1%8F"' in response.text


# --- Advice -----------------------------------------------------------------------------------------------------


def test_mistyped_word_gets_advice_that_finds_something(client):
    make_story(headline="Президентът в Пекин")
    learn_words()
    response = client.get("/bg/search/?q=президентат&section=world")
    assert "Може би търсите" in visible_text(response)
    link = re.search(r'href="([^"]+)">президентът</a>', response.text)[1].replace("&amp;", "&")
    assert len(headlines(client.get(link))) == 1
    assert "Може би търсите" not in visible_text(client.get("/bg/search/?q=пекин"))


def test_suggestions_are_options_that_lead_somewhere(client):
    story = make_story(headline="Буря <над> Варна")
    response = client.get("/bg/search/suggestions/?q=бур")
    assert response.status_code == 200
    assert f'data-url="{story.get_absolute_url()}"' in response.text
    assert "Буря &lt;над&gt; Варна" in response.text
    assert response.headers["Cache-Tag"].split() == ["search-bg", "chrome"]
    assert client.get("/bg/search/suggestions/").status_code == 200


@pytest.mark.parametrize("text", ["%00", "а" * 200, "%ED%A0%80", "%25", "___", "\\"])
def test_suggestions_of_anything_are_no_error(client, text):
    assert client.get(f"/bg/search/suggestions/?q={text}").status_code in {200, 400}


@pytest.mark.parametrize("path", ["search/", "search/?q=среща", "search/photos/", "search/suggestions/?q=сре"])
def test_search_is_the_same_for_everyone(client, path):
    make_story()
    response = client.get(f"/bg/{path}")
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Tag"]
    assert "csrfmiddlewaretoken" not in response.text
