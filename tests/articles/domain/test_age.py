import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from articles.domain.reading import years_between
from tests.factories.stories import make_story

SOFIA = ZoneInfo("Europe/Sofia")


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        ("2024-02-29T12:00", "2025-02-28T23:59", 0),
        ("2024-02-29T12:00", "2025-03-01T00:00", 1),
        ("2022-11-25T10:00", "2025-11-25T09:59", 2),
        ("2022-11-25T10:00", "2025-11-25T10:00", 3),
        ("2025-11-25T10:00", "2025-11-25T10:00", 0),
    ],
)
def test_years_are_whole(start, end, years):
    moments = [dt.datetime.fromisoformat(each).replace(tzinfo=SOFIA) for each in (start, end)]
    assert years_between(*moments) == years


@pytest.mark.django_db
def test_story_over_a_year_old_says_its_age(client):
    old, older, new = (make_story(hours_ago=24 * days) for days in (400, 3 * 366, 300))
    pages = [client.get(story.get_absolute_url()).text for story in (old, older, new)]
    assert "Тази новина е отпреди повече от една година." in pages[0]
    assert "Тази новина е отпреди повече от 3 години." in pages[1]
    assert "Тази новина е отпреди" not in pages[2]
