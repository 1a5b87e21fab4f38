from html import escape

import lxml.html
import pytest

from articles.domain.diffing import diff_markup, diff_versions
from articles.domain.rich_text import clean_body
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db


def test_changed_words_are_marked_and_the_rest_is_left():
    story = make_story(body="<p>Срещата започна в сряда.</p>")
    version = publish_change(story.article, body="<p>Срещата започна в четвъртък.</p>", headline=story.version.headline)
    (change,) = diff_versions(story.version, version, language="en")
    assert change.label == "Text"
    assert "<del>сряда.</del>" in change.markup
    assert "<ins>четвъртък.</ins>" in change.markup
    assert "Срещата започна в" in change.markup


def test_every_field_of_the_page_is_compared():
    article = make_draft(authors=[make_author()], tags=[make_tag()], sign_off="НС")
    first = publish(article)
    article.tags.set([make_tag(name="Търговия", name_en="Trade")])
    article.byline.all().delete()
    version = publish_change(
        article, headline="Друго", lead="Друго.", body="<p>Друго.</p>", guests="Анна Ли", dateline_place="Шанхай",
        section=make_section("bulgaria"), sign_off="ИБ", urgency=3, access="subscribers",
    )  # fmt: skip
    labels = [change.label for change in diff_versions(first, version, language="en")]
    assert labels == [
        "Headline", "Lead", "Text", "Byline", "Dateline place", "Section", "Tags", "Sign-off", "Urgency", "Access",
    ]  # fmt: skip


def test_markup_in_a_headline_stays_text():
    markup = diff_markup("&lt;script&gt;", "&lt;b&gt;")
    assert "<script" not in markup
    assert "<b>" not in markup


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/#<meta/http-equiv='refresh'/content='0;url=//evil.example'>",
        'http://x.example/#"><img/src=x/onerror=alert(1)>',
        "http://x.example/#<a/href='javascript:alert(1)'>",
    ],
)
def test_address_of_a_link_never_becomes_markup(address):
    before = clean_body("<p>Дума.</p>")
    after = clean_body(f'<p>Дума <a href="{escape(address)}">връзка</a>.</p>')
    markup = diff_markup(before, after)
    assert not {element.tag for element in lxml.html.fragments_fromstring(markup)[0].iter()} - {"p", "ins", "del"}
    assert "http://x.example/#" in markup


def test_changed_address_of_a_link_is_shown():
    markup = diff_markup('<p><a href="http://a.example">връзка</a></p>', '<p><a href="http://b.example">връзка</a></p>')
    assert "a.example" in markup
    assert "b.example" in markup


def test_same_words_make_no_change():
    story = make_story()
    assert diff_versions(story.version, story.version, language="bg") == []


def test_changed_cell_of_a_very_long_text_is_marked_within_its_table():
    def table(number: int) -> str:
        cell = f"<td><p>{number}</p></td>"
        return f"<table><tbody><tr>{cell}</tr></tbody></table>"

    filler = "<p>" + "а " * 40_000 + "</p>"
    markup = diff_markup(filler + table(2), filler + table(9))
    assert markup == f"{filler}<del>{table(2)}</del><ins>{table(9)}</ins>"


def test_change_of_formatting_alone_is_said_in_words():
    markup = diff_markup("<blockquote><p>Казано.</p></blockquote>", "<p>Казано.</p>")
    assert "<em>" in markup


def test_very_long_text_is_not_compared_word_by_word():
    same, old, new = "<p>еднакво</p>", "<p>" + "а " * 30_000 + "</p>", "<p>" + "б " * 30_000 + "</p>"
    assert diff_markup(same + old, same + new) == f"{same}<del>{old}</del><ins>{new}</ins>"


def test_photo_in_a_difference_is_told_in_sentences():
    first = publish(article := make_draft())
    photo = make_usable_photo(caption_bg="Мостът без точка")
    put(article, photo, focal_x=0.4, focal_y=0.3)
    version = publish_change(article)

    (change,) = (change for change in diff_versions(first, version, language="en") if change.label == "Photos")

    assert (
        f"photo {photo.pk}: Мостът без точка. Photo: Иван Петров. Focal point: 40, 30%."
        in lxml.html.fromstring(change.markup).text_content()
    )
