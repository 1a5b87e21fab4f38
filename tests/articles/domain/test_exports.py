"""A story as it leaves: plain text, one HTML document, ninjs."""

import datetime as dt
import json
import re
from urllib.parse import urlsplit

import lxml.html
import pytest

from articles.domain.acts import Act
from articles.domain.exports.html_document import write_html
from articles.domain.exports.ninjs_item import write_ninjs
from articles.domain.exports.plain_text import text_in_blocks, write_text
from articles.domain.exports.taken_story import TakenStory
from articles.domain.reading import read_story
from articles.domain.wire.ninjs import parse_ninjs
from articles.models import Article, ArticlePhoto, PublicStory
from media_library.models import Photo
from tests.articles.pages import FIRST, SECOND
from tests.factories.photos import make_licence, make_photo, make_supplier
from tests.factories.stories import make_author, make_draft, make_section, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db

BODY = (
    "<p>Срещата започна в <strong>сряда</strong>.<br>Тя продължи два дни.</p><ul><li>Първо</li><li>Второ</li></ul>"
    "<table><tr><th>Държава</th><th>Дял</th></tr><tr><td>Китай</td><td>20&nbsp;%</td></tr></table>"
    '<blockquote><p>„Да“ &amp; <a href="https://example.com/a">не</a></p></blockquote>'
)


def take(*, act=Act.CORRECT, **fields):
    """A corrected story for subscribers with a photo, as it would be taken."""
    article = make_draft(
        authors=[make_author()],
        tags=[make_tag()],
        section=make_section(),
        access="subscribers",
        **({"body": BODY, "urgency": 3} | fields),
    )
    supplier = make_supplier(licence=make_licence())
    photo = make_photo(supplier=supplier, presets=("web-640", "web-1280", "thumb"), caption_bg="Ръкостискане.")
    ArticlePhoto.objects.create(article=article, photo=photo, place="lead", position=0)
    publish(article, at=FIRST)
    if act:
        publish_change(article, act, note="Срещата започна в сряда, а не във вторник.", at=SECOND)
    return taken_as_it_stands(article.pk)


def taken_as_it_stands(article_id):
    story = PublicStory.objects.select_related("version__section", "section").get(pk=article_id)
    path = story.get_absolute_url()
    return TakenStory(
        page=read_story(story, now=SECOND + dt.timedelta(hours=1), full_text_at=path),
        urgency=story.version.urgency,
        version_at=story.version.public_from,
        site="https://news.example",
        path=path,
        terms=["Лиценз 2025-0000001 на Вестник"],
    )


# What the IPTC's ninjs 3.1 allows of the properties that we write, in our own words: name → what the value must be.
def is_text(value):
    return isinstance(value, str)


def is_uri(value):
    return is_text(value) and bool(urlsplit(value).scheme) and not re.search(r"\s", value)


def is_time(value):
    return is_text(value) and dt.datetime.fromisoformat(value).tzinfo is not None


def one_of(*words):
    return lambda value: value in words


def is_whole(value):
    return type(value) is int and value >= 0


def each(**allowed):
    return lambda value: isinstance(value, list) and bool(value) and all(holds(entry, allowed) for entry in value)


def holds(entry, allowed, required=()):
    return (
        isinstance(entry, dict)
        and entry.keys() <= allowed.keys()
        and set(required) <= entry.keys()
        and all(allowed[name](value) for name, value in entry.items())
    )


WORDS = each(role=is_text, contentType=is_text, value=is_text)
ITEM = {
    "standard": lambda value: holds(value, {"name": is_text, "version": is_text, "schema": is_uri}),
    "uri": is_uri,
    "type": one_of("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"),
    "representationType": one_of("full", "partial"),
    "version": is_text,
    "firstCreated": is_time,
    "versionCreated": is_time,
    "pubStatus": one_of("usable", "withheld", "canceled"),
    "urgency": one_of(*range(1, 10)),
    "language": is_text,
    "headlines": WORDS,
    "descriptions": WORDS,
    "bodies": each(role=is_text, contentType=is_text, charCount=is_whole, wordCount=is_whole, value=is_text),
    "by": is_text,
    "located": is_text,
    "edNote": is_text,
    "subjects": each(name=is_text, rel=is_text, uri=is_uri, literal=is_text),
    "infoSources": each(name=is_text, role=is_text, uri=is_uri, literal=is_text),
    "copyrightHolder": is_text,
    "copyrightNotice": is_text,
    "usageTerms": is_text,
    "altIds": each(role=is_text, value=is_text),
}
ASSOCIATION = ITEM | {"name": is_text, "rel": is_text}
ITEM["associations"] = lambda value: all(holds(entry, ASSOCIATION, required=("name", "uri")) for entry in value)


def test_ninjs_has_the_shape_of_the_standard():
    item = json.loads(json.dumps(write_ninjs(take())))

    assert [name for name, value in item.items() if name not in ITEM or not ITEM[name](value)] == []
    assert item["standard"]["version"] == "3.1"
    assert item["associations"][0]["type"] == "picture"


def test_ninjs_of_a_bare_story_leaves_out_what_there_is_not():
    item = write_ninjs(take(act=None, lead="", dateline_place=""))

    assert not {"descriptions", "located", "edNote"} & item.keys()
    assert [name for name, value in item.items() if name not in ITEM or not ITEM[name](value)] == []


def test_ninjs_is_read_back_as_what_it_was():
    taken = take()
    item = parse_ninjs(json.dumps(write_ninjs(taken)).encode())

    assert (item.headline, item.lead) == (taken.page.headline, taken.page.lead)
    assert (item.version, item.urgency, item.language) == (2, 3, "bg")
    assert (item.byline, item.dateline_place) == ("Николай Станоев", "Пекин")
    assert (item.first_created, item.version_created) == (FIRST, SECOND)
    assert item.editors_note == "Срещата започна в сряда, а не във вторник."
    assert "<strong>сряда</strong>" in item.body_html


def test_uri_stays_the_same_from_version_to_version():
    first = take(act=None)
    publish_change(Article.objects.get(pk=first.page.article_id), headline="Друго заглавие", at=SECOND)

    items = [write_ninjs(first), write_ninjs(taken_as_it_stands(first.page.article_id))]

    assert {item["uri"] for item in items} == {f"urn:newsml:news.example:20250903:{first.page.article_id}"}
    assert [item["version"] for item in items] == ["1", "2"]


def test_text_is_set_as_on_the_wire():
    taken = take()

    text = write_text(taken)

    assert text.split("\n\n") == [
        "КОРЕКЦИЯ Започна срещата на върха в Пекин",
        "Корекция: Срещата започна в сряда, а не във вторник.",
        "Николай Станоев",
        "Пекин, 03.09.2025 09:32 | 03.09.2025 11:33 (НИА)",
        "Лидерите на двадесет държави разговарят за търговията.",
        "Срещата започна в сряда.\nТя продължи два дни.",
        "– Първо\n– Второ",
        "Държава | Дял\nКитай | 20\u00a0%",
        "„Да“ & не",
        "Етикети: Китай",
        "Снимки към новината, които се лицензират поотделно:\n– Ръкостискане. Снимка: Иван Петров",
        f"Лиценз 2025-0000001 на Вестник\n{taken.url}\n© 2025 Национална информационна агенция\n",
    ]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<p>Ред\n  първи</p><h2>Глава</h2>", "Ред първи\n\nГлава"),
        ("<ol><li>Едно</li><li>Две</li></ol>", "1. Едно\n2. Две"),
        ("<p>5 &lt; 6 &amp; 7</p>", "5 < 6 & 7"),
    ],
)
def test_markup_becomes_lines(markup, text):
    assert text_in_blocks(markup) == text


def test_html_is_one_document_that_keeps_the_text_and_loads_nothing():
    document = lxml.html.document_fromstring(write_html(take()))

    assert document.get("lang") == "bg"
    assert document.xpath("string(//h1)").split() == ["КОРЕКЦИЯ", "Започна", "срещата", "на", "върха", "в", "Пекин"]
    assert document.xpath("//strong[text()='сряда']")
    assert [element.tag for element in document.xpath("//script | //style | //img | //*[@style]")] == []
    assert "2025-0000001" in document.xpath("string(//footer)")


def test_markup_in_words_stays_words():
    taken = take(headline="<b>Отговор</b> & въпрос", act=None)

    assert "&lt;b&gt;Отговор&lt;/b&gt; &amp; въпрос" in write_html(taken)
    assert "<b>Отговор</b> & въпрос" in write_text(taken)


def test_withdrawn_photo_is_not_named():
    taken = take(act=None)
    notes = {"kill_note_bg": "Оттеглена.", "kill_note_en": "Withdrawn."}
    Photo.objects.filter(pk=taken.photos[0].photo_id).update(state=Photo.State.KILLED, **notes)

    assert "associations" in write_ninjs(taken)
    assert "associations" not in write_ninjs(taken_as_it_stands(taken.page.article_id))
