"""Feeds of stories, read by a parser that knows nothing of what wrote them."""

import calendar
import datetime as dt
from urllib.parse import unquote

import feedparser
import pytest
from django.utils import timezone
from lxml import etree

from articles.domain.acts import Act
from tests.articles.pages import FIRST, SECOND, story_of
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import (
    make_author,
    make_draft,
    make_killed_story,
    make_section,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db
SITE = "https://news.example.bg"
FORMS = ["rss", "atom"]
PATHS = ["news", "sections/world", "tags/china", "authors/stanoev"]


@pytest.fixture(autouse=True)
def public_name(settings):
    settings.SITE_URL = SITE


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200
    feed = feedparser.parse(response.content, response_headers={"content-type": response.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def seconds(parsed):
    return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC)


def make_full_story(**fields):
    article = make_draft(
        authors=[make_author(slug="stanoev")], tags=[make_tag(slug="china")], guests="Ана Иванова", **fields
    )
    photo = make_usable_photo()
    put(article, photo, caption="Лидерите <в> Пекин.")
    publish(article, at=FIRST)
    publish_change(article, headline="Завърши срещата", at=SECOND)
    return story_of(article), photo


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", PATHS)
def test_each_feed_tells_of_a_story_what_readers_see(client, path, form):
    story, photo = make_full_story()
    feed = read(client, f"/bg/feeds/{path}.{form}")
    [entry] = feed.entries
    assert entry.title == "Завърши срещата"
    assert entry.link == SITE + story.get_absolute_url()
    assert entry.summary == "<p>Лидерите на двадесет държави разговарят за търговията.</p>"
    assert entry.id == f"urn:newsml:news.example.bg:20250903:{story.pk}"
    assert (seconds(entry.published_parsed), seconds(entry.updated_parsed)) == (FIRST, SECOND)
    assert [author["name"] for author in entry.authors] == ["Николай Станоев", "Ана Иванова"]
    assert [tag["term"] for tag in entry.tags] == ["Свят", "Китай"]
    wide = photo.renditions.get(preset="web-1920", format="jpeg")
    assert entry.media_content == [
        {"url": SITE + wide.url, "type": "image/jpeg", "medium": "image", "width": "1920", "height": "1280"}
    ]
    assert [credit["content"] for credit in entry.media_credit] == ["Иван Петров"]


@pytest.mark.parametrize(("form", "version"), [("rss", "rss20"), ("atom", "atom10")])
def test_feed_says_what_it_is_and_where_it_lies(client, form, version):
    make_full_story()
    feed = read(client, f"/bg/feeds/sections/world.{form}")
    assert feed.version == version
    assert feed.feed.title == "Национална информационна агенция: Свят"
    assert feed.feed.language == "bg"
    links = {link["rel"]: link["href"] for link in feed.feed.links}
    assert links == {"alternate": f"{SITE}/bg/news/world/", "self": f"{SITE}/bg/feeds/sections/world.{form}"}
    assert seconds(feed.feed.updated_parsed) == SECOND


@pytest.mark.parametrize("form", FORMS)
def test_feed_names_the_hub_if_there_is_one(client, settings, form):
    settings.WEBSUB_HUB_URL = "https://hub.example/"
    links = {link["rel"]: link["href"] for link in read(client, f"/bg/feeds/news.{form}").feed.links}
    assert links["hub"] == "https://hub.example/"


def test_stories_stand_newest_first_and_in_their_language(client):
    old, new = make_story(hours_ago=2), make_story(hours_ago=1)
    make_story(language="en", headline="Summit begins")
    addresses = [entry.link for entry in read(client, "/bg/feeds/news.rss").entries]
    assert addresses == [SITE + story.get_absolute_url() for story in (new, old)]


@pytest.mark.parametrize("form", FORMS)
def test_correction_says_what_was_wrong_under_the_same_name(client, form):
    article = make_draft()
    publish(article, at=FIRST)
    before = read(client, f"/bg/feeds/news.{form}").entries[0]
    publish_change(article, Act.CORRECT, note="Държавите са <20>.", headline="Започна", at=SECOND)
    publish_change(article, Act.MINOR_FIX, headline="Започна срещата", at=SECOND)
    after = read(client, f"/bg/feeds/news.{form}").entries[0]
    assert after.id == before.id
    assert after.link != before.link
    assert after.summary.startswith("<p><strong>Корекция:</strong> Държавите са &lt;20&gt;.</p>")


def test_withdrawn_story_leaves_the_feed(client):
    make_killed_story()
    assert read(client, "/bg/feeds/news.rss").entries == []


def test_embargo_ends_to_the_second(client, time_machine):
    end = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
    publish(make_draft(embargo_until=end))
    time_machine.move_to(end - dt.timedelta(seconds=1), tick=False)
    assert read(client, "/bg/feeds/news.rss").entries == []
    time_machine.move_to(end, tick=False)
    assert len(read(client, "/bg/feeds/news.rss").entries) == 1


@pytest.mark.parametrize("access", ["free", "subscribers"])
@pytest.mark.parametrize("form", FORMS)
def test_text_of_a_story_is_in_no_feed(client, form, access):
    make_story(access=access)
    entry = read(client, f"/bg/feeds/news.{form}").entries[0]
    assert "Срещата започна в сряда" not in entry.summary
    assert ("само за абонати" in entry.summary or "за абонати" in entry.summary) == (access == "subscribers")


@pytest.mark.parametrize("form", FORMS)
def test_characters_that_xml_can_not_write_are_left_out(client, form):
    make_story(headline="Сре\x0bща\uffff \U0001f4f0 & <b>")
    assert b"\xd0\xa1\xd1\x80\xd0\xb5\xd1\x89\xd0\xb0 \xf0\x9f\x93\xb0 &amp; &lt;b&gt;" in client.get(
        f"/bg/feeds/news.{form}"
    ).content  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_feed_that_has_not_changed_is_not_sent_again(client, form):
    story = make_story()
    address = f"/bg/feeds/news.{form}"
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    publish_change(story.article, headline="Завърши срещата")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("form", FORMS)
def test_empty_feed_stays_the_same(client, time_machine, form):
    make_section()
    first = client.get(f"/bg/feeds/sections/world.{form}").content
    time_machine.move_to(timezone.now() + dt.timedelta(hours=1))
    assert client.get(f"/bg/feeds/sections/world.{form}").content == first
    assert etree.fromstring(first) is not None


@pytest.mark.parametrize("path", PATHS)
def test_feed_costs_the_same_for_one_story_as_for_many(client, path, django_assert_num_queries):
    queries = {"news": 4, "sections/world": 5, "tags/china": 6, "authors/stanoev": 5}[path]
    story, _ = make_full_story()
    with django_assert_num_queries(queries):
        read(client, f"/bg/feeds/{path}.rss")
    author, tag = story.authors.get(), story.tags.get()
    for _number in range(3):
        article = make_draft(authors=[author], tags=[tag])
        put(article, make_usable_photo())
        publish(article, at=FIRST)
        publish_change(article, Act.CORRECT, note="Поправена е цифрата.", at=SECOND, headline="Друга")
    with django_assert_num_queries(queries):
        assert len(read(client, f"/bg/feeds/{path}.rss").entries) == 4


@pytest.mark.parametrize(
    "path", ["news.xml", "news", "news.rss/", "sections/none.rss", "tags/none.atom", "authors/none.rss", "tags/a.b.rss"]
)
def test_feed_that_there_is_none_of_is_not_found(client, path):
    assert client.get(f"/bg/feeds/{path}").status_code == 404


def test_tag_that_only_hidden_stories_carry_has_no_feed(client):
    make_killed_story(tags=[make_tag(slug="china")])
    assert client.get("/bg/feeds/tags/china.rss").status_code == 404


def test_lists_and_stories_name_their_feeds(client):
    story = make_story()
    link = f'<link rel="alternate" type="application/rss+xml" title="Свят" href="{SITE}/bg/feeds/sections/world.rss">'
    assert link in client.get("/bg/news/world/").text
    assert link in client.get(story.get_absolute_url()).text
    assert f'title="Всички новини" href="{SITE}/bg/feeds/news.atom">' in client.get("/bg/").text


def test_feed_is_the_same_for_everyone_and_says_what_it_shows(client):
    make_section()
    response = client.get("/bg/feeds/sections/world.rss")
    assert response.headers["Cache-Tag"] == "news-bg section-world-bg chrome"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.cookies == {}


# --- A search ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_search_can_be_followed(client, settings, form):
    settings.WEBSUB_HUB_URL = "https://hub.example/"
    found = make_story(headline="Президентите се срещнаха")
    make_story(headline="Времето утре")
    feed = read(client, f"/bg/feeds/search.{form}?q=президент&sort=best")
    assert [entry.link for entry in feed.entries] == [SITE + found.get_absolute_url()]
    links = {link["rel"]: unquote(link["href"]) for link in feed.feed.links}
    assert links == {
        "alternate": f"{SITE}/bg/search/?q=президент",
        "self": f"{SITE}/bg/feeds/search.{form}?q=президент",
    }


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("q=", 404),
        ("section=none", 400),
        ("since=0000-00-00", 400),
        ("since=2025-09-04&until=2025-09-03", 400),
        ("q=" + "а" * 100_000, 400),
        ("q=%00", 400),
    ],
)
def test_search_that_can_not_be_followed_says_so(client, query, status):
    assert client.get(f"/bg/feeds/search.rss?{query}").status_code == status


def test_feed_of_a_search_costs_the_same_for_one_story_as_for_many(client, django_assert_num_queries):
    for _number in range(3):
        article = make_draft()
        put(article, make_usable_photo())
        publish(article, at=FIRST)
        with django_assert_num_queries(12):
            read(client, "/bg/feeds/search.rss?q=пекин")
