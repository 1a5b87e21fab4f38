import datetime as dt
import re

import pytest

from articles.domain.acts import Act
from tests.articles.pages import FIRST, LIST_PATHS, SECOND, make_updated_story, source_of, story_of, visible_text, words
from tests.factories.stories import (
    make_author,
    make_draft,
    make_section,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db


# --- Addresses --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["", "history/", "history/1/", "history/2/diff/"])
@pytest.mark.parametrize(
    "wrong",
    [
        "/en/news/world/{pk}-{slug}/",
        "/bg/news/bulgaria/{pk}-{slug}/",
        "/bg/news/world/{pk}-x/",
        "/bg/news/none/{pk}-x/",
    ],
)
def test_wrong_address_leads_to_the_right_one(client, wrong, suffix):
    story = make_updated_story()
    address = wrong.format(pk=story.pk, slug=story.version.slug) + suffix
    assert_redirects_for_ever(client.get(address), story.get_absolute_url() + suffix)


def test_number_alone_leads_to_the_story(client):
    story = make_story()
    assert_redirects_for_ever(client.get(f"/bg/news/world/{story.pk}/"), story.get_absolute_url())


def test_new_headline_moves_the_address(client):
    story = make_story()
    publish_change(story.article, headline="Завърши срещата")
    assert_redirects_for_ever(client.get(story.get_absolute_url()), story_of(story.article).get_absolute_url())


def assert_redirects_for_ever(response, address):
    assert (response.status_code, response.headers["Location"]) == (301, address)


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize(
    "path",
    [
        "none/", "news/none/", "tags/none/", "authors/none/", "news/world/1-x/", "news/world/0-x/", "news/world/x/",
        f"news/world/{10**30}-x/", f"news/world/{'9' * 5000}-x/", "news/world/-1-x/", "news/world/٣-x/",
        "news/world/1-x%00/", "news/%00/", "tags/%00/", "authors/%ED%A0%80/", "news/%ED%A0%80/", "%ED%A0%80/", "%00/",
        "%FF/",
        "news/?page=0", "news/?page=2", "news/?page=abc", f"news/?page={10**30}", "news/?page=-1", "news/?page=1.0",
        "news/?page=", "news/?page=%00", "news/?page=%ED%A0%80", "news/?page=%D9%A3", "news/?before=", "news/?before=x",
        "news/?before=%00", "news/?before=%ED%A0%80", "news/?before=AAAA", "news/?page=1&before=MQ",
        "tags/china/?page=0", "authors/stanoev/?before=x", "news/world/?page=abc",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_404_in_the_design_and_language_of_the_site(client, language, path):
    make_section()
    make_story(tags=[make_tag(slug="china")], authors=[make_author(slug="stanoev")])
    client.raise_request_exception = False
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 404
    assert words("There is no such page", language) in response.text
    assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize(
    "path", ["history/0/", "history/3/", "history/1/diff/", "history/3/diff/", f"history/{10**30}/"]
)
def test_version_that_does_not_exist_is_404(client, path):
    assert client.get(make_updated_story().get_absolute_url() + path).status_code == 404


@pytest.mark.parametrize("path", LIST_PATHS)
def test_public_pages_answer_only_reading(client, path):
    make_story(tags=[make_tag(slug="china")], authors=[make_author(slug="stanoev")])
    assert client.head(f"/bg/{path}").status_code == 200
    assert client.post(f"/bg/{path}").status_code == 405


# --- The record of a story --------------------------------------------------------------------------------------


def test_history_lists_the_versions_newest_first(client):
    story = make_updated_story(Act.CORRECT)
    page = client.get(f"{story.get_absolute_url()}history/")
    text = visible_text(page)
    second, first = text.index("03.09.2025 11:33"), text.index("03.09.2025 09:32")
    assert second < text.index("Поправена е цифрата.") < first
    assert f'href="{story.get_absolute_url()}history/2/diff/"' in page.text
    assert f'href="{story.get_absolute_url()}history/1/diff/"' not in page.text
    assert '<meta name="robots" content="noindex">' in page.text


def test_older_version_shows_its_own_words_and_says_that_it_is_old(client):
    article = make_draft(headline="Първото заглавие", body="<p>Първият текст.</p>")
    publish(article, at=FIRST)
    publish_change(article, headline="Второто заглавие", body="<p>Вторият текст.</p>", at=SECOND)
    story = story_of(article)
    page = client.get(f"{story.get_absolute_url()}history/1/").text
    assert "Първият текст." in page
    assert "Вторият текст." not in page
    assert words("This is version %(number)s, not the current one.") % {"number": 1} in page
    assert f'<a href="{story.get_absolute_url()}">' in page
    assert words("UPDATED") not in page


def test_diff_marks_what_came_and_what_went(client):
    article = make_draft(body="<p>Дойдоха двама.</p>")
    publish(article, at=FIRST)
    publish_change(article, body="<p>Дойдоха трима.</p>", at=SECOND)
    page = client.get(f"{story_of(article).get_absolute_url()}history/2/diff/").text
    hidden = '<span class="visually-hidden">{}: </span>'
    assert f"<ins>{hidden.format(words('added'))}трима.</ins>" in page
    assert f"<del>{hidden.format(words('removed'))}двама.</del>" in page


# --- Lists ------------------------------------------------------------------------------------------------------


def test_list_holds_twenty_and_leads_on(client):
    for number in range(21):
        make_story(headline=f"Новина {number:02}", hours_ago=number + 1)
    first, second = client.get("/bg/news/").text, client.get("/bg/news/?page=2").text
    assert len(re.findall(r'class="row"', first)) == 20
    assert len(re.findall(r'class="row"', second)) == 1
    assert 'rel="next" href="/bg/news/?page=2"' in first
    assert 'rel="prev" href="/bg/news/"' in second
    assert '<link rel="canonical" href="http://localhost:8000/bg/news/?page=2">' in second


def test_list_exists_in_both_languages(client):
    make_section()
    page = source_of(client.get("/bg/news/world/"))
    assert '<link rel="canonical" href="http://localhost:8000/bg/news/world/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://localhost:8000/en/news/world/">' in page
    assert '<a href="/en/news/world/" lang="en" hreflang="en">' in page
    assert "World" in client.get("/en/news/world/").text


def test_today_holds_the_stories_of_the_newsrooms_day(client, time_machine):
    time_machine.move_to(dt.datetime(2025, 9, 3, 9, 4, tzinfo=dt.UTC), tick=False)
    for headline, at in (("Преди полунощ", (2, 20, 59)), ("След полунощ", (2, 21, 1))):
        publish(make_draft(headline=headline), at=dt.datetime(2025, 9, *at, tzinfo=dt.UTC))
    text = visible_text(client.get("/bg/today/"))
    assert "12:04" in text
    assert "03.09.2025" in text
    assert "След полунощ" in text
    assert "Преди полунощ" not in text


@pytest.mark.parametrize("path", [*LIST_PATHS[:3], "authors/stanoev/", "today/"])
@pytest.mark.parametrize("language", ["bg", "en"])
def test_list_without_stories_says_so(client, language, path):
    make_section()
    make_author(slug="stanoev")
    response = client.get(f"/{language}/{path}")
    assert response.status_code == 200
    assert 'class="empty"' in response.text
