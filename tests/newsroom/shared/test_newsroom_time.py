import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from newsroom.shared.newsroom_time import NewsroomTimeField


@pytest.mark.parametrize(
    ("typed", "utc"),
    [
        ("2026-11-22T10:30", "2026-11-22T08:30:00+00:00"),
        ("2026-07-01T10:30", "2026-07-01T07:30:00+00:00"),
        # The night of 25 October 2026: four o'clock becomes three again.
        ("2026-10-25T02:59", "2026-10-24T23:59:00+00:00"),
        ("2026-10-25T03:30", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T04:00", "2026-10-25T02:00:00+00:00"),
    ],
)
def test_wall_clock_of_the_newsroom_is_read(typed, utc):
    assert NewsroomTimeField().clean(typed).astimezone(dt.UTC).isoformat() == utc


@pytest.mark.parametrize("typed", ["0026-12-01T12:00", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_year_that_nobody_means_is_refused(typed):
    with pytest.raises(ValidationError):
        NewsroomTimeField().clean(typed)


def test_time_that_the_spring_night_does_not_have_is_refused():
    with pytest.raises(ValidationError):
        NewsroomTimeField().clean("2026-03-29T03:30")


def test_second_coming_of_the_doubled_hour_counts_as_unchanged():
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert not NewsroomTimeField().has_changed(second, "2026-10-25T03:30")
    assert NewsroomTimeField().has_changed(second, "2026-10-25T03:31")
