"""The desk's list: what a line shows, what it is narrowed to, and that it costs the same however long it is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsroom.shared.admin_pages import BoundedPaginator
from tests.articles.admin.desk import LIST, found_in, signed_in, text_in
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish_change

pytestmark = pytest.mark.django_db


def headlines(client, query: str = "") -> list[str]:
    return [link.text for link in found_in(client.get(LIST + query), "//a[@class='headline']")]


def test_line_shows_what_the_desk_needs() -> None:
    story = make_story(
        headline="Започна срещата",
        slugline="пекин-среща",
        section=make_section("world"),
        urgency=2,
        authors=[make_author("Ана")],
        guests="Гост",
    )
    publish_change(story.article, lead="Ново")
    Article.objects.update(changed_at=dt.datetime(2025, 9, 3, 8, 33, tzinfo=dt.UTC))
    client = signed_in(make_chief_editor())
    client.cookies["django_language"] = "en"

    cells = found_in(client.get(LIST), "//table[@id='result_list']/tbody/tr/td")

    lines = [" ".join(cell.text_content().split()) for cell in cells]
    published = timezone.localtime(story.public_since).strftime("%H:%M")
    assert lines[0:2] == ["published", "Започна срещатапекин-среща"]
    assert lines[2:7] == ["World", "bg", "2", "Nikolay Stanoev, Гост", "2"]
    assert lines[7].endswith(published)
    assert lines[8] == "03.09.2025"


@pytest.mark.parametrize("make", [make_chief_editor, make_journalist, lambda: make_editor(make_section("world"))])
def test_three_lines_cost_the_queries_of_one(make) -> None:
    client = signed_in(make())
    counts = []
    for _round in (1, 2):
        for number in range(_round):
            make_story(authors=[make_author(), make_author()], tags=[make_tag(f"етикет {_round}{number}")])
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 11


def test_list_is_never_counted_beyond_the_bound(monkeypatch) -> None:
    monkeypatch.setattr(BoundedPaginator, "limit", 2)
    for _number in range(4):
        make_draft()
    client = signed_in(make_chief_editor())
    client.cookies["django_language"] = "en"

    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST)

    counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert len(counts) == 1
    assert "LIMIT 3" in counts[0]
    assert text_in(page, "count") == "more than 2; narrow the list to see the rest"


def test_journalist_sees_own_and_public_stories_only() -> None:
    journalist = make_journalist()
    make_draft(headline="Своя", by=journalist)
    make_draft(headline="Чужда")
    make_story(headline="Публична")

    assert set(headlines(signed_in(journalist))) == {"Своя", "Публична"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=ПЕКИН", {"Срещата в Пекин", "Мачът свърши"}),
        ("?q=пекин+срещата", {"Срещата в Пекин"}),
        ("?q=пекин+няма", set()),
        ("?q=+", {"Срещата в Пекин", "Мачът свърши", "The summit"}),
        ("?state__exact=draft", {"Срещата в Пекин", "Мачът свърши"}),
        ("?language=en", {"The summit"}),
        ("?language=other", set()),
        ("?urgency=1-2", {"Срещата в Пекин"}),
        ("?urgency=nonsense", {"Срещата в Пекин", "Мачът свърши", "The summit"}),
        ("?access__exact=subscribers", {"Мачът свърши"}),
        ("?changed_at__year=1999", set()),
    ],
)
def test_list_is_narrowed(query: str, expected: set[str]) -> None:
    make_draft(headline="Срещата в Пекин", urgency=1)
    make_draft(headline="Мачът свърши", slugline="пекин-мач", access="subscribers")
    make_story(headline="The summit", language="en")

    assert set(headlines(signed_in(make_chief_editor()), query)) == expected


def test_story_is_found_by_its_number() -> None:
    article = make_draft(headline="Търсената")
    make_draft(headline="Другата")

    assert headlines(signed_in(make_chief_editor()), f"?q={article.pk}") == ["Търсената"]


def test_list_of_ones_own_and_of_ones_sections() -> None:
    editor = make_editor(make_section("world"))
    make_draft(headline="В моята рубрика", section=make_section("world"))
    make_draft(headline="Моя", by=editor, section=make_section("bulgaria"))
    make_draft(headline="Подписана", authors=[make_author(user=editor)], section=make_section("bulgaria"))

    assert set(headlines(signed_in(editor), "?whose=mine")) == {"Моя", "Подписана"}
    assert set(headlines(signed_in(editor), "?whose=sections")) == {"В моята рубрика"}


def test_dates_lead_from_years_to_days() -> None:
    make_draft()
    Article.objects.update(changed_at=dt.datetime(2025, 3, 31, 22, 30, tzinfo=dt.UTC))
    client = signed_in(make_chief_editor())

    def steps(query: str) -> list[str]:
        return found_in(client.get(LIST + query), "//nav[@class='date-steps']/a[not(@class)]/text()")

    assert steps("") == ["2025"]
    assert len(steps("?changed_at__year=2025")) == 12
    assert len(steps("?changed_at__year=2025&changed_at__month=2")) == 28
    # The day is the newsroom's: 22:30 UTC is past midnight in Sofia.
    assert len(headlines(client, "?changed_at__year=2025&changed_at__month=4&changed_at__day=1")) == 1
    assert headlines(client, "?changed_at__year=2025&changed_at__month=3") == []


@pytest.mark.parametrize(
    "query",
    [
        "?changed_at__year=abc",
        "?changed_at__year=99999",
        "?changed_at__year=2025&changed_at__month=13",
        "?changed_at__year=2025&changed_at__day=4",
        "?changed_at__month=4",
        "?section__id__exact=abc",
        "?p=abc",
        "?p=99",
        "?p=-1",
        "?q=%00",
        "?o=99",
        "?o=x",
        "?nonsense=1",
        "?state__exact=%00",
        "?q=99999999999999999999",
        "?whose=x",
        "?created_by__password__startswith=a",
    ],
)
def test_nonsense_in_the_address_is_no_error_of_the_server(query: str) -> None:
    make_draft()

    assert signed_in(make_chief_editor()).get(LIST + query).status_code in {200, 302, 400}


def test_empty_list_says_how_to_begin() -> None:
    client = signed_in(make_journalist())
    client.cookies["django_language"] = "en"

    assert "New story" in text_in(client.get(LIST), "empty")
    assert "clear the filters" in text_in(client.get(LIST + "?q=няма"), "empty")


def test_source_of_a_translation_is_looked_up_among_the_stories_that_the_person_sees() -> None:
    journalist = make_journalist()
    own = make_draft(headline="Пекин: моята", by=journalist)
    make_draft(headline="Пекин: чужда")
    url = "/admin/autocomplete/?app_label=articles&model_name=article&field_name=translation_of&term=пекин"

    answer = signed_in(journalist).get(url)

    assert signed_in(journalist).get(url + "%00").status_code == 200
    assert answer.json()["results"] == [{"id": str(own.pk), "text": "Пекин: моята"}]
