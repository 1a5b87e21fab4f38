import datetime as dt

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.domain.acts import Act
from articles.domain.today import query_of_moment, read_day_as_of, read_today
from tests.articles.pages import words
from tests.factories.stories import make_draft, make_story, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2025, 9, 3, 9, 4, tzinfo=dt.UTC)  # 12:04 in Sofia


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)


def lines(page) -> list[str]:
    return [line.headline for hour in page.hours for line in hour.lines]


def test_today_is_grouped_by_hour_newest_first(client, time_machine):
    time_machine.move_to(NOON, tick=False)
    for headline, hours in [("От 11:04", 1), ("От 12:01", 0.05), ("От 11:34", 0.5), ("Вчерашна", 14)]:
        make_story(headline=headline, hours_ago=hours)
    page = read_today("bg", now=NOON)
    hours = [(f"{hour.starts_at:%H:%M}", [line.headline for line in hour.lines]) for hour in page.hours]
    assert hours == [("12:00", ["От 12:01"]), ("11:00", ["От 11:34", "От 11:04"])]
    text = client.get("/bg/today/").text
    assert words("As of %(clock)s on %(day)s") % {"clock": "12:04", "day": "03.09.2025"} in text


def test_a_moment_shows_the_versions_of_then(client, time_machine):
    time_machine.move_to(NOON)
    story = make_story(headline="Първото заглавие", hours_ago=3)
    publish_change(story.article, Act.UPDATE, headline="Второто заглавие", at=NOON - dt.timedelta(hours=1))
    before = client.get("/bg/today/?as_of=2025-09-03T10:30").text
    after = client.get("/bg/today/?as_of=2025-09-03T11:04:00").text
    assert "Първото заглавие" in before
    assert "Второто заглавие" not in before
    assert f"{story.get_absolute_url()}history/1/" not in before.replace(story.get_absolute_url(), "")
    assert "/history/1/" in before
    assert "Второто заглавие" in after
    assert words("UPDATED") in after
    assert words("UPDATED") not in before


def test_a_moment_before_an_embargo_ends_does_not_know_the_story(time_machine):
    time_machine.move_to(NOON - dt.timedelta(hours=4))
    article = make_draft(headline="Под ембарго", embargo_until=NOON - dt.timedelta(hours=1))
    publish(article)
    time_machine.move_to(NOON)
    assert lines(read_day_as_of("bg", NOON - dt.timedelta(hours=2), now=NOON)) == []
    assert lines(read_day_as_of("bg", NOON - dt.timedelta(hours=1), now=NOON)) == ["Под ембарго"]


def test_stories_withdrawn_since_are_known_to_the_desk_only(time_machine):
    time_machine.move_to(NOON)
    story = make_story(headline="Оттеглената", hours_ago=3)
    publish_change(story.article, Act.KILL, note="Оттеглена.", at=NOON - dt.timedelta(hours=1))
    then = NOON - dt.timedelta(hours=2)
    assert lines(read_day_as_of("bg", then, now=NOON)) == []
    page = read_day_as_of("bg", then, now=NOON, for_desk=True)
    assert [(line.headline, line.is_withdrawn_since) for hour in page.hours for line in hour.lines] == [
        ("Оттеглената", True)
    ]
    later = read_day_as_of("bg", NOON, now=NOON, for_desk=True)
    assert [line.is_withdrawn for hour in later.hours for line in hour.lines] == [True]


def test_the_desk_sees_the_list_and_others_do_not(client, admin_client, time_machine):
    time_machine.move_to(NOON)
    story = make_story(headline="Оттеглената", hours_ago=3)
    publish_change(story.article, Act.KILL, note="Оттеглена.", at=NOON - dt.timedelta(hours=1))
    address = "/admin/articles/article/as-of/?as_of=2025-09-03T10:30&language=bg"
    assert "Оттеглената" in admin_client.get(address).text
    assert client.get(address).status_code == 302


def test_in_the_hour_that_comes_twice_each_moment_has_its_own_address(time_machine):
    first, second = utc(2025, 10, 26, 0, 30), utc(2025, 10, 26, 1, 30)  # 03:30 summer time, 03:30 winter time
    time_machine.move_to(second + dt.timedelta(hours=5))
    now = second + dt.timedelta(hours=5)
    for at, headline in [(first, "Лятна"), (second, "Зимна")]:
        publish(make_draft(headline=headline), at=at)
    assert query_of_moment(first) == "?as_of=2025-10-26T03:30%2B03:00"
    assert query_of_moment(second) == "?as_of=2025-10-26T03:30%2B02:00"
    assert lines(read_day_as_of("bg", first, now=now)) == ["Лятна"]
    page = read_day_as_of("bg", second, now=now)
    assert [(hour.zone, [line.headline for line in hour.lines]) for hour in page.hours] == [
        ("EET", ["Зимна"]),
        ("EEST", ["Лятна"]),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("2025-10-26T03:30", ["Лятна"]), ("2025-10-26T03:30%2B02:00", ["Зимна", "Лятна"])],
)
def test_a_moment_of_the_doubled_hour_is_read_as_it_is_written(client, time_machine, query, expected):
    time_machine.move_to(utc(2025, 10, 26, 6))
    for hour, headline in [(0, "Лятна"), (1, "Зимна")]:
        publish(make_draft(headline=headline), at=utc(2025, 10, 26, hour, 20))
    text = client.get(f"/bg/today/?as_of={query}").text.split('id="day"')[1]
    assert [headline for headline in ("Зимна", "Лятна") if headline in text] == expected


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2025-09-04T12:04", 400),
        ("утре", 400),
        ("", 400),
        ("0000-01-01T00:00", 400),
        ("9999-12-31T23:59", 400),
        ("2025-03-30T03:30", 400),  # The clock goes forward over it.
        ("2025-02-30T03:30", 400),
        ("1950-01-01T00:00", 404),
        ("%00", 400),
        ("%ED%A0%80", 400),
        ("2025-09-03T12:03%2B99:00", 400),
        ("1" * 5000, 400),
    ],
)
def test_a_moment_that_can_not_be_shown_is_told_why(client, time_machine, moment, status):
    time_machine.move_to(NOON)
    make_story()
    answer = client.get(f"/bg/today/?as_of={moment}")
    assert answer.status_code == status
    assert "site.css" in answer.text
    with override("bg"):
        usual = [_("Something in the address or in what was sent is not valid. Begin again from the front page.")]
        usual.append(_("The address may be mistyped, or what was here may have moved."))
    assert not any(sentence in answer.text for sentence in usual)


@pytest.mark.parametrize(("query", "most"), [("", 4), ("?as_of=2025-09-03T12:00", 5)])
def test_a_day_costs_the_same_for_few_and_for_many(client, time_machine, django_assert_num_queries, query, most):
    time_machine.move_to(NOON)
    tag = make_tag()
    for number in range(12):
        make_story(headline=f"Новина {number}", hours_ago=number / 4 + 0.5, tags=[tag])
        with django_assert_num_queries(most):
            client.get(f"/bg/today/{query}")
