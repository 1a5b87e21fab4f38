import datetime as dt

import pytest
from django.utils import timezone

from articles.domain.acts import Act
from articles.domain.corrections_log import read_corrections
from articles.models import Article
from newsroom.shared.pagination import NoSuchPage
from tests.factories.stories import make_draft, make_story, publish, publish_change

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def read(language="bg", *, after=dt.timedelta(), **query):
    page = read_corrections(query, language=language, now=timezone.now() + after)
    return [entry for day in page.days for entry in day.entries]


def test_log_has_corrections_and_withdrawals_the_newest_first():
    corrected = make_story(headline="Реката преля", hours_ago=5)
    publish_change(corrected.article, Act.CORRECT, note="Реката е Марица.", headline="Марица преля")
    withdrawn = make_story(headline="Спряха влаковете", hours_ago=4)
    publish_change(withdrawn.article, Act.KILL, note="Влаковете се движат.")
    publish_change(make_story(hours_ago=3).article, Act.UPDATE, lead="Още факти.")
    publish_change(make_story(hours_ago=3).article, Act.MINOR_FIX, lead="Правопис.")

    told = [(entry.kind, entry.headline, entry.note) for entry in read()]

    assert told == [("kill", "", "Влаковете се движат."), ("correction", "Марица преля", "Реката е Марица.")]
    assert read("en") == []


def test_story_that_was_withdrawn_keeps_only_the_line_of_its_withdrawal():
    story = make_story(headline="Обвиниха министъра", hours_ago=5)
    publish_change(story.article, Act.CORRECT, note="Името е друго.", headline="Обвиниха кмета")
    publish_change(story.article, Act.KILL, note="Новината е невярна.")

    (entry,) = read()

    assert (entry.headline, entry.note, entry.history_url) == ("", "Новината е невярна.", "")


def test_what_was_mended_under_an_embargo_was_never_told():
    release = timezone.now() + HOUR
    article = make_draft(embargo_until=release)
    publish(article)
    publish_change(article, Act.CORRECT, note="Преди да излезе.", headline="Поправена преди срока")
    assert read() == []
    assert read(after=2 * HOUR) == []


def test_correction_after_the_embargo_is_told():
    article = make_draft(embargo_until=timezone.now() + HOUR)
    publish(article, at=timezone.now() - 3 * HOUR)
    Article.objects.filter(pk=article.pk).update(embargo_until=None)
    publish_change(article, Act.UPDATE, lead="Ембаргото отпадна.")
    publish_change(article, Act.CORRECT, note="Сумата е в евро.", headline="Сумата е в евро")

    assert [entry.note for entry in read()] == ["Сумата е в евро."]


@pytest.mark.parametrize("query", [{"page": "0"}, {"page": "x"}, {"before": "x"}, {"page": "2"}, {"before": "\x00"}])
def test_page_that_is_not_there_is_refused(query):
    with pytest.raises(NoSuchPage):
        read(**query)


def test_log_takes_one_query_for_one_line_and_for_twenty(django_assert_num_queries):
    for number in range(21):
        story = make_story(hours_ago=number + 1)
        publish_change(story.article, Act.CORRECT, note="Поправка.", headline=f"Нова {number}")
    with django_assert_num_queries(1):
        assert len(read()) == 20
    assert len(read(page="2")) == 1
