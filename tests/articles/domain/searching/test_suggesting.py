import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from articles.domain.searching.spelling import guess_meant
from articles.domain.searching.suggesting import suggest
from articles.domain.searching.vocabulary import learn_words
from articles.domain.searching.wish import StoryWish
from articles.models import KnownWord
from articles.tasks import learn_words as learn_words_task
from media_library.models import Tag
from tests.factories.stories import (
    make_author,
    make_draft,
    make_killed_story,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db


def suggested(text, language="bg"):
    with override(language):
        groups = suggest(text, language=language, at=timezone.now(), milliseconds=10_000)
    return {group.words: [suggestion.words for suggestion in group.suggestions] for group in groups}


def meant(words):
    return guess_meant(StoryWish(words=words), at=timezone.now(), milliseconds=10_000)


def test_stories_tags_and_people_are_suggested_by_how_they_begin():
    person = make_tag("Владимир Путин", "Vladimir Putin", kind=Tag.Kind.PERSON)
    story = make_story(
        headline="Путин пристигна",
        tags=[person, make_tag("Пути", "Roads"), make_tag("Мир", "Peace")],
        authors=[make_author("Путка Колева", "Putka Koleva", slug="putka-koleva")],
    )
    make_story(headline="Валя дъжд")
    for typed in ("пут", "ПУТ", "put", " put "):
        with override("bg"):
            assert suggested(typed) == {
                "Етикети": ["Пути"],
                "Хора": ["Путка Колева", "Владимир Путин"],
                "Новини": [story.version.headline],
            }
    assert suggested("road", "en") == {"Tags": ["Roads"]}
    assert suggested("п") == suggested("") == suggested("няма") == {}


def test_nothing_is_suggested_that_readers_can_not_see():
    hidden = {"tags": [make_tag("Таен", "Secret")], "authors": [make_author("Таен Автор", "Secret", slug="taen-avtor")]}
    make_killed_story(headline="Таен", **hidden)
    publish(make_draft(headline="Таен", embargo_until=timezone.now() + dt.timedelta(hours=1), **hidden))
    make_draft(headline="Таен", **hidden)
    assert suggested("тае") == {}
    learn_words()
    assert not KnownWord.objects.filter(word="таен").exists()


def test_mistyped_word_is_put_right_among_the_others():
    make_story(headline="Президентът в Пекин", lead="x", body="")
    learn_words()
    assert meant("Президнт") == "президентът"
    assert meant("„Призидентът в Пекин“ -война") == "„президентът в Пекин“ -война"
    assert meant("пекин") is None
    assert meant("абвгдежз") is None
    assert meant("!?") is None


def test_words_of_a_story_that_was_withdrawn_since_are_no_advice():
    story = make_story(headline="Торнадо", lead="x", body="")
    learn_words()
    assert meant("торнадоо") == "торнадо"
    publish_change(story.article, "kill", note="Оттеглена.")
    assert meant("торнадоо") is None


def test_words_are_learned_once_and_counted():
    make_story(headline="Буря, буря", lead="", body="<p>x</p>")
    make_story(headline="Бурята", lead="Буря 2025 г.", body="<p>x</p>")
    assert learn_words_task() == 2
    assert learn_words() == 0
    assert dict(KnownWord.objects.values_list("word", "count")) == {"буря": 2, "бурята": 1}
    make_story(headline="Буря", lead="", body="<p>x</p>")
    assert learn_words() == 1
    assert KnownWord.objects.get(word="буря").count == 3
