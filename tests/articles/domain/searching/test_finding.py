import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.searching import finding
from articles.domain.searching.counting import count_matches
from articles.domain.searching.finding import Place, StorySearch
from articles.domain.searching.time_limit import SearchTooWide, time_limit
from articles.models import SearchableStory
from media_library.models import Tag
from tests.articles.domain.searching.finding_stories import found, search_for
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import (
    make_author,
    make_draft,
    make_killed_story,
    make_section,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "пекин",
        "ПЕКИН",
        "pekin",
        "срещи",
        "срещите",
        "„среща на върха“",
        '"на върха в"',
        "двадесет",
        "сряда",
        "среща -софия",
    ],
)
def test_story_is_found_by_its_words_in_any_form_and_alphabet(words):
    story = make_story()
    make_story(headline="Валя дъжд", lead="Мокро е.", body="<p>Облаци.</p>", dateline_place="")
    assert found(words) == [story.pk]


@pytest.mark.parametrize("words", ["putin", "Путин", "president", "presidents"])
def test_english_story_is_found_too(words):
    story = make_story(language="en", headline="President Putin meets", lead="Talks.", body="<p>x</p>")
    assert found(words) == [story.pk]


@pytest.mark.parametrize("words", ["софия", '"върха среща"', "среща -пекин", '-"среща на върха"', "strong", "p"])
def test_story_is_not_found_by_what_it_does_not_say(words):
    make_story(body="<p>Срещата <strong>започна</strong> в сряда.</p>")
    assert found(words) == []


def test_newest_stand_first_and_pages_follow_each_other():
    newer, older, oldest = [make_story(hours_ago=hours).pk for hours in (1, 2, 3)]
    search = search_for("среща")
    page = search.newest(count=2)
    assert [match.story_id for match in page] == [newer, older]
    place = Place(page[-1].public_since, older)
    assert [match.story_id for match in search.newest(count=2, before=place)] == [oldest]
    assert [match.story_id for match in search.oldest_after(place, count=2)] == [newer]


def test_both_ways_to_the_newest_matches_find_the_same(monkeypatch):
    stories = [make_story(hours_ago=hours, headline="Буря" if hours % 2 else "Дъжд").pk for hours in range(1, 7)]
    by_index = found("буря")
    monkeypatch.setattr(finding, "_COMMON", 0)
    assert found("буря") == by_index == stories[::2]
    # It looks no further than it may, and then asks the index.
    monkeypatch.setattr(finding, "_WALKED", 1)
    assert [match.story_id for match in search_for("буря").newest(count=1)] == [stories[0]]
    assert [match.story_id for match in search_for("дъжд").newest(count=1)] == [stories[1]]


def test_best_match_has_the_words_in_its_headline():
    best = make_story(hours_ago=5, headline="Буря", lead="x", body="")
    other = make_story(hours_ago=1, headline="Дъжд", lead="x", body="<p>След буря.</p>")
    assert [match.story_id for match in search_for("буря").best(count=5)] == [best.pk, other.pk]
    assert [match.story_id for match in search_for("буря").best(count=5, skipped=1)] == [other.pk]


# --- Filters ----------------------------------------------------------------------------------------------------


def test_each_filter_finds_its_own():
    bulgaria, tag = make_section("bulgaria"), make_tag("Търговия", "Trade", slug="trade")
    author = make_author("Ева Марин", "Eva Marin")
    one = make_story(section=bulgaria, tags=[tag], authors=[author], language="bg", hours_ago=30)
    two = make_story(language="en", headline="Summit in Beijing", lead="Talks.", body="<p>x</p>", guests="Jane Doe")
    assert found(section=bulgaria.pk) == [one.pk]
    assert found(tag=tag.pk) == [one.pk]
    assert found(author="eva marin") == found(author="Марин") == [one.pk]
    assert found(author="doe") == [two.pk]
    assert found(language="en") == [two.pk]
    yesterday = timezone.now() - dt.timedelta(hours=24)
    assert found(ends=yesterday) == [one.pk]
    assert found(begins=yesterday) == [two.pk]
    assert found(begins=yesterday, section=bulgaria.pk) == []
    assert found() == [two.pk, one.pk]


def test_person_and_place_are_asked_for_by_themselves():
    person = make_tag("Пекин Иванов", "Pekin Ivanov", kind=Tag.Kind.PERSON)
    place = make_tag("Шанхай", "Shanghai", kind=Tag.Kind.PLACE)
    one = make_story(tags=[person], headline="Среща", dateline_place="София")
    two = make_story(tags=[place], headline="Среща", dateline_place="Пекин", hours_ago=2)
    assert found(person="пекин") == found(person="pekin ivanov") == [one.pk]
    assert found(place="пекин") == found(place="shanghai") == [two.pk]
    assert found(place="sofia") == [one.pk]
    assert found(person="шанхай") == []


def test_kind_is_what_readers_are_told_of_the_last_version():
    new, updated, corrected, fixed = [make_story(hours_ago=hours) for hours in (1, 2, 3, 4)]
    publish_change(updated.article, headline="Срещата завърши")
    publish_change(corrected.article, Act.CORRECT, note="Сгрешена цифра.", headline="Срещата продължи")
    publish_change(fixed.article, Act.MINOR_FIX, headline="Срещата започна")
    assert found(kind="original") == [new.pk, fixed.pk]
    assert found(kind="update") == [updated.pk]
    assert found(kind="correction") == [corrected.pk]


def test_stories_with_a_photo_are_found():
    article = make_draft()
    put(article, make_usable_photo())
    publish(article)
    make_story()
    assert found(with_photo=True) == [article.pk]


# --- What nobody finds ------------------------------------------------------------------------------------------


def test_words_of_earlier_versions_and_of_the_working_copy_find_nothing():
    story = make_story(headline="Мълния над града")
    publish_change(story.article, headline="Гръм над града")
    story.article.refresh_from_db()
    type(story.article).objects.filter(pk=story.pk).update(headline="Торнадо над града")
    assert (found("мълния"), found("гръм"), found("торнадо")) == ([], [story.pk], [])


def test_withdrawn_story_is_never_found_nor_counted():
    make_killed_story()
    assert found("среща") == found() == []
    assert count_matches(search_for("среща")).total == 0
    assert not SearchableStory.objects.exists()


def test_story_is_found_from_the_second_at_which_its_embargo_ends():
    end = timezone.now() + dt.timedelta(hours=2)
    article = make_draft(embargo_until=end)
    publish(article)
    before = end - dt.timedelta(seconds=1)
    for words in ("среща", ""):
        assert search_for(words, at=before).newest(count=5) == []
        assert [match.story_id for match in search_for(words, at=end).newest(count=5)] == [article.pk]
    assert count_matches(search_for("среща", at=before)).total == 0
    assert count_matches(search_for("среща", at=before)).facets == {}


# --- Counts -----------------------------------------------------------------------------------------------------


def test_matches_are_counted_by_section_language_kind_and_year(monkeypatch):
    world, bulgaria = make_section(), make_section("bulgaria")
    # In Sofia it is the new year already.
    make_story(section=bulgaria)
    article = make_draft(section=world)
    publish(article, at=dt.datetime(2024, 12, 31, 22, 30, tzinfo=dt.UTC))
    publish_change(article, headline="Срещата завърши", at=dt.datetime(2025, 1, 2, tzinfo=dt.UTC))
    year = str(timezone.localdate().year)
    facets = {
        "section_id": {str(world.pk): 1, str(bulgaria.pk): 1},
        "language": {"bg": 2},
        "kind": {"original": 1, "update": 1},
        "year": {"2025": 1, year: 1},
    }
    counts = count_matches(search_for("среща"))
    assert (counts.total, counts.is_capped, counts.sample, counts.facets) == (2, False, 0, facets)
    # Where all of the newest stories are looked at, the count is exact; else it is a guess.
    monkeypatch.setattr(finding, "_COUNTLESS", 0)
    counts = count_matches(search_for("среща"))
    assert (counts.total, counts.is_capped, counts.is_guess, counts.sample) == (2, False, False, 0)
    assert counts.facets == facets
    monkeypatch.setattr(finding, "_SAMPLED", 1)
    monkeypatch.setattr(StorySearch, "guess_total", lambda _search, **_found: 4_321)
    counts = count_matches(search_for("среща"))
    assert (counts.total, counts.is_capped, counts.is_guess, counts.sample) == (4_300, False, True, 1)
    assert counts.facets["year"] == {year: 1}
    monkeypatch.setattr(StorySearch, "guess_total", lambda _search, **_found: 200_000)
    counts = count_matches(search_for("среща"))
    assert (counts.total, counts.is_capped, counts.is_guess, counts.sample) == (10_000, True, False, 1)


def test_phrase_of_common_words_is_looked_for_in_the_newest_stories_only(monkeypatch):
    older = make_story(hours_ago=3, headline="Среща на върха")
    make_story(hours_ago=2, headline="Върхът на една среща", lead="x", body="<p>На върха.</p>")
    monkeypatch.setattr(finding, "_COMMON", 0)
    search = search_for('"среща на върха"')
    assert [match.story_id for match in search.newest(count=5)] == [older.pk]
    assert not search.is_partial
    monkeypatch.setattr(finding, "_READ", 1)
    assert search.newest(count=5) == []
    assert search.is_partial


def test_search_that_takes_too_long_is_stopped_and_leaves_the_connection_as_it_was():
    with connection.cursor() as cursor:
        with pytest.raises(SearchTooWide), time_limit(50):
            cursor.execute("SELECT pg_sleep(5)")
        with time_limit(50):
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("50ms",)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


# --- The index --------------------------------------------------------------------------------------------------


def test_index_stories_writes_all_anew_and_missing_ones_only_when_asked_to(capsys):
    stories = [make_story(hours_ago=hours) for hours in (1, 2)]
    make_killed_story()
    SearchableStory.objects.filter(pk=stories[0].pk).delete()
    call_command("index_stories", "--missing")
    assert capsys.readouterr().out.splitlines() == ["1 of 1 stories", "Indexed 1 story."]
    call_command("index_stories")
    assert capsys.readouterr().out.splitlines() == ["3 of 3 stories", "Indexed 3 stories."]
    assert found("среща") == [story.pk for story in stories]
    call_command("index_stories", "--missing")
    assert capsys.readouterr().out == ""
