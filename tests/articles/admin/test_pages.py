"""The preview, the history and the differences."""

import pytest
import time_machine
from django.template.loader import render_to_string
from django.utils.translation import override

from articles.domain.publishing import snapshot
from articles.domain.reading import preview_page
from articles.models import Version
from tests.articles.admin.desk import address, found_in, press, signed_in, text_in
from tests.factories.people import make_chief_editor, make_journalist
from tests.factories.stories import make_draft, make_section, make_story, make_tag, publish_change

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-03-01 10:00:00+00:00", tick=False)
def test_preview_is_the_public_page_of_the_working_copy() -> None:
    article = make_draft(tags=[make_tag()])

    response = signed_in(make_chief_editor()).get(address(article, "preview"))

    with override("bg"):
        page = preview_page(snapshot(article, kind=Version.Kind.ORIGINAL, previous=None))
        expected = render_to_string("articles/story.html", {"page": page}, response.wsgi_request)
    assert response.content.decode() == expected
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_preview_speaks_the_language_of_the_story() -> None:
    article = make_draft(language="en", headline="The summit has begun", section=make_section("world"))

    response = signed_in(make_chief_editor()).get(address(article, "preview"))

    assert found_in(response, "/html/@lang") == ["en"]


def test_preview_of_wire_copy_in_a_language_that_the_site_does_not_have() -> None:
    article = make_draft(language="de", headline="Der Gipfel beginnt")

    assert signed_in(make_chief_editor()).get(address(article, "preview")).status_code == 200


def test_preview_shows_an_older_version_on_demand() -> None:
    story = make_story(headline="Първо заглавие")
    publish_change(story.article, headline="Второ заглавие")

    response = signed_in(make_chief_editor()).get(address(story.article, "preview") + "?version=1")

    assert found_in(response, "string(//h1)").strip().endswith("Първо заглавие")


def test_preview_shows_the_full_text_to_the_desk() -> None:
    article = make_draft(access="subscribers", body="<p>Текст само за абонати.</p>")

    assert "Текст само за абонати." in signed_in(make_chief_editor()).get(address(article, "preview")).content.decode()


def test_history_names_every_version_with_who_when_kind_and_note() -> None:
    chief = make_chief_editor(first_name="Главен", last_name="Редактор")
    story = make_story(by=chief)
    publish_change(story.article, "correct", note="Денят беше сгрешен.", headline="Поправено", by=chief)
    client = signed_in(make_journalist())
    client.cookies["django_language"] = "en"

    rows = found_in(client.get(address(story.article, "history")), "(//table)[1]/tbody/tr")
    lines = [" ".join(row.text_content().split()) for row in rows]

    assert lines[0].startswith("working copy")
    assert "correction" in lines[1]
    assert "Главен Редактор" in lines[1]
    assert lines[1].endswith("Поправено Денят беше сгрешен.")
    assert lines[2].startswith("1 original")


def test_history_tells_which_fields_were_touched() -> None:
    article = make_draft()
    client = signed_in(make_chief_editor())
    client.cookies["django_language"] = "en"
    press(client, article, headline="Друго", slugline="друго")

    rows = found_in(client.get(address(article, "history")), "//table[last()]/tbody/tr")

    assert "headline, slugline" in rows[0].text_content()


def test_difference_of_two_versions_covers_every_field_that_the_page_shows() -> None:
    story = make_story(headline="Старо", tags=[make_tag("Китай")], urgency=5, dateline_place="Пекин")
    tag = make_tag("Япония")
    story.article.tags.set([tag])
    publish_change(story.article, headline="Ново", urgency=2, dateline_place="Токио", section=make_section("bulgaria"))
    client = signed_in(make_chief_editor())
    client.cookies["django_language"] = "en"

    page = client.get(address(story.article, "diff") + "?a=1&b=2")

    assert found_in(page, "//*[@class='changes']/dt/text()") == [
        "Headline",
        "Dateline place",
        "Section",
        "Tags",
        "Urgency",
    ]
    assert text_in(page, "changes").split()[:3] == ["Headline", "Ново", "Старо"]


def test_older_version_stands_first_whichever_way_round_they_were_chosen() -> None:
    story = make_story(headline="Старо")
    publish_change(story.article, headline="Ново")
    client = signed_in(make_chief_editor())

    pages = [client.get(address(story.article, "diff") + query) for query in ("?a=1&b=2", "?a=2&b=1")]

    assert text_in(pages[0], "changes") == text_in(pages[1], "changes")


def test_working_copy_is_compared_with_what_is_public() -> None:
    story = make_story(headline="Старо")
    client = signed_in(make_chief_editor())
    press(client, story.article, headline="Ново")

    page = client.get(address(story.article, "diff") + "?a=1&b=working")

    assert found_in(page, "//*[@class='changes']//ins/text()")[0].strip() == "Ново"
