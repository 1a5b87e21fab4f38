import datetime as dt

import pytest
from django.db import DataError
from django.utils import timezone

from articles.domain import scheduling
from articles.domain.acts import Act, NotReady
from articles.domain.publishing import publish_story
from articles.domain.scheduling import publish_due, schedule_story, unschedule_story
from articles.models import Article, PublicStory, Version
from articles.tasks import publish_due_stories
from media_library.domain.photo_acts import kill_photo
from tests.articles.photos import make_usable_photo, put
from tests.factories.people import make_chief_editor, make_editor
from tests.factories.stories import make_draft, make_section

pytestmark = pytest.mark.django_db


def _scheduled(*, in_minutes: float, by=None, **fields) -> Article:
    article = make_draft(**fields)
    publish_at = timezone.now() + dt.timedelta(minutes=in_minutes)
    schedule_story(article.pk, by=by or make_chief_editor(), base_revision=0, publish_at=publish_at)
    article.refresh_from_db()
    return article


def test_scheduled_story_goes_out_with_the_time_that_was_set():
    section = make_section()
    editor = make_editor(section, initials_bg="СД")
    article = _scheduled(in_minutes=30, by=editor, section=section, sign_off="НС")
    assert publish_due(at=article.publish_at - dt.timedelta(seconds=1)) == []
    (version,) = publish_due(at=article.publish_at)
    assert version.published_at == article.publish_at
    assert (version.published_by, version.sign_off) == (editor, "НС/СД")
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("published", None)


def test_what_was_due_while_no_worker_ran_goes_out_in_order():
    later, earlier = _scheduled(in_minutes=20), _scheduled(in_minutes=10)
    versions = publish_due(at=timezone.now() + dt.timedelta(hours=9))
    assert [version.article_id for version in versions] == [earlier.pk, later.pk]
    assert [version.published_at for version in versions] == [earlier.publish_at, later.publish_at]


def test_one_story_that_is_refused_does_not_hold_up_the_others():
    broken, sound = _scheduled(in_minutes=10), _scheduled(in_minutes=20)
    Article.objects.filter(pk=broken.pk).update(headline=" ")
    assert [version.article_id for version in publish_due(at=sound.publish_at)] == [sound.pk]
    broken.refresh_from_db()
    assert broken.state == "submitted"


def test_story_whose_photo_was_withdrawn_goes_back_to_the_desk_with_the_reason():
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo)
    publish_at = timezone.now() + dt.timedelta(minutes=10)
    schedule_story(article.pk, by=make_chief_editor(), base_revision=0, publish_at=publish_at)
    kill_photo(photo.pk, note_bg="Свалена по искане на съда.", note_en="Withdrawn by a court.", by=None)
    assert publish_due(at=publish_at) == []
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("submitted", None)
    record = article.acts.first()
    assert (record.act, record.actor) == (Act.UNSCHEDULE, None)
    assert f"Снимка {photo.pk}" in record.comment
    assert publish_due(at=publish_at) == []


def test_photo_is_judged_for_the_time_at_which_the_story_goes_out():
    photo = make_usable_photo(expires_at=timezone.now() + dt.timedelta(minutes=20))
    article = make_draft()
    put(article, photo)
    publish_at = timezone.now() + dt.timedelta(minutes=30)
    with pytest.raises(NotReady) as refusal:
        schedule_story(article.pk, by=make_chief_editor(), base_revision=0, publish_at=publish_at)
    assert [name.partition(":")[0] for name in refusal.value.problems] == ["photos"]
    publish_at -= dt.timedelta(minutes=20)
    schedule_story(article.pk, by=make_chief_editor(), base_revision=0, publish_at=publish_at)
    assert len(publish_due(at=publish_at)) == 1


def test_photo_is_judged_for_the_end_of_the_embargo_of_the_story():
    photo = make_usable_photo(expires_at=timezone.now() + dt.timedelta(minutes=20))
    article = make_draft(embargo_until=timezone.now() + dt.timedelta(minutes=30))
    put(article, photo)
    with pytest.raises(NotReady) as refusal:
        publish_story(Act.PUBLISH, article.pk, by=make_chief_editor(), base_revision=0)
    assert [name.partition(":")[0] for name in refusal.value.problems] == ["photos"]


def test_story_that_breaks_does_not_hold_up_the_others(monkeypatch):
    broken, sound = _scheduled(in_minutes=10), _scheduled(in_minutes=20)

    def publish_or_break(act, article_id, **options):
        if article_id == broken.pk:
            raise DataError
        return publish_story(act, article_id, **options)

    monkeypatch.setattr(scheduling, "publish_story", publish_or_break)
    assert [version.article_id for version in publish_due(at=sound.publish_at)] == [sound.pk]


def test_time_that_has_passed_is_refused():
    with pytest.raises(NotReady) as refusal:
        _scheduled(in_minutes=-1)
    assert list(refusal.value.problems) == ["publish_at"]


def test_unscheduled_story_waits_on_the_editors_desk():
    article = _scheduled(in_minutes=10)
    unschedule_story(article.pk, by=make_chief_editor(), base_revision=1)
    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("submitted", None)
    assert publish_due(at=timezone.now() + dt.timedelta(hours=1)) == []


def test_scheduled_story_published_by_hand_is_not_published_again():
    article = _scheduled(in_minutes=10)
    publish_story(Act.PUBLISH, article.pk, by=make_chief_editor(), base_revision=1)
    assert publish_due(at=timezone.now() + dt.timedelta(hours=1)) == []
    assert Version.objects.count() == 1


def test_task_publishes_what_is_due_by_the_clock(time_machine):
    article = _scheduled(in_minutes=10)
    assert publish_due_stories() == 0
    time_machine.move_to(article.publish_at)
    assert publish_due_stories() == 1
    assert PublicStory.objects.get().public_since == article.publish_at
