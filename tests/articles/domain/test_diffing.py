import pytest

from articles.domain.diffing import diff_markup, diff_versions
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


def test_same_words_make_no_change():
    story = make_story()
    assert diff_versions(story.version, story.version, language="bg") == []


def test_very_long_text_is_not_compared_word_by_word():
    before, after = "<p>" + "а " * 150_000 + "</p>", "<p>" + "б " * 150_000 + "</p>"
    assert diff_markup(before, after) == f"<del>{before}</del><ins>{after}</ins>"
