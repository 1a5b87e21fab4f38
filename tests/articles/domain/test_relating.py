import datetime as dt

import pytest
from django.utils import timezone

from articles.domain import relating
from articles.domain.acts import Act
from articles.domain.editing import set_picks
from articles.domain.publishing import publish_story
from articles.domain.related import RELATED_LIMIT, related_stories
from articles.domain.relating import KEPT, relate_story
from articles.models import PublicStory, RelatedLink
from media_library.models import Tag
from tests.articles.photos import make_usable_photo, put
from tests.factories.stories import make_draft, make_killed_story, make_section, make_story, make_tag, publish_change

pytestmark = pytest.mark.django_db

ELECTION = {"headline": "Парламентът прие бюджета на второ четене", "lead": "Депутатите гласуваха бюджета в петък."}
FLOOD = {"headline": "Реката преля край Видин", "lead": "Спасители изведоха хора от наводнените къщи."}


def beside(story: PublicStory) -> list[str]:
    """The headlines that readers find beside a story, after its change has been worked off."""
    relate_story(story.pk)
    return headlines(story)


def headlines(story: PublicStory) -> list[str]:
    found = related_stories(story.pk, language=story.language, at=timezone.now())
    return [each.version.headline for each in found]


def test_stories_that_share_a_rare_tag_come_before_those_that_share_a_common_one() -> None:
    rare, common = make_tag("Рядък", "Rare"), make_tag("Чест", "Common")
    for number in range(20):
        make_story(headline=f"Друга {number}", lead="", tags=[common], section=make_section("bulgaria"))
    make_story(headline="Рядката", tags=[rare], section=make_section("bulgaria"))
    found = beside(make_story(headline="Тази", tags=[rare, common]))
    assert found[0] == "Рядката"
    assert len(found) == RELATED_LIMIT


def test_stories_of_years_ago_are_found() -> None:
    tag = make_tag()
    make_story(headline="От 2018", tags=[tag], hours_ago=24 * 365 * 8)
    assert beside(make_story(tags=[tag])) == ["От 2018"]


def test_of_two_equally_near_stories_the_one_of_the_same_days_comes_first() -> None:
    tag = make_tag()
    make_story(headline="Отпреди две години", tags=[tag], hours_ago=24 * 730)
    make_story(headline="Вчерашната", tags=[tag], hours_ago=24)
    assert beside(make_story(tags=[tag])) == ["Вчерашната", "Отпреди две години"]


def test_an_event_relates_more_than_a_tag() -> None:
    event, topic = make_tag("Срещата", "Summit", kind=Tag.Kind.EVENT), make_tag("Тема", "Topic")
    make_story(headline="По темата", tags=[topic], hours_ago=1)
    make_story(headline="От събитието", tags=[event], hours_ago=2)
    assert beside(make_story(tags=[event, topic], hours_ago=1)) == ["От събитието", "По темата"]


def test_photos_of_one_event_relate_their_stories() -> None:
    make_story(**FLOOD, section=make_section("bulgaria"))
    other = make_draft(**ELECTION, section=make_section("bulgaria"))
    put(other, make_usable_photo(event="Наводнението във Видин"))
    publish_story(Act.PUBLISH, other.pk, by=None, base_revision=None)
    ours = make_draft(headline="Съвсем друго", lead="Без обща дума.")
    put(ours, make_usable_photo(event="Наводнението във Видин"))
    publish_story(Act.PUBLISH, ours.pk, by=None, base_revision=None)
    assert beside(PublicStory.objects.get(pk=ours.pk)) == [ELECTION["headline"]]


def test_inflected_words_relate_stories_without_a_tag() -> None:
    for number in range(12):
        make_story(headline=f"Друга новина {number}", lead=f"За нещо различно, номер {number}.")
    make_story(**FLOOD)
    found = beside(make_story(headline="Реките преливат, спасителите извеждат хората", lead="Наводнени са къщи."))
    assert found == [FLOOD["headline"]]


def test_withdrawn_embargoed_and_foreign_stories_are_never_beside_a_story() -> None:
    tag = make_tag()
    make_killed_story(headline="Оттеглена", tags=[tag])
    make_story(headline="In English", tags=[tag], language="en")
    make_story(headline="Под ембарго", tags=[tag], embargo_until=timezone.now() + dt.timedelta(hours=1))
    assert beside(make_story(tags=[tag])) == []


def test_the_end_of_an_embargo_brings_a_story_in_by_itself(time_machine) -> None:
    tag, end = make_tag(), timezone.now() + dt.timedelta(hours=1)
    make_story(headline="Под ембарго", tags=[tag], embargo_until=end)
    story = make_story(tags=[tag])
    assert beside(story) == []
    time_machine.move_to(end + dt.timedelta(seconds=1))
    assert headlines(story) == ["Под ембарго"]


def test_a_withdrawn_story_makes_room_for_a_spare_one_at_once() -> None:
    tag = make_tag()
    others = [make_story(headline=f"Друга {number}", tags=[tag], hours_ago=number + 1) for number in range(9)]
    story = make_story(tags=[tag], hours_ago=0)
    before = beside(story)
    publish_change(others[0].article, Act.KILL, note="Оттеглена.")
    after = headlines(story)
    assert (len(before), len(after)) == (RELATED_LIMIT, RELATED_LIMIT)
    assert others[0].version.headline in before
    assert others[0].version.headline not in after


def test_a_new_story_comes_beside_those_that_it_is_near_to() -> None:
    tag = make_tag()
    first = make_story(headline="Първата", tags=[tag])
    assert beside(first) == []
    second = make_story(headline="Втората", tags=[tag])
    relate_story(second.pk)
    assert headlines(first) == ["Втората"]


def test_a_story_that_loses_its_tag_leaves_the_lists_of_others() -> None:
    tag = make_tag()
    first, second = make_story(headline="Първата", tags=[tag]), make_story(**FLOOD, tags=[tag])
    relate_story(second.pk)
    assert headlines(first) == [FLOOD["headline"]]
    second.article.tags.clear()
    publish_change(second.article)
    relate_story(second.pk)
    assert headlines(first) == []


def test_lists_of_a_common_tag_stay_bounded_and_keep_the_nearest() -> None:
    tag = make_tag()
    stories = [make_story(headline=f"Новина {n}", tags=[tag], hours_ago=24 * 60 * n) for n in range(KEPT + 6)]
    for story in stories:
        relate_story(story.pk)
    lists = {story.pk: RelatedLink.objects.filter(story=story.pk).count() for story in stories}
    assert set(lists.values()) == {KEPT}
    assert headlines(stories[0]) == [f"Новина {n}" for n in range(1, 1 + RELATED_LIMIT)]


def test_picks_of_an_editor_come_first_in_their_order_once_they_are_published() -> None:
    tag = make_tag()
    tagged = make_story(headline="По тагове", tags=[tag])
    far, near = make_story(**FLOOD), make_story(**ELECTION)
    story = make_story(headline="Тази", tags=[tag])
    assert beside(story) == ["По тагове"]
    set_picks(story.article, [near.article, far.article, tagged.article])
    assert headlines(story) == ["По тагове"]
    publish_story(Act.MINOR_FIX, story.pk, by=None, base_revision=None)
    assert beside(story) == [ELECTION["headline"], FLOOD["headline"], "По тагове"]


def test_relating_again_changes_nothing() -> None:
    tag = make_tag()
    make_story(tags=[tag])
    story = make_story(tags=[tag])
    assert relate_story(story.pk) == 2
    assert relate_story(story.pk) == 0


@pytest.mark.parametrize("others", [1, 30])
def test_relating_costs_the_same_for_few_and_for_many(others, django_assert_max_num_queries) -> None:
    tag = make_tag()
    for number in range(others):
        make_story(headline=f"Друга {number}", tags=[tag])
    story = make_story(tags=[tag])
    with django_assert_max_num_queries(26):
        relate_story(story.pk)


def test_reading_takes_one_query(django_assert_num_queries) -> None:
    tag = make_tag()
    make_story(tags=[tag])
    story = make_story(tags=[tag])
    relate_story(story.pk)
    with django_assert_num_queries(1):
        assert len(related_stories(story.pk, language="bg", at=timezone.now())) == 1


def test_most_compared_stories_of_a_tag_are_the_newest(monkeypatch) -> None:
    monkeypatch.setattr(relating, "_OF_A_TAG", 2)
    tag, section = make_tag(), make_section("bulgaria")
    for number in range(4):
        make_story(headline=f"Друга {number}", tags=[tag], section=section)
    assert sorted(beside(make_story(tags=[tag]))) == ["Друга 2", "Друга 3"]
