"""Writing: what the form proposes, stores, refuses, and never loses."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.relating import picks_of
from articles.models import ActRecord, Article, Version
from tests.articles.admin.desk import (
    ADD,
    address,
    begin,
    form_in,
    found_in,
    press,
    problems_in,
    signed_in,
    text_in,
)
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish

pytestmark = pytest.mark.django_db


def test_new_story_proposes_author_section_and_language() -> None:
    world = make_section("world")
    editor = make_editor(world)
    author = make_author(user=editor)

    data = form_in(signed_in(editor).get(ADD))

    assert data["byline"] == [str(author.pk)]
    assert data["section"] == [str(world.pk)]
    assert data["language"] == ["bg"]
    assert data["urgency"] == ["5"]


def test_new_story_is_stored_as_a_draft_with_all_that_was_filled_in() -> None:
    journalist = make_journalist()
    section, tag = make_section("world"), make_tag()
    first, second = make_author("Ана"), make_author("Борис")

    response = begin(
        signed_in(journalist),
        section=section.pk,
        headline="Срещата започна",
        lead="Лидерите пристигнаха.",
        body="<p>Първи</p>",
        byline=[second.pk, first.pk],
        tags=[tag.pk],
        dateline_place="Пекин",
        urgency=3,
    )

    article = Article.objects.get()
    assert response.status_code == 302
    assert (article.state, article.created_by, article.urgency, article.body) == (
        "draft",
        journalist,
        3,
        "<p>Първи</p>",
    )
    assert [entry.author for entry in article.byline.all()] == [second, first]
    assert list(article.tags.all()) == [tag]
    assert article.sign_off == "ИП"


def test_saving_keeps_the_byline_in_the_order_in_which_it_was_sent() -> None:
    editor = make_chief_editor()
    first, second, third = make_author("Ана"), make_author("Борис"), make_author("Вера")
    article = make_draft(authors=[first, second])

    press(signed_in(editor), article, byline=[third.pk, second.pk])

    assert [entry.author for entry in article.byline.all()] == [third, second]
    assert ActRecord.objects.filter(article=article, act=Act.SAVE).first().comment == "byline"


def test_saving_without_a_change_writes_nothing() -> None:
    editor = make_chief_editor()
    article = make_draft(
        body="<p>Едно</p><ul><li>две</li></ul>",
        authors=[make_author()],
        tags=[make_tag()],
        embargo_until=timezone.now() + dt.timedelta(hours=2),
        lead="",
    )

    press(signed_in(editor), article)

    assert Article.objects.get().revision == 0
    assert ActRecord.objects.filter(article=article).count() == 1


def test_markup_from_a_paste_is_cleaned_by_the_server_too() -> None:
    editor = make_chief_editor()
    article = make_draft()

    press(
        signed_in(editor),
        article,
        body='<p class="MsoNormal" style="color:red" onclick="x()">Текст<o:p></o:p></p><script>x()</script>',
    )

    assert Article.objects.get().body == "<p>Текст</p>"


def test_form_error_keeps_what_was_typed() -> None:
    editor = make_chief_editor()
    tag, author = make_tag(), make_author()
    article = make_draft()

    response = press(
        signed_in(editor),
        article,
        headline="",
        lead="Ново начало",
        body="<p>Нов текст</p>",
        tags=[tag.pk],
        byline=[author.pk],
        section="",
        urgency="2",
    )

    data = form_in(response)
    assert response.status_code == 200
    assert (data["lead"], data["body"], data["urgency"]) == (["Ново начало"], ["<p>Нов текст</p>"], ["2"])
    assert (data["tags"], data["byline"]) == ([str(tag.pk)], [str(author.pk)])
    assert len(problems_in(response)) == 2
    assert Article.objects.get().lead == "Лидерите на двадесет държави разговарят за търговията."


def test_every_problem_of_a_publication_is_shown_at_once_and_nothing_is_saved() -> None:
    editor = make_chief_editor()
    article = make_draft(language="fr", lead="", body="")

    client = signed_in(editor)
    client.cookies["django_language"] = "en"

    response = press(client, article, "publish", dateline_place="Париж")

    assert problems_in(response) == [
        "Language: The site is in Bulgarian and English. Translate the story, and publish that.",
        "Text: Write a lead or a text.",
    ]
    assert found_in(response, "//*[@class='error-summary']//a/@data-field") == ["id_language", "id_body"]
    assert form_in(response)["dateline_place"] == ["Париж"]
    assert Article.objects.get().dateline_place == "Пекин"
    assert not Version.objects.exists()


def test_new_story_that_can_not_be_published_is_not_stored_either() -> None:
    editor = make_editor(section := make_section())

    response = begin(signed_in(editor), "publish", section=section.pk, headline="Само заглавие")

    assert response.status_code == 200
    assert form_in(response)["headline"] == ["Само заглавие"]
    assert not Article.objects.exists()


def test_stale_form_is_refused_with_who_changed_it_and_keeps_what_was_typed() -> None:
    first, second = make_chief_editor(last_name="Първи"), make_chief_editor(last_name="Втори")
    article = make_draft()
    client = signed_in(second)
    data = form_in(client.get(address(article)))
    press(signed_in(first), article, headline="Заглавието на първия")

    response = client.post(address(article), data | {"headline": "Заглавието на втория", "_save": "1"})

    assert "Първи" in problems_in(response)[0]
    assert form_in(response)["headline"] == ["Заглавието на втория"]
    assert form_in(response)["revision"] == ["0"]
    assert Article.objects.get().headline == "Заглавието на първия"


def test_journalist_who_lost_the_draft_to_the_editors_keeps_what_was_typed() -> None:
    journalist, chief = make_journalist(), make_chief_editor()
    article = make_draft(by=journalist)
    client = signed_in(journalist)
    data = form_in(client.get(address(article)))
    press(signed_in(chief), article, "publish")

    response = client.post(address(article), data | {"lead": "Още нещо", "_save": "1"})

    assert response.status_code == 200
    assert form_in(response)["lead"] == ["Още нещо"]
    assert Article.objects.get().lead != "Още нещо"


def test_form_without_a_revision_is_refused() -> None:
    article = make_draft()
    client = signed_in(make_chief_editor())
    data = form_in(client.get(address(article))) | {"headline": "Друго"}
    del data["revision"]

    response = client.post(address(article), data)

    assert response.status_code == 200
    assert Article.objects.get().headline != "Друго"


def test_language_of_a_public_story_is_locked() -> None:
    story = make_story()

    press(signed_in(make_chief_editor()), story.article, language="en", headline="Друго")

    story.article.refresh_from_db()
    assert (story.article.language, story.article.headline) == ("bg", "Друго")


def test_wire_copy_keeps_its_own_language_on_the_form() -> None:
    article = make_draft(language="de")

    data = form_in(signed_in(make_chief_editor()).get(address(article)))

    assert data["language"] == ["de"]


def test_time_of_the_embargo_is_the_newsrooms() -> None:
    article = make_draft()

    press(signed_in(make_chief_editor()), article, embargo_until="2031-07-01T12:00")

    assert Article.objects.get().embargo_until == dt.datetime(2031, 7, 1, 9, tzinfo=dt.UTC)


def test_scheduled_story_can_not_be_saved_into_something_that_could_not_go_out() -> None:
    article = make_draft()
    Article.objects.update(state="scheduled", publish_at=timezone.now() + dt.timedelta(hours=1))

    response = press(signed_in(make_chief_editor()), article, lead="", body="")

    assert response.status_code == 200
    assert len(problems_in(response)) == 1
    assert Article.objects.get().body == "<p>Срещата започна в сряда.</p>"


@time_machine.travel("2026-03-01 10:00:00+00:00", tick=True)
def test_last_saving_and_publication_stand_over_the_form() -> None:
    article = make_draft()
    publish(article, at=dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC))

    page = signed_in(make_chief_editor()).get(address(article))

    assert "01.03.2026 10:30" in text_in(page, "story-state")
    assert text_in(page, "badge-published")


def test_picked_stories_keep_their_order_and_are_in_the_language_of_the_story() -> None:
    editor = make_editor(make_section())
    first, second = make_story(headline="Първата"), make_story(headline="Втората")
    foreign = make_story(headline="Foreign", language="en")
    story = make_story()
    client = signed_in(editor)
    press(client, story.article, related=[second.pk, first.pk])
    assert picks_of(story.article) == [second.pk, first.pk]
    answer = press(client, story.article, related=[foreign.pk])
    assert len(problems_in(answer)) == 1
    answer = press(client, story.article, related=[story.pk])
    assert len(problems_in(answer)) == 1
    assert picks_of(story.article) == [second.pk, first.pk]
    press(client, story.article, related=[])
    assert picks_of(story.article) == []
