import datetime as dt

import pytest

from articles.models import PublicStory
from newsroom.shared.pagination import NoSuchPage, read_cursor, read_page, write_cursor
from tests.factories.stories import make_draft, make_story, publish

MOMENT = dt.datetime(2025, 9, 3, 6, 32, 17, 123456, tzinfo=dt.UTC)


def page_of(query=None, *, size=2):
    rows = PublicStory.objects.all()
    return read_page(rows, query or {}, size=size, time_field="public_since", id_field="article_id")


def make_archive():
    """27 stories. Five at a time share a moment, which is where a cursor of the time alone would lose some."""
    articles = [make_draft() for _ in range(27)]
    for number, article in enumerate(articles):
        publish(article, at=MOMENT + dt.timedelta(hours=number // 5))
    return list(PublicStory.objects.all())


def walk(*, size, step):
    """Every page from the newest end on (`step` "older"), or back again from the last one ("newer")."""
    pages = [page_of(size=size)]
    while pages[-1].older is not None:
        pages.append(page_of(dict([pages[-1].older[1:].split("=")]), size=size))
    if step == "newer":
        pages = [pages[-1]]
        while pages[-1].newer:
            pages.append(page_of(dict([pages[-1].newer[1:].split("=")]), size=size))
    return pages


@pytest.mark.parametrize("moment", [MOMENT, dt.datetime(1969, 7, 20, 20, 17, tzinfo=dt.UTC)])
def test_cursor_names_a_time_and_a_row(moment):
    cursor = write_cursor(moment, 42)
    assert read_cursor(cursor) == (moment, 42)
    assert cursor.isascii()
    assert "=" not in cursor


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "....", "AAAA", "é", "\x00", "\ud800", "MQ", "MS4", "9" * 5000, write_cursor(MOMENT, 42) + "=",
     write_cursor(MOMENT, 42)[:-1], write_cursor(MOMENT, 42) + "A", "MTAwMDAwMDAwMDAwMDAwMDAuMQA"],
)  # fmt: skip
def test_cursor_that_was_never_written_is_refused(cursor):
    with pytest.raises(NoSuchPage):
        read_cursor(cursor)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [{"page": page} for page in ("0", "-1", "01", "+1", "1.0", "abc", "", " 1", "11", "1" + "0" * 30)]
    + [{"page": page} for page in ("２", "\x00", "\ud800")]
    + [{"page": "2"}, {"page": "1", "before": write_cursor(MOMENT, 42)}, {"before": ""}, {"before": "nonsense"}],
)  # fmt: skip
def test_page_that_the_list_does_not_have_is_refused(query):
    make_story()
    with pytest.raises(NoSuchPage):
        page_of(query)


@pytest.mark.django_db
def test_empty_list_has_a_first_page():
    page = page_of()
    assert (page.rows, page.newer, page.older) == ([], None, None)


@pytest.mark.django_db
def test_archive_before_the_oldest_story_does_not_exist():
    story = make_story()
    with pytest.raises(NoSuchPage):
        page_of({"before": write_cursor(story.public_since, story.pk)})


@pytest.mark.django_db
def test_numbered_pages_lead_into_the_archive_without_losing_or_repeating_a_story():
    stories = make_archive()
    expected = [story.pk for story in sorted(stories, key=lambda story: (story.public_since, story.pk), reverse=True)]
    pages = walk(size=2, step="older")
    assert [row.pk for page in pages for row in page.rows] == expected
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0, 0, 0, 0]
    assert pages[9].older.startswith("?before=")


@pytest.mark.django_db
def test_way_back_from_the_archive_leads_over_every_story():
    stories = make_archive()
    pages = walk(size=2, step="newer")
    seen = {row.pk for page in pages for row in page.rows} | {row.pk for row in page_of(size=2).rows}
    assert seen == {story.pk for story in stories}
    assert pages[-1].newer == ""  # From the newest page of the archive the way leads to the first.
