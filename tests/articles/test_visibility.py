"""What readers must never see, asked at every public address."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import ngettext, override

from articles.domain.acts import Act
from articles.domain.editing import spike_story, submit_story
from articles.domain.scheduling import schedule_story
from articles.models import PublicStory
from tests.factories.people import make_chief_editor
from tests.factories.stories import (
    make_author,
    make_draft,
    make_section,
    make_story,
    make_tag,
    publish,
    publish_change,
)

pytestmark = pytest.mark.django_db

SECRET = "Тайното заглавие"
SECRET_LEAD = "Тайният увод."
SECRET_TEXT = "Тайният текст."


@pytest.fixture
def desk():
    return make_chief_editor()


@pytest.fixture
def tag():
    return make_tag(slug="china")


@pytest.fixture
def author():
    return make_author(slug="stanoev")


@pytest.fixture
def public_story(tag, author):
    """A story that carries the same tag and author, so that their pages exist."""
    return make_story(headline="Явната новина", tags=[tag], authors=[author], hours_ago=2)


def secret_draft(tag, author, **fields):
    return make_draft(
        headline=SECRET, lead=SECRET_LEAD, body=f"<p>{SECRET_TEXT}</p>", tags=[tag], authors=[author], **fields
    )


def leave_draft(article, *, by):
    pass


def submit(article, *, by):
    submit_story(article.pk, by=by, base_revision=article.revision)


def schedule(article, *, by):
    in_an_hour = timezone.now() + dt.timedelta(hours=1)
    schedule_story(article.pk, by=by, base_revision=article.revision, publish_at=in_an_hour)


def spike(article, *, by):
    spike_story(article.pk, by=by, base_revision=article.revision)


def embargo(article, *, by):
    article.embargo_until = timezone.now() + dt.timedelta(hours=1)
    article.save()
    publish(article)


def kill_under_embargo(article, *, by):
    embargo(article, by=by)
    publish_change(article, Act.KILL, note="Никога не е било вярно.")


def addresses_of(article, *, language="bg"):
    """Every address that could show the story: its own, those of its record, and every list."""
    story = f"/{language}/news/{article.section.slug}/{article.pk}-taynoto-zaglavie/"
    own = [story, *(f"{story}history/{rest}" for rest in ("", "1/", "1/diff/", "2/", "2/diff/"))]
    lists = ["", "news/", f"news/{article.section.slug}/", "tags/china/", "authors/stanoev/", "today/"]
    return own, [f"/{language}/{path}" for path in lists]


@pytest.mark.parametrize("bring", [leave_draft, submit, schedule, spike, embargo, kill_under_embargo])
@pytest.mark.parametrize("language", ["bg", "en"])
def test_story_that_is_not_public_is_nowhere(client, desk, tag, author, public_story, bring, language):
    article = secret_draft(tag, author, by=desk)
    bring(article, by=desk)
    own, lists = addresses_of(article, language=language)
    for address in own:
        assert client.get(address).status_code == 404, address
    for address in [*lists, public_story.get_absolute_url()]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert SECRET not in response.text, address


@pytest.mark.parametrize("bring", [leave_draft, embargo])
def test_working_copy_of_a_public_story_is_nowhere(client, tag, author, bring):
    article = make_draft(headline="Явната новина", tags=[tag], authors=[author])
    publish(article)
    article.headline, article.lead, article.body = SECRET, SECRET_LEAD, SECRET_TEXT
    article.save()
    story = PublicStory.objects.get(pk=article.pk).get_absolute_url()
    for address in [story, f"{story}history/", f"{story}history/1/", *addresses_of(article)[1]]:
        text = client.get(address).text
        assert "Явната новина" in text, address
        assert SECRET not in text, address
        assert SECRET_TEXT not in text, address


def test_embargo_ends_by_itself(client, time_machine, tag, author, desk, public_story):
    article = secret_draft(tag, author)
    embargo(article, by=desk)
    time_machine.move_to(timezone.now() + dt.timedelta(hours=1, seconds=1))
    own, lists = addresses_of(article)
    assert client.get(own[0]).status_code == 200
    assert all(SECRET in client.get(address).text for address in lists)


def test_story_withdrawn_under_embargo_stays_unknown_after_it(client, time_machine, tag, author, desk):
    article = secret_draft(tag, author)
    kill_under_embargo(article, by=desk)
    time_machine.move_to(timezone.now() + dt.timedelta(hours=2))
    assert {client.get(address).status_code for address in addresses_of(article)[0]} == {404}


def test_version_replaced_under_embargo_stays_unknown_after_it(client, time_machine, tag, author, desk):
    article = secret_draft(tag, author)
    embargo(article, by=desk)
    publish_change(
        article, Act.CORRECT, note="Тайната бележка", headline="Явното заглавие", lead="", body="<p>Ново.</p>"
    )
    time_machine.move_to(timezone.now() + dt.timedelta(hours=2))
    publish_change(article, headline="Явното заглавие, обновено")
    story = PublicStory.objects.get(pk=article.pk).get_absolute_url()
    assert client.get(f"{story}history/1/").status_code == 404
    assert client.get(f"{story}history/2/diff/").status_code == 404
    for address in [story, f"{story}history/", f"{story}history/2/", f"{story}history/3/", f"{story}history/3/diff/"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert SECRET not in response.text, address
        assert "Тайната бележка" not in response.text, address
    with override("bg"):
        expected = ngettext("%(counter)s version", "%(counter)s versions", 2) % {"counter": 2}
    assert expected in client.get(story).text


def test_withdrawn_story_answers_410_with_its_notice_and_stands_in_no_list(client, tag, author, public_story):
    article = secret_draft(tag, author)
    publish(article)
    publish_change(article, Act.KILL, note="Събитието не се е състояло.")
    own, lists = addresses_of(article)
    for address in own:
        response = client.get(address)
        assert response.status_code == 410, address
        assert "Събитието не се е състояло." in response.text, address
        assert SECRET_LEAD not in response.text, address
        assert SECRET_TEXT not in response.text, address
    for address in [*lists, public_story.get_absolute_url()]:
        assert SECRET not in client.get(address).text, address


@pytest.mark.parametrize("locked_at", [1, 2, 3])
def test_text_for_subscribers_is_in_no_public_html(client, locked_at):
    """Whichever version is for subscribers, its text is not to be had from it, its neighbours or their differences."""
    article = make_draft(headline="Новината", body=f"<p>{SECRET_TEXT} Едно.</p>", access=access_of(1, locked_at))
    publish(article)
    for number in (2, 3):
        publish_change(article, body=f"<p>{SECRET_TEXT} Едно. Пак {number}.</p>", access=access_of(number, locked_at))
    story = PublicStory.objects.get(pk=article.pk).get_absolute_url()
    locked = [f"{story}history/{locked_at}/"]
    locked += [f"{story}history/{number}/diff/" for number in (locked_at, locked_at + 1) if 1 < number <= 3]
    if locked_at == 3:
        locked += [story, *(f"{story}history/{rest}" for rest in ("", "1/", "2/", "2/diff/", "3/", "3/diff/"))]
    for address in [*locked, "/bg/", "/bg/news/", "/bg/today/"]:
        response = client.get(address)
        assert response.status_code == 200, address
        assert SECRET_TEXT not in response.text, address


def access_of(number, locked_at):
    return "subscribers" if number == locked_at else "free"


def test_text_of_a_free_story_is_in_its_page(client):
    """The control of the test above: what it looks for is there when it may be."""
    article = make_draft(body=f"<p>{SECRET_TEXT}</p>")
    publish(article)
    publish_change(article, body=f"<p>{SECRET_TEXT} Още.</p>")
    story = PublicStory.objects.get(pk=article.pk).get_absolute_url()
    for address in (story, f"{story}history/1/", f"{story}history/2/diff/"):
        assert SECRET_TEXT in client.get(address).text, address


def test_tag_that_no_public_story_carries_has_no_page(client, desk):
    make_draft(tags=[make_tag("Тайната тема", slug="secret")])
    assert client.get("/bg/tags/secret/").status_code == 404
    assert client.get("/en/tags/secret/").status_code == 404


def test_story_of_one_language_is_in_no_list_of_the_other(client, tag, author):
    make_story(headline="Българската новина", tags=[tag], authors=[author], section=make_section())
    for path in ["", "news/", "news/world/", "tags/china/", "authors/stanoev/", "today/"]:
        assert "Българската новина" not in client.get(f"/en/{path}").text, path
