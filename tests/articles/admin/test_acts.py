"""The buttons and the confirmations: what they do, what they ask, what they refuse."""

import datetime as dt

import pytest
from django.utils import timezone

from articles.domain.scheduling import publish_due, schedule_story
from articles.models import ActRecord, Article, PublicStory, Version
from media_library.domain.photo_acts import kill_photo
from tests.articles.admin.desk import (
    LIST,
    act_address,
    address,
    begin,
    confirm,
    form_in,
    found_in,
    press,
    problems_in,
    signed_in,
    text_in,
)
from tests.articles.photos import make_usable_photo, put
from tests.factories.people import make_chief_editor, make_editor, make_journalist
from tests.factories.stories import make_draft, make_killed_story, make_section, make_story

pytestmark = pytest.mark.django_db


def test_submitting_saves_what_was_written_first() -> None:
    journalist = make_journalist()
    article = make_draft(by=journalist)

    press(signed_in(journalist), article, "submit", headline="Ново заглавие")

    article.refresh_from_db()
    assert (article.state, article.headline) == ("submitted", "Ново заглавие")


def test_new_story_is_written_and_submitted_in_one_go() -> None:
    begin(signed_in(make_journalist()), "submit", section=make_section().pk, headline="Заглавие")

    assert Article.objects.get().state == "submitted"


def test_publishing_makes_the_first_version_of_what_is_on_the_form() -> None:
    editor = make_editor(make_section("world"))
    article = make_draft()

    response = press(signed_in(editor), article, "publish", headline="Ново заглавие")

    assert response.url == address(article)
    assert Version.objects.get().headline == "Ново заглавие"
    assert Version.objects.get().published_by == editor


def test_editor_can_not_move_a_story_out_of_reach_and_publish_it_there() -> None:
    editor = make_editor(make_section("world"))
    article = make_draft()

    response = press(signed_in(editor), article, "publish", section=make_section("bulgaria").pk)

    assert response.status_code == 200
    assert len(problems_in(response)) == 1
    article.refresh_from_db()
    assert (article.state, article.section.slug) == ("draft", "world")


def test_update_leads_to_a_confirmation_that_shows_what_will_change() -> None:
    chief = make_chief_editor(initials_bg="ГБ")
    article = make_story(body="<p>Срещата на лидерите започна в сряда в Пекин.</p>").article
    client = signed_in(chief)

    response = press(client, article, "update", body="<p>Срещата на лидерите завърши в сряда в Пекин.</p>")
    page = client.get(response.url)

    assert response.url == act_address(article, "update")
    assert [text.strip() for text in found_in(page, "//*[@class='changes']//del/text()")] == ["започна"]
    assert "завърши" in text_in(page, "changes")
    assert "ГБ" in text_in(page, "changes")
    assert Version.objects.count() == 1


def test_confirmed_update_is_published_with_its_note() -> None:
    chief = make_chief_editor()
    article = make_story().article
    client = signed_in(chief)
    press(client, article, "update", lead="Лидерите приеха декларация.")

    response = confirm(client, article, "update", public_note="Добавя декларацията.")

    version = Version.objects.get(number=2)
    assert response.url == address(article)
    assert (version.kind, version.lead, version.public_note) == (
        "update",
        "Лидерите приеха декларация.",
        "Добавя декларацията.",
    )


@pytest.mark.parametrize("act", ["update", "correct", "minor-fix"])
def test_publication_without_a_difference_is_refused(act: str) -> None:
    client, article = signed_in(make_chief_editor(initials_bg="ГБ")), make_story().article

    page = client.get(act_address(article, act))
    response = client.post(act_address(article, act), {"revision": article.revision, "public_note": "Бележка"})

    assert not found_in(page, "//form[.//input[@name='revision']]")
    assert response.status_code == 200
    assert problems_in(response)
    assert Version.objects.count() == 1


def test_correction_needs_a_note() -> None:
    client, article = signed_in(make_chief_editor()), make_story().article
    press(client, article, lead="Вярното начало.")

    refused = confirm(client, article, "correct", public_note="  ")
    confirm(client, article, "correct", public_note="В първата версия денят беше сгрешен.")

    assert len(problems_in(refused)) == 1
    assert Version.objects.get(number=2).kind == "correction"


def test_example_of_a_note_is_in_the_language_of_the_story() -> None:
    client, article = signed_in(make_chief_editor()), make_story(language="en", headline="The summit").article
    press(client, article, lead="New.")

    page = client.get(act_address(article, "correct"))

    assert "An earlier version of this story said" in text_in(page, "help")


def test_withdrawal_needs_a_note_and_a_tick() -> None:
    client, article = signed_in(make_chief_editor()), make_story().article

    both = confirm(client, article, "kill")
    no_tick = confirm(client, article, "kill", public_note="Оттеглена.")
    no_note = confirm(client, article, "kill", confirmed="on")

    assert [len(problems_in(response)) for response in (both, no_tick, no_note)] == [2, 1, 1]
    assert form_in(no_tick)["public_note"] == ["Оттеглена."]
    assert PublicStory.objects.get().killed is False


def test_confirmed_withdrawal_takes_the_story_from_the_readers() -> None:
    client, article = signed_in(make_chief_editor()), make_story().article

    confirm(client, article, "kill", public_note="Оттеглена.", confirmed="on")

    article.refresh_from_db()
    assert article.state == "killed"
    assert PublicStory.objects.get().killed is True


def test_confirmation_is_refused_once_somebody_has_changed_the_story() -> None:
    chief = make_chief_editor()
    article = make_story().article
    client = signed_in(chief)
    press(client, article, lead="Първа промяна.")
    data = form_in(client.get(act_address(article, "update")))
    press(signed_in(make_chief_editor(last_name="Другия")), article, lead="Втора промяна.")

    response = client.post(act_address(article, "update"), data | {"public_note": "Моята бележка"})

    assert "Другия" in problems_in(response)[0]
    assert form_in(response)["public_note"] == ["Моята бележка"]
    assert form_in(response)["revision"] == data["revision"]
    assert Version.objects.count() == 1


def test_story_is_scheduled_for_the_newsrooms_time() -> None:
    client, article = signed_in(make_editor(make_section("world"))), make_draft()

    response = press(client, article, "schedule")
    confirm(client, article, "schedule", publish_at="2031-07-01T12:00")

    article.refresh_from_db()
    assert response.url == act_address(article, "schedule")
    assert (article.state, article.publish_at) == ("scheduled", dt.datetime(2031, 7, 1, 9, tzinfo=dt.UTC))


def test_time_that_has_passed_is_refused_at_its_field() -> None:
    client, article = signed_in(make_chief_editor()), make_draft()

    response = confirm(client, article, "schedule", publish_at="2020-07-01T12:00")

    assert found_in(response, "//*[@id='id_publish_at_error']")
    article.refresh_from_db()
    assert article.state == "draft"


def test_story_that_could_not_go_out_is_not_scheduled() -> None:
    client, article = signed_in(make_chief_editor()), make_draft(lead="", body="")

    response = confirm(client, article, "schedule", publish_at="2031-07-01T12:00")

    assert len(problems_in(response)) == 1
    assert found_in(response, f"//*[@class='error-summary']//a[@href='{address(article)}']")


def test_scheduled_story_is_taken_off_the_schedule_by_a_button() -> None:
    article = make_draft()
    Article.objects.update(state="scheduled", publish_at=timezone.now() + dt.timedelta(hours=1))

    press(signed_in(make_chief_editor()), article, "unschedule")

    article.refresh_from_db()
    assert (article.state, article.publish_at) == ("submitted", None)


def test_returned_story_carries_the_comment_into_its_history() -> None:
    editor = make_editor(make_section("world"))
    article = make_draft()
    Article.objects.update(state="submitted")

    confirm(signed_in(editor), article, "return", comment="Липсва второ мнение.")

    assert ActRecord.objects.filter(act="return").get().comment == "Липсва второ мнение."
    assert "Липсва второ мнение." in signed_in(editor).get(address(article, "history")).content.decode()


def test_story_that_the_clock_could_not_publish_says_why() -> None:
    photo, article = make_usable_photo(), make_draft()
    put(article, photo)
    publish_at = timezone.now() + dt.timedelta(minutes=10)
    schedule_story(article.pk, by=make_chief_editor(), base_revision=0, publish_at=publish_at)
    kill_photo(photo.pk, note_bg="Свалена по искане на съда.", note_en="Withdrawn by a court.", by=None)
    publish_due(at=publish_at)

    page = signed_in(make_chief_editor()).get(address(article)).content.decode()
    note = page[page.index('class="returned"') :]
    assert article.acts.first().comment.split(":")[0] in note

    confirm(signed_in(make_chief_editor()), article, "return", comment="Без тази снимка.")
    page = signed_in(make_chief_editor()).get(address(article)).content.decode()
    assert "Без тази снимка." in page[page.index('class="returned"') :]


def test_spiked_story_is_taken_back() -> None:
    client, article = signed_in(make_chief_editor()), make_draft()

    confirm(client, article, "spike")
    article.refresh_from_db()
    assert article.state == "spiked"
    client.post(act_address(article, "unspike"), {"revision": article.revision})

    article.refresh_from_db()
    assert article.state == "draft"


def test_act_that_the_state_does_not_have_leads_back_with_the_reason() -> None:
    client, article = signed_in(make_chief_editor()), make_killed_story().article

    response = client.get(act_address(article, "update"), follow=True)

    assert response.redirect_chain == [(address(article), 302)]
    assert text_in(response, "messagelist")


def test_message_says_what_was_done() -> None:
    client, article = signed_in(make_chief_editor()), make_draft()
    client.cookies["django_language"] = "en"

    press(client, article, "publish")

    assert text_in(client.get(LIST), "messagelist") == "“Започна срещата на върха в Пекин” is published."
