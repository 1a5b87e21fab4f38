"""What story pages and lists tell machines."""

import json
import re

import pytest

from articles.domain.acts import Act
from media_library.models import Photo
from tests.articles.pages import FIRST, SECOND, story_of
from tests.articles.photos import forbid, make_usable_photo, put
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
AGENCY = {
    "@type": "NewsMediaOrganization",
    "name": "Национална информационна агенция",
    "alternateName": "НИА",
    "url": f"{SITE}/bg/",
    "logo": {
        "@type": "ImageObject",
        "url": f"{SITE}/static/newsroom/icons/agency-512.png",
        "width": 512,
        "height": 512,
    },
}


@pytest.fixture(autouse=True)
def public_name(settings):
    settings.SITE_URL = SITE


def data_of(client, path):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text, re.DOTALL)
    return json.loads(blocks[0]) if blocks else []


def test_story_tells_everything_that_its_page_shows(client):
    author = make_author(slug="stanoev")
    article = make_draft(authors=[author], tags=[make_tag(slug="china")], guests="Ана Иванова")
    photo = make_usable_photo(headline="Срещата на върха")
    put(article, photo, caption="Лидерите в Пекин.")
    publish(article, at=FIRST)
    publish_change(article, Act.CORRECT, note="Поправена е цифрата.", at=SECOND)
    story = story_of(article)
    url = SITE + story.get_absolute_url()
    wide = photo.renditions.get(preset="web-1920", format="jpeg")
    assert data_of(client, story.get_absolute_url()) == [
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": "Започна срещата на върха в Пекин",
            "description": "Лидерите на двадесет държави разговарят за търговията.",
            "inLanguage": "bg",
            "datePublished": "2025-09-03T09:32:00+03:00",
            "dateModified": "2025-09-03T11:33:00+03:00",
            "dateline": "Пекин",
            "articleSection": "Свят",
            "keywords": ["Китай"],
            "author": [
                {"@type": "Person", "name": "Николай Станоев", "url": f"{SITE}/bg/authors/stanoev/"},
                {"@type": "Person", "name": "Ана Иванова"},
            ],
            "publisher": AGENCY,
            "image": [
                {
                    "@type": "ImageObject",
                    "url": SITE + wide.url,
                    "width": 1920,
                    "height": 1280,
                    "caption": "Лидерите в Пекин.",
                    "creditText": "Иван Петров",
                    "acquireLicensePage": f"{SITE}/bg/photos/{photo.pk}-{photo.slug}/",
                }
            ],
            "isAccessibleForFree": True,
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": "Поправена е цифрата.",
                    "datePublished": "2025-09-03T11:33:00+03:00",
                }
            ],
        },
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": AGENCY["name"], "item": f"{SITE}/bg/"},
                {"@type": "ListItem", "position": 2, "name": "Свят", "item": f"{SITE}/bg/news/world/"},
                {"@type": "ListItem", "position": 3, "name": "Започна срещата на върха в Пекин", "item": url},
            ],
        },
    ]


def test_pictures_are_cut_to_three_shapes_where_they_may_be_cut(client):
    article, photo = make_draft(), make_usable_photo()
    sizes = {"share-16x9": (1200, 675), "share-4x3": (1200, 900), "share-1x1": (1200, 1200)}
    for preset, (width, height) in sizes.items():
        photo.renditions.create(preset=preset, format="jpeg", width=width, height=height, size=1, file=f"{preset}.jpg")
    put(article, photo)
    publish(article, at=FIRST)
    path = story_of(article).get_absolute_url()
    assert [(image["url"], image["width"], image["height"]) for image in data_of(client, path)[0]["image"]] == [
        (f"{SITE}/media/{preset}.jpg", *size) for preset, size in sizes.items()
    ]
    assert f'<meta property="og:image" content="{SITE}/media/share-16x9.jpg">' in client.get(path).text
    forbid(photo, "no_crop", "NO CROPPING")
    assert [image["width"] for image in data_of(client, path)[0]["image"]] == [1920]


def test_withdrawn_photo_is_no_picture_for_machines(client):
    article, photo = make_draft(), make_usable_photo()
    put(article, photo)
    publish(article, at=FIRST)
    Photo.objects.filter(pk=photo.pk).update(state="killed", kill_note_bg="Съд", kill_note_en="Court")
    path = story_of(article).get_absolute_url()
    assert "image" not in data_of(client, path)[0]
    assert "og:image" not in client.get(path).text


def test_winter_times_have_the_offset_of_winter(client):
    article = make_draft()
    publish(article, at=FIRST.replace(month=1))
    story = data_of(client, story_of(article).get_absolute_url())[0]
    assert story["datePublished"] == story["dateModified"] == "2025-01-03T08:32:00+02:00"


def test_minor_fix_is_no_change_that_machines_are_told_of(client):
    article = make_draft()
    publish(article, at=FIRST)
    publish_change(article, Act.MINOR_FIX, lead="Лидерите на 20 държави разговарят.", at=SECOND)
    story = data_of(client, story_of(article).get_absolute_url())[0]
    assert story["dateModified"] == story["datePublished"]


def test_story_without_a_byline_is_the_agencys(client):
    story = data_of(client, make_story().get_absolute_url())[0]
    assert story["author"] == story["publisher"] == AGENCY


def test_story_for_subscribers_says_which_part_of_the_page_is(client):
    path = make_story(access="subscribers").get_absolute_url()
    story = data_of(client, path)[0]
    assert story["isAccessibleForFree"] is False
    assert story["hasPart"] == {
        "@type": "WebPageElement",
        "isAccessibleForFree": False,
        "cssSelector": ".subscribers-box",
    }
    assert 'class="notice subscribers-box"' in client.get(path).text


def test_translation_and_source_name_each_other(client):
    source = make_story()
    translation = make_story(language="en", translation_of=source.article, headline="Summit begins in Beijing")
    ours, theirs = (data_of(client, story.get_absolute_url())[0] for story in (source, translation))
    assert ours["workTranslation"] == {
        "@type": "NewsArticle",
        "url": SITE + translation.get_absolute_url(),
        "headline": "Summit begins in Beijing",
        "inLanguage": "en",
    }
    assert theirs["translationOfWork"]["url"] == SITE + source.get_absolute_url()
    assert "workTranslation" not in theirs


def test_pages_of_a_storys_record_tell_machines_nothing(client):
    story = make_killed_story()
    withdrawn = client.get(story.get_absolute_url()).text
    article = make_draft()
    publish(article, at=FIRST)
    publish_change(article, note="", at=SECOND, headline="Завърши срещата")
    version = client.get(story_of(article).get_absolute_url() + "history/1/").text
    for page in (withdrawn, version):
        assert "ld+json" not in page
        assert "og:" not in page
        assert '<meta name="robots" content="noindex">' in page


def test_headline_can_not_leave_the_block(client):
    headline = "</script><script>alert(1)</script>"
    story = make_story(headline=headline)
    page = client.get(story.get_absolute_url()).text
    assert "<script>alert" not in page
    assert data_of(client, story.get_absolute_url())[0]["headline"] == headline


def test_card_of_a_story_has_its_times_and_its_names(client):
    article = make_draft(authors=[make_author(slug="stanoev")], tags=[make_tag(slug="china")])
    publish(article, at=FIRST)
    publish_change(article, at=SECOND, headline="Завърши срещата")
    page = client.get(story_of(article).get_absolute_url()).text
    for name, value in (
        ("og:type", "article"),
        ("og:title", "Завърши срещата"),
        ("og:locale", "bg_BG"),
        ("article:published_time", "2025-09-03T09:32:00+03:00"),
        ("article:modified_time", "2025-09-03T11:33:00+03:00"),
        ("article:section", "Свят"),
        ("article:author", f"{SITE}/bg/authors/stanoev/"),
        ("article:tag", "Китай"),
    ):
        assert f'<meta property="{name}" content="{value}">' in page
    assert "og:image" not in page


def test_pages_in_two_languages_send_everybody_else_to_the_bulgarian_one(client):
    make_section()
    page = client.get("/en/news/world/").text
    assert f'<link rel="canonical" href="{SITE}/en/news/world/">' in page
    assert f'<link rel="alternate" hreflang="x-default" href="{SITE}/bg/news/world/">' in page


def test_pages_may_be_shown_large_unless_the_site_is_a_rehearsal(client, settings):
    assert '<meta name="robots" content="max-image-preview:large, max-snippet:-1' in client.get("/bg/").text
    settings.OPEN_TO_SEARCH_ENGINES = False
    assert '<meta name="robots" content="noindex">' in client.get("/bg/").text


def test_section_says_where_it_lies(client):
    make_section()
    assert data_of(client, "/bg/news/world/") == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": AGENCY["name"], "item": f"{SITE}/bg/"},
            {"@type": "ListItem", "position": 2, "name": "Свят", "item": f"{SITE}/bg/news/world/"},
        ],
    }


def test_front_page_says_who_publishes_here(client):
    site, agency = data_of(client, "/bg/")
    assert (site["@type"], site["url"], site["inLanguage"]) == ("WebSite", f"{SITE}/bg/", "bg")
    assert agency == {"@context": "https://schema.org"} | AGENCY | {
        "correctionsPolicy": f"{SITE}/bg/about/corrections/",
        "contactPoint": {"@type": "ContactPoint", "contactType": "newsroom", "url": f"{SITE}/bg/about/contacts/"},
    }
