"""What crawlers ask for, held against the rules of sitemaps.org and of Google's extensions."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.utils import timezone
from lxml import etree

from articles.domain import sitemap
from articles.domain.acts import Act
from articles.models import public_story
from media_library.models import Photo
from tests.articles.pages import FIRST, SECOND, story_of
from tests.articles.photos import make_usable_photo, put
from tests.factories.photos import make_photo
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
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
# W3C's profile of ISO 8601, with an offset as soon as there is a time.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
ORDER = ["loc", "lastmod", "link", "image", "news"]


@pytest.fixture(autouse=True)
def public_name(settings):
    settings.SITE_URL = SITE


def content_of(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    return b"".join(response.streaming_content) if response.streaming else response.content


def read(client, path):
    """The entries of a sitemap, which is held against the schema's rules."""
    root = etree.fromstring(content_of(client.get(path)))
    assert root.tag == f"{MAP}urlset"
    addresses = [entry.findtext(f"{MAP}loc") for entry in root]
    assert len(set(addresses)) == len(addresses) <= 50_000
    for entry in root:
        assert entry.tag == f"{MAP}url"
        names = [etree.QName(child).localname for child in entry]
        assert names == sorted(names, key=ORDER.index)
        assert names.count("loc") == 1
        assert entry.findtext(f"{MAP}loc").startswith(f"{SITE}/")
        assert all(TIME.fullmatch(changed.text) for changed in entry.iterfind(f"{MAP}lastmod"))
        for link in entry.iterfind(f"{XHTML}link"):
            assert set(link.attrib) == {"rel", "hreflang", "href"}
            assert link.get("rel") == "alternate"
        links = [link.get("href") for link in entry.iterfind(f"{XHTML}link")]
        assert not links or entry.findtext(f"{MAP}loc") in links
    return list(root)


def addresses_of(client, path):
    return [entry.findtext(f"{MAP}loc") for entry in read(client, path)]


def index_of(client):
    root = etree.fromstring(content_of(client.get("/sitemap.xml")))
    assert root.tag == f"{MAP}sitemapindex"
    assert all(entry.tag == f"{MAP}sitemap" for entry in root)
    return {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}


def part_of(story):
    return f"/sitemap-stories-{story.pk // public_story.STORIES_A_PART + 1}.xml"


# --- robots.txt -------------------------------------------------------------------------------------------------


def test_robots_are_told_where_to_go(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.text == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /i18n/\n"
        "Disallow: /bg/account/\n"
        "Disallow: /en/account/\n"
        "\n"
        f"Sitemap: {SITE}/sitemap.xml\n"
        f"Sitemap: {SITE}/news-sitemap.xml\n"
    )


def test_rehearsal_is_closed_to_robots(client, settings):
    settings.OPEN_TO_SEARCH_ENGINES = False
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


# --- Stories ----------------------------------------------------------------------------------------------------


def test_index_names_every_sitemap_and_when_its_stories_changed(client):
    article = make_draft(tags=[make_tag(slug="china")])
    publish(article, at=FIRST)
    publish_change(article, headline="Завърши срещата", at=SECOND)
    photo = make_photo()
    tag = story_of(article).tags.get()
    assert index_of(client) == {
        f"{SITE}/sitemap-pages.xml": None,
        SITE + part_of(story_of(article)): "2025-09-03T11:33:00+03:00",
        f"{SITE}/sitemap-photos-{photo.pk // 5000 + 1}.xml": None,
        f"{SITE}/sitemap-tags-{tag.pk // 1000 + 1}.xml": None,
    }


def test_index_of_an_empty_newsroom_names_the_pages(client):
    assert index_of(client) == {f"{SITE}/sitemap-pages.xml": None}


def test_story_stands_with_its_photo_its_change_and_its_translation(client):
    article = make_draft()
    photo = make_usable_photo()
    put(article, photo)
    publish(article, at=FIRST)
    publish_change(article, headline="Завърши срещата", at=SECOND)
    source = story_of(article)
    other = make_story(language="en", translation_of=article, headline="Summit ends")
    ours, theirs = read(client, part_of(source))
    assert ours.findtext(f"{MAP}loc") == SITE + source.get_absolute_url()
    assert ours.findtext(f"{MAP}lastmod") == "2025-09-03T11:33:00+03:00"
    wide = photo.renditions.get(preset="web-1920", format="jpeg")
    assert [image.text for image in ours.iter(f"{IMAGE}loc")] == [SITE + wide.url]
    assert list(theirs.iter(f"{IMAGE}image")) == []
    for entry in (ours, theirs):
        assert [(link.get("hreflang"), link.get("href")) for link in entry.iter(f"{XHTML}link")] == [
            ("bg", SITE + source.get_absolute_url()),
            ("en", SITE + other.get_absolute_url()),
            ("x-default", SITE + source.get_absolute_url()),
        ]


def test_withdrawn_story_and_withdrawn_photo_are_in_no_sitemap(client):
    killed = make_killed_story()
    article, photo = make_draft(), make_usable_photo()
    put(article, photo)
    publish(article)
    Photo.objects.filter(pk=photo.pk).update(state="killed", kill_note_bg="Съд", kill_note_en="Court")
    [entry] = read(client, part_of(killed))
    assert entry.findtext(f"{MAP}loc") == SITE + story_of(article).get_absolute_url()
    assert list(entry.iter(f"{IMAGE}image")) == []
    assert addresses_of(client, "/news-sitemap.xml") == [SITE + story_of(article).get_absolute_url()]


def test_embargo_ends_to_the_second(client, time_machine):
    end = timezone.now().replace(microsecond=0) + dt.timedelta(hours=1)
    article = make_draft(embargo_until=end)
    publish(article)
    story = story_of(article)
    time_machine.move_to(end - dt.timedelta(seconds=1), tick=False)
    assert client.get(part_of(story)).status_code == 404
    assert addresses_of(client, "/news-sitemap.xml") == []
    assert index_of(client) == {f"{SITE}/sitemap-pages.xml": None}
    time_machine.move_to(end, tick=False)
    assert addresses_of(client, part_of(story)) == addresses_of(client, "/news-sitemap.xml")
    assert SITE + part_of(story) in index_of(client)


def test_part_that_has_not_changed_costs_one_look(client, django_assert_num_queries):
    story = make_story()
    etag = client.get(part_of(story)).headers["ETag"]
    with django_assert_num_queries(1):
        assert client.get(part_of(story), headers={"If-None-Match": etag}).status_code == 304
    publish_change(story.article, Act.KILL, note="Не се е състояло.")
    assert client.get(part_of(story), headers={"If-None-Match": etag}).status_code == 200


def test_part_is_read_a_few_stories_at_a_time(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sitemap, "_READ_AT_ONCE", 2)
    stories = [make_story() for _number in range(3)]
    looks, reads, families = 2, 3, 2
    with django_assert_num_queries(looks + reads + families):
        addresses = addresses_of(client, part_of(stories[0]))
    assert addresses == [SITE + story.get_absolute_url() for story in stories]


def test_last_change_is_looked_up_in_the_index(client):
    make_story()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + sitemap._PARTS, {"now": timezone.now(), "size": public_story.STORIES_A_PART})
        assert "public_by_part" in "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize("kind", ["stories", "photos", "tags"])
@pytest.mark.parametrize("number", ["0", "999999", "01", "x", "9" * 12, "9" * 40])
def test_part_that_there_is_not_is_not_found(client, kind, number):
    assert client.get(f"/sitemap-{kind}-{number}.xml").status_code == 404


# --- News -------------------------------------------------------------------------------------------------------


def test_news_of_two_days_stand_newest_first_in_both_languages(client):
    old = make_story(hours_ago=49)
    bulgarian = make_story(hours_ago=47, headline="Срещата & върхът")
    english = make_story(hours_ago=1, language="en", headline="Summit begins")
    entries = read(client, "/news-sitemap.xml")
    assert [entry.findtext(f"{MAP}loc") for entry in entries] == [
        SITE + story.get_absolute_url() for story in (english, bulgarian)
    ]
    assert SITE + old.get_absolute_url() not in addresses_of(client, "/news-sitemap.xml")
    news = entries[1].find(f"{NEWS}news")
    assert [etree.QName(child).localname for child in news] == ["publication", "publication_date", "title"]
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "Национална информационна агенция"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "bg"
    assert dt.datetime.fromisoformat(news.findtext(f"{NEWS}publication_date")) == bulgarian.public_since.replace(
        microsecond=0
    )
    assert news.findtext(f"{NEWS}title") == "Срещата & върхът"


def test_news_are_a_thousand_at_most(client, monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_NEWS", 2)
    stories = [make_story(hours_ago=hours) for hours in (3, 2, 1)]
    assert addresses_of(client, "/news-sitemap.xml") == [SITE + story.get_absolute_url() for story in stories[:0:-1]]


def test_news_cost_the_same_for_one_as_for_many(client, django_assert_num_queries):
    for _number in range(3):
        make_story()
        with django_assert_num_queries(2):
            client.get("/news-sitemap.xml")


# --- Pages, tags, photos ----------------------------------------------------------------------------------------


def test_pages_stand_in_the_languages_that_they_exist_in(client):
    make_section()
    make_author(slug="silent")
    make_story(authors=[make_author(slug="stanoev")])
    addresses = addresses_of(client, "/sitemap-pages.xml")
    expected = ["", "news/", "today/", "photos/", "news/world/", "corrections/", "about/cookies/", "about/terms/"]
    assert {f"{SITE}/{code}/{path}" for code in ("bg", "en") for path in expected} <= set(addresses)
    assert [address for address in addresses if "/authors/" in address] == [f"{SITE}/bg/authors/stanoev/"]


def test_every_page_that_is_named_is_there(client):
    make_section()
    make_story(authors=[make_author(slug="stanoev")], tags=[make_tag(slug="china")])
    make_photo()
    for sitemap_address in index_of(client):
        for address in addresses_of(client, sitemap_address.removeprefix(SITE)):
            response = client.get(address.removeprefix(SITE))
            assert response.status_code == 200, address
            assert f'<link rel="canonical" href="{address}">' in response.text


def test_tags_stand_where_they_have_stories(client):
    make_tag("Луна", "Moon", slug="unused")
    tag = make_tag(slug="china")
    make_story(tags=[tag])
    make_killed_story(tags=[make_tag("Марс", "Mars", slug="killed")])
    assert addresses_of(client, f"/sitemap-tags-{tag.pk // 1000 + 1}.xml") == [f"{SITE}/bg/tags/china/"]


def test_photo_stands_in_both_languages_with_its_marked_preview(client):
    photo = make_photo(headline="Срещата")
    make_photo(state="held")
    make_photo(expires_at=timezone.now() - dt.timedelta(seconds=1))
    paths = [f"/{code}/photos/{photo.pk}-sreshtata/" for code in ("bg", "en")]
    part = f"/sitemap-photos-{photo.pk // 5000 + 1}.xml"
    entries = read(client, part)
    assert [entry.findtext(f"{MAP}loc") for entry in entries] == [SITE + path for path in paths]
    preview = photo.renditions.get(preset="preview")
    for entry in entries:
        assert [image.text for image in entry.iter(f"{IMAGE}loc")] == [SITE + preview.url]
        assert {link.get("hreflang") for link in entry.iter(f"{XHTML}link")} == {"bg", "en", "x-default"}
