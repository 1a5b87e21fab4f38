import datetime as dt

import pytest
from django.utils import timezone

from articles.domain.acts import Act, NotPermitted, NotReady, StaleWorkingCopy, WrongState
from articles.domain.editing import (
    create_story,
    return_story,
    save_working_copy,
    spike_story,
    submit_story,
    unspike_story,
)
from articles.domain.scheduling import schedule_story
from articles.models import ActRecord, Article
from tests.factories.people import make_chief_editor, make_editor, make_journalist, make_user
from tests.factories.stories import make_draft, make_section, make_story

pytestmark = pytest.mark.django_db


def test_new_story_is_a_draft_signed_by_whoever_began_it_and_sanitised():
    journalist = make_journalist(initials_bg="НС")
    article = create_story(
        Article(section=make_section(), headline="Заглавие", body="<b>текст</b><script>x()</script>"), by=journalist
    )
    assert (article.state, article.sign_off, article.created_by) == ("draft", "НС", journalist)
    assert article.body == "<p><strong>текст</strong></p>"


def test_sales_cannot_write_stories():
    with pytest.raises(NotPermitted):
        create_story(Article(section=make_section(), headline="Заглавие"), by=make_user("sales"))


def test_saving_raises_the_revision_and_signs_for_the_one_who_changed_it():
    section = make_section()
    article = make_draft(section=section, by=make_journalist(initials_bg="НС"))
    editor = make_editor(section, initials_bg="СД")
    article.lead = "Ново начало."
    save_working_copy(article, by=editor, changed=["lead"], base_revision=0)
    article.refresh_from_db()
    assert (article.revision, article.sign_off, article.changed_by) == (1, "НС/СД", editor)
    assert ActRecord.objects.first().comment == "lead"


def test_sign_off_that_was_edited_by_hand_stays_as_it_was_typed():
    section = make_section()
    article = make_draft(section=section, by=make_journalist(initials_bg="НС"))
    article.sign_off = "ИБ"
    save_working_copy(article, by=make_editor(section, initials_bg="СД"), changed=["sign_off"], base_revision=0)
    assert Article.objects.get().sign_off == "ИБ"


def test_saving_over_a_newer_revision_is_refused():
    article = make_draft()
    Article.objects.update(revision=1, changed_by=make_journalist(first_name="Мара", last_name="Първа"))
    article.lead = "Закъсняло."
    with pytest.raises(StaleWorkingCopy, match="Мара Първа"):
        save_working_copy(article, by=make_chief_editor(), changed=["lead"], base_revision=0)
    assert Article.objects.get().lead != "Закъсняло."


def test_state_cannot_be_smuggled_in_by_a_save():
    article = make_draft()
    article.state = "published"
    save_working_copy(article, by=make_chief_editor(), changed=["lead"], base_revision=0)
    assert Article.objects.get().state == "draft"


def test_journalist_hands_a_draft_over_and_gets_it_back_with_a_comment():
    section = make_section()
    journalist, editor = make_journalist(), make_editor(section)
    article = make_draft(section=section, by=journalist)
    submit_story(article.pk, by=journalist, base_revision=0)
    article.refresh_from_db()
    assert article.state == "submitted"
    with pytest.raises(NotPermitted):
        save_working_copy(article, by=journalist, changed=["lead"], base_revision=1)
    return_story(article.pk, by=editor, base_revision=1, comment="Липсва източник.")
    article.refresh_from_db()
    assert article.state == "draft"
    assert ActRecord.objects.first().comment == "Липсва източник."


def test_published_story_is_never_spiked():
    story = make_story()
    with pytest.raises(WrongState):
        spike_story(story.pk, by=make_chief_editor(), base_revision=story.article.revision)


def test_spiked_story_comes_back_unless_its_place_is_taken():
    chief = make_chief_editor()
    source = make_draft()
    article = make_draft(language="en", translation_of=source)
    spike_story(article.pk, by=chief, base_revision=0)
    make_draft(language="en", translation_of=source)
    with pytest.raises(NotReady):
        unspike_story(article.pk, by=chief, base_revision=1)
    Article.objects.filter(translation_of=source, state="draft").update(translation_of=None)
    unspike_story(article.pk, by=chief, base_revision=1)
    article.refresh_from_db()
    assert article.state == "draft"


def test_scheduled_story_cannot_be_saved_into_something_that_could_not_go_out():
    chief = make_chief_editor()
    article = make_draft()
    schedule_story(article.pk, by=chief, base_revision=0, publish_at=timezone.now() + dt.timedelta(hours=1))
    article.refresh_from_db()
    article.lead = article.body = ""
    with pytest.raises(NotReady) as refusal:
        save_working_copy(article, by=chief, changed=["lead", "body"], base_revision=1)
    assert list(refusal.value.problems) == ["body"]


def test_every_act_of_the_table_is_done_by_some_function():
    assert {act.value for act in Act} == {
        "save", "submit", "return", "publish", "schedule", "unschedule", "update", "correct", "minor-fix", "kill",
        "spike", "unspike",
    }  # fmt: skip
