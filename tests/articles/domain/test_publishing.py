import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from articles.domain.acts import Act, NotPermitted, NotReady, StaleWorkingCopy, WrongState
from articles.domain.publishing import publish_story
from articles.models import ActRecord, Article, PublicStory, Version
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_author, make_draft, make_section, make_story, make_tag, publish, publish_change

pytestmark = pytest.mark.django_db


def test_publishing_freezes_everything_that_the_page_shows():
    author, tag, section = make_author(), make_tag(), make_section()
    editor = make_editor(section, initials_bg="СД")
    article = make_draft(section=section, authors=[author], tags=[tag], guests="Анна Ли, Бен Хау", sign_off="НС/СД/ИБ")

    version = publish_story(Act.PUBLISH, article.pk, by=editor, base_revision=0)

    stored = Version.objects.get(pk=version.pk)
    assert (stored.number, stored.kind, stored.published_by) == (1, "original", editor)
    assert stored.headline == "Започна срещата на върха в Пекин"
    assert stored.slug == "zapochna-sreshtata-na-varha-v-pekin"
    assert stored.byline == [
        {"author": author.pk, "slug": author.slug, "name_bg": "Николай Станоев", "name_en": "Nikolay Stanoev"},
        {"guest": "Анна Ли, Бен Хау"},
    ]
    assert stored.tags == [{"tag": tag.pk, "slug": "kitay", "name": "Китай", "name_en": "China"}]
    assert stored.sign_off == "НС/ИБ/СД"
    assert stored.first_published_at == stored.published_at
    article.refresh_from_db()
    assert (article.state, article.revision) == ("published", 1)
    public = PublicStory.objects.get(article=article)
    assert (public.version, public.section, public.killed, public.mark) == (stored, section, False, "")
    assert list(public.tags.all()) == [tag]
    assert list(public.authors.all()) == [author]


def test_saving_the_working_copy_changes_nothing_public():
    story = make_story()
    Article.objects.filter(pk=story.pk).update(headline="Ново заглавие", body="<p>Ново.</p>")
    assert PublicStory.objects.get(pk=story.pk).version.headline == "Започна срещата на върха в Пекин"


def test_update_keeps_the_first_time_and_marks_the_story():
    story = make_story(hours_ago=3)
    version = publish_change(story.article, headline="Срещата на върха завърши")
    story.refresh_from_db()
    assert (version.number, version.kind) == (2, "update")
    assert version.first_published_at == story.public_since < version.published_at
    assert (story.mark, story.marked_at) == ("update", version.published_at)


def test_minor_fix_leaves_the_mark_of_the_update_before_it():
    story = make_story(hours_ago=3)
    update = publish_change(story.article, headline="Срещата на върха завърши")
    publish_change(story.article, Act.MINOR_FIX, headline="Срещата на върха завърши в Пекин")
    story.refresh_from_db()
    assert (story.version.number, story.mark, story.marked_at) == (3, "update", update.published_at)


@pytest.mark.parametrize("act", [Act.CORRECT, Act.KILL])
@pytest.mark.parametrize("note", ["", "   \n"])
def test_correction_and_kill_refuse_to_go_without_a_note(act, note):
    story = make_story()
    with pytest.raises(NotReady) as refusal:
        publish_change(story.article, act, note=note, headline="Друго")
    assert list(refusal.value.problems) == ["public_note"]
    assert Version.objects.count() == 1


def test_kill_keeps_the_words_that_it_withdraws_and_ends_the_story():
    story = make_story()
    version = publish_change(story.article, Act.KILL, note="Не е вярно.", headline="Недовършена редакция")
    story.refresh_from_db()
    assert version.headline == "Започна срещата на върха в Пекин"
    assert (story.killed, story.mark, story.article.state) == (True, "kill", "killed")
    for act in (Act.PUBLISH, Act.UPDATE, Act.CORRECT, Act.MINOR_FIX, Act.KILL):
        with pytest.raises(WrongState):
            publish_story(act, story.pk, by=None, base_revision=None, public_note="още")


def test_everything_that_is_missing_is_named_at_once():
    article = make_draft(headline=" ", lead="", body="<p> </p>", language="de")
    with pytest.raises(NotReady) as refusal:
        publish(article)
    assert set(refusal.value.problems) == {"headline", "body", "language"}


def test_language_of_a_published_story_stays():
    story = make_story()
    with pytest.raises(NotReady) as refusal:
        publish_change(story.article, language="en", headline="In English")
    assert list(refusal.value.problems) == ["language"]


def test_stale_revision_is_refused_and_names_who_was_first():
    article = make_draft()
    Article.objects.filter(pk=article.pk).update(revision=4, changed_by=make_editor(last_name="Бързев"))
    with pytest.raises(StaleWorkingCopy, match="Бързев"):
        publish_story(Act.PUBLISH, article.pk, by=make_chief_editor(), base_revision=3)
    assert not Version.objects.exists()


def test_journalist_cannot_publish():
    journalist = make_journalist()
    article = make_draft(by=journalist)
    with pytest.raises(NotPermitted):
        publish_story(Act.PUBLISH, article.pk, by=journalist, base_revision=0)
    assert not Version.objects.exists()


def test_embargoed_story_is_public_from_the_end_of_the_embargo():
    until = timezone.now() + dt.timedelta(hours=5)
    article = make_draft(embargo_until=until)
    version = publish(article)
    story = PublicStory.objects.get(article=article)
    assert story.public_since == until == version.public_from
    assert not PublicStory.objects.released().exists()
    assert PublicStory.objects.released(at=until).exists()


def test_embargo_can_be_lifted_by_publishing_again():
    article = make_draft(embargo_until=timezone.now() + dt.timedelta(hours=5))
    publish(article)
    version = publish_change(article, embargo_until=None, lead="Без ембарго.")
    story = PublicStory.objects.get(article=article)
    assert story.public_since == version.published_at
    # Readers never saw the first version, so to them this one is no update.
    assert story.mark == ""


@pytest.mark.parametrize("hours", [None, 9])
def test_embargo_alone_is_a_change_while_it_runs(hours):
    article = make_draft(embargo_until=timezone.now() + dt.timedelta(hours=5))
    publish(article)
    until = hours and timezone.now() + dt.timedelta(hours=hours)
    version = publish_change(article, by=make_chief_editor(), embargo_until=until)
    assert PublicStory.objects.get(article=article).public_since == (until or version.published_at)


def test_change_that_was_made_before_the_embargo_ended_but_reached_us_after_it_counts_from_now(time_machine):
    until = timezone.now() + dt.timedelta(hours=5)
    article = make_draft(embargo_until=until)
    publish(article)
    time_machine.move_to(until + dt.timedelta(hours=1), tick=False)
    version = publish_change(article, at=until - dt.timedelta(hours=1), lead="Ново.")
    assert version.published_at == timezone.now()


def test_story_can_be_withdrawn_after_its_tag_and_author_are_gone():
    author, tag = make_author(), make_tag()
    story = make_story(authors=[author], tags=[tag])
    story.article.byline.all().delete()
    tag.delete()
    author.delete()
    version = publish_change(story.article, Act.KILL, note="Не е вярно.")
    connection.check_constraints()
    assert [name["name_bg"] for name in version.byline] == ["Николай Станоев"]
    assert PublicStory.objects.get().killed


def test_lifted_embargo_is_lifted_now_whatever_time_the_wire_gives(time_machine):
    article = make_draft(embargo_until=timezone.now() + dt.timedelta(hours=5))
    publish(article, at=timezone.now() - dt.timedelta(hours=1))
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=1), tick=False)
    publish_change(article, at=timezone.now() - dt.timedelta(minutes=30), embargo_until=None, lead="Ново.")
    assert PublicStory.objects.get().public_since == timezone.now()


def test_embargo_cannot_take_back_what_is_public():
    story = make_story()
    with pytest.raises(NotReady) as refusal:
        publish_change(story.article, embargo_until=timezone.now() + dt.timedelta(hours=1), lead="Нещо ново.")
    assert list(refusal.value.problems) == ["embargo_until"]


def test_versions_stand_in_the_order_of_their_times_though_a_clock_goes_back():
    story = make_story(hours_ago=1)
    version = publish_change(story.article, at=timezone.now() - dt.timedelta(hours=9), lead="Ново.")
    assert version.published_at == story.version.published_at


def test_act_is_logged_with_its_version():
    story = make_story()
    editor = make_chief_editor()
    version = publish_change(story.article, Act.CORRECT, note="Поправено е името.", by=editor, headline="Друго")
    record = ActRecord.objects.first()
    assert (record.act, record.from_state, record.to_state) == ("correct", "published", "published")
    assert (record.actor, record.version, record.comment) == (editor, version, "Поправено е името.")


def test_refused_act_leaves_no_trace():
    article = make_draft(headline=" ")
    before = ActRecord.objects.count()
    with pytest.raises(NotReady):
        publish(article)
    article.refresh_from_db()
    assert (article.state, article.revision, ActRecord.objects.count()) == ("draft", 0, before)
