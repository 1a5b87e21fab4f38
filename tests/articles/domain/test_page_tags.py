import datetime as dt

import pytest
from django.utils import timezone

from articles.domain.acts import Act, NotReady
from articles.domain.release_times import next_change_of_stories, next_release
from media_library.domain.photo_acts import hold_photo, kill_photo
from newsroom.models import PendingBump
from newsroom.page_changes import next_change
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db


def _bumped():
    """The tags of the one bump that was noted last."""
    return set(PendingBump.objects.latest("pk").tags)


def test_publishing_bumps_exactly_the_pages_of_both_versions():
    china, trade, author = make_tag(), make_tag("Търговия", "Trade"), make_author()
    article = make_draft(section=make_section("world"), tags=[china], authors=[author], urgency=5)
    publish(article)
    shared = {f"article-{article.pk}", "news-bg", "search-bg", "front-bg", f"author-{author.pk}-bg"}
    assert _bumped() == shared | {"section-world-bg", f"tag-{china.pk}-bg"}
    article.tags.set([trade])
    publish_change(article, section=make_section("bulgaria"))
    assert _bumped() == shared | {
        "section-world-bg", "section-bulgaria-bg", f"tag-{china.pk}-bg", f"tag-{trade.pk}-bg",
    }  # fmt: skip


def test_breaking_news_bumps_every_page_before_and_after():
    article = make_draft(urgency=2)
    publish(article)
    assert "chrome" in _bumped()
    publish_change(article, urgency=5)
    assert "chrome" in _bumped()
    publish_change(article, lead="Нещо друго.")
    assert "chrome" not in _bumped()


def test_translation_bumps_its_source_and_its_siblings():
    source = make_story()
    translation = make_draft(language="en", translation_of=source.article, translated_version=1)
    publish(translation)
    assert {f"article-{source.pk}", f"article-{translation.pk}", "news-en"} <= _bumped()
    assert "news-bg" not in _bumped()
    publish_change(source.article, lead="Нещо друго.")
    assert f"article-{translation.pk}" in _bumped()


@pytest.mark.parametrize(("act", "hides"), [(Act.UPDATE, False), (Act.CORRECT, False), (Act.KILL, True)])
def test_only_a_withdrawal_forbids_the_page_of_before(act, hides):
    publish_change(make_story().article, act, note="Бележка.", lead="Нещо друго.")
    assert PendingBump.objects.latest("pk").hide is hides


def test_photo_that_is_taken_away_bumps_its_pages_and_hides_them():
    photo = make_usable_photo()
    article = make_draft()
    put(article, photo)
    publish(article)
    assert f"photo-{photo.pk}" in _bumped()
    for take_away in (hold_photo, lambda pk, by: kill_photo(pk, note_bg="Съд.", note_en="Court.", by=by)):
        PendingBump.objects.all().delete()
        take_away(photo.pk, by=None)
        assert any(f"photo-{photo.pk}" in row.tags and row.hide for row in PendingBump.objects.all())


def test_act_that_is_refused_bumps_nothing():
    article = make_draft(headline="")
    PendingBump.objects.all().delete()
    with pytest.raises(NotReady):
        publish(article)
    assert not PendingBump.objects.exists()


def test_next_release_is_the_first_embargo_that_ends(django_assert_num_queries):
    now = timezone.now()
    make_story()
    assert next_release(now) is None
    ends = [now + dt.timedelta(hours=hours) for hours in (3, 2)]
    for end in ends:
        publish(make_draft(embargo_until=end))
    with django_assert_num_queries(1):
        assert next_release(now) == ends[1]
    assert next_release(ends[1]) == ends[0]


def test_pages_change_when_a_story_is_no_longer_breaking_or_the_day_ends(django_assert_num_queries):
    minute = dt.timedelta(seconds=60)
    story = make_story(urgency=1)
    end = story.public_since + dt.timedelta(hours=4)
    with django_assert_num_queries(1):
        assert next_change_of_stories(end - dt.timedelta(seconds=59), within=minute) == end
    assert next_change_of_stories(end - dt.timedelta(seconds=61), within=minute) is None
    assert next_change_of_stories(end, within=minute) is None
    noon = timezone.localtime(end).replace(hour=12) + dt.timedelta(days=3)
    midnight = (noon + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    with django_assert_num_queries(2):
        assert next_change(noon) == midnight
