"""Two people publish at once, on connections of their own."""

from collections import Counter

import pytest
from django.db import IntegrityError
from django.db.models import QuerySet

from articles.domain.acts import Act, StaleWorkingCopy
from articles.domain.hash_chain import verify_chain
from articles.domain.publishing import publish_story
from articles.domain.scheduling import publish_due
from articles.models import Article, Version
from tests.at_once import all_at_once
from tests.factories.stories import make_draft, make_story

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def _publish_at_once(act, people: int = PEOPLE) -> Counter:
    return all_at_once([act] * people, refusals=(StaleWorkingCopy, IntegrityError))


def test_same_revision_is_published_once_and_refused_clearly_to_the_others():
    story = make_story()
    revision = Article.objects.get(pk=story.pk).revision
    outcomes = _publish_at_once(lambda: publish_story(Act.UPDATE, story.pk, by=None, base_revision=revision))
    assert outcomes == {"Version": 1, "StaleWorkingCopy": PEOPLE - 1}
    assert Version.objects.count() == 2


def test_publications_one_after_the_other_make_orderly_versions():
    story = make_story()
    outcomes = _publish_at_once(lambda: publish_story(Act.UPDATE, story.pk, by=None, base_revision=None))
    assert outcomes == {"Version": PEOPLE}
    versions = list(Version.objects.order_by("number"))
    assert [version.number for version in versions] == list(range(1, PEOPLE + 2))
    assert [version.published_at for version in versions] == sorted(version.published_at for version in versions)
    assert list(verify_chain(versions)) == []
    assert Article.objects.get(pk=story.pk).revision == PEOPLE + 1


def test_without_the_lock_the_race_shows(monkeypatch):
    """The control: if this passes through unhurt, the two tests above prove nothing."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda queryset, **options: queryset.all())
    outcomes: Counter = Counter()
    for _round in range(20):
        story = make_story()
        outcomes += _publish_at_once(lambda pk=story.pk: publish_story(Act.UPDATE, pk, by=None, base_revision=None))
        if outcomes["IntegrityError"]:
            return
    pytest.fail(f"160 publications without a lock never met: {outcomes}")


def test_workers_at_once_publish_a_due_story_once():
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(state="scheduled", publish_at="2025-09-03T06:32:00Z")
    outcomes = _publish_at_once(publish_due, people=4)
    assert outcomes == {"list": 4}
    assert [version.published_at.isoformat() for version in Version.objects.all()] == ["2025-09-03T06:32:00+00:00"]
