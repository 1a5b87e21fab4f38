import datetime as dt

import pytest

from articles.domain.acts import Act
from articles.models import ArchiveDay, PublicStory
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_draft, make_killed_story, make_story, publish, publish_change

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2025, 9, 3, 9, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _stand_in_september(time_machine):
    time_machine.move_to(NOW)


def at(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def counted() -> dict[str, int]:
    return {f"{row.language} {row.day}": row.stories for row in ArchiveDay.objects.filter(stories__gt=0)}


def test_days_are_counted_by_the_clock_of_the_newsroom():
    publish(make_draft(), at=at(2025, 8, 31, 20, 59))
    publish(make_draft(), at=at(2025, 8, 31, 21, 0))
    publish(make_draft(language="en"), at=at(2025, 8, 31, 21, 0))
    assert counted() == {"bg 2025-08-31": 1, "bg 2025-09-01": 1, "en 2025-09-01": 1}


def test_a_withdrawal_is_counted_off_and_an_update_changes_nothing():
    story = make_story(hours_ago=48)
    publish_change(story.article, headline="Ново заглавие")
    assert counted() == {"bg 2025-09-01": 1}
    publish_change(story.article, Act.KILL, note="Оттеглена.")
    assert counted() == {}


def test_years_months_and_days_lead_to_the_stories(client):
    publish(make_draft(headline="Отпреди година"), at=at(2024, 2, 29, 10))
    publish(make_draft(headline="Вчерашната"), at=at(2025, 9, 2, 10))
    publish(make_draft(headline="Днешната"), at=at(2025, 9, 3, 8))
    years = client.get("/bg/archive/").text
    assert years.index("/bg/archive/2025/") < years.index("/bg/archive/2024/")
    assert "2 новини" in years
    assert "/bg/archive/2024/02/" in client.get("/bg/archive/2024/").text
    month = client.get("/bg/archive/2025/09/").text
    assert "/bg/archive/2025/09/02/" in month
    assert "/bg/archive/2025/09/03/" in month
    assert "/bg/archive/2025/09/01/" not in month
    day = client.get("/bg/archive/2025/09/02/").text
    assert "Вчерашната" in day
    assert 'rel="prev" href="/bg/archive/2024/02/29/"' in " ".join(day.split())
    assert 'rel="next" href="/bg/archive/2025/09/03/"' in " ".join(day.split())


def test_stories_under_embargo_and_withdrawn_ones_are_not_counted_today(client):
    make_story(hours_ago=1)
    make_story(hours_ago=1, embargo_until=NOW + dt.timedelta(hours=1))
    make_killed_story()
    assert "1 новина" in client.get("/bg/archive/2025/").text


@pytest.mark.parametrize(
    "path",
    ["2023/", "0000/", "9999/", "2025/13/", "2025/00/", "2025/9/", "2025/02/30/", "2025/09/04/", "2025/09/01/", "x/"],
)
def test_what_the_archive_does_not_have_is_not_found(client, path):
    make_story(hours_ago=24)
    answer = client.get(f"/bg/archive/{path}")
    assert answer.status_code == 404
    assert "site.css" in answer.text


@pytest.mark.parametrize(("path", "queries"), [("", 5), ("2025/", 5), ("2025/08/", 4), ("2025/08/20/", 8)])
def test_the_archive_costs_the_same_for_few_and_for_many(client, django_assert_num_queries, path, queries):
    for number in range(12):
        publish(make_draft(), at=at(2025, 8, 20, number))
        publish(make_draft(), at=at(2025, 8, 1 + number, 3))
        with django_assert_num_queries(queries):
            assert client.get(f"/bg/archive/{path}").status_code == 200


def test_photo_stories_are_those_with_many_photos(client):
    article = make_draft(headline="В снимки")
    put(article, make_usable_photo())
    publish(article)
    story, other = PublicStory.objects.get(pk=article.pk), make_story(headline="В думи", hours_ago=30)
    assert (story.photo_count, other.photo_count) == (1, 0)
    PublicStory.objects.filter(pk=story.pk).update(photo_count=4)
    PublicStory.objects.filter(pk=other.pk).update(photo_count=3)
    text = client.get("/bg/photo-stories/").text.split('class="picture-rows"')[1].split('class="rail"')[0]
    assert text.count("<picture>") == 1
    assert "В снимки" in text
    assert "В думи" not in text
